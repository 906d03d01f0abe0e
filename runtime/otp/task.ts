/**
 * `Task`: one piece of work in a process of its own, and its result. This is the list of its functions.
 *
 * Flow: `async` starts a process (task_process.ts) -> its owner waits for the result (task_await.ts); many at a time: task_stream.ts; under a supervisor:
 * task_supervisor.ts.
 * Source: Elixir Task; otp/behaviour.md 186-204.
 */
import { current, type Process } from "../core/process.js";
import type { DynamicOptions } from "./supervisor.js";
import { awaitMany, awaitTask, ignoreTask, shutdownTask, yieldMany, yieldTask } from "./task_await.js";
import { launch, startAlone, startTask, type TaskRef, type Work } from "./task_process.js";
import { asyncStream, type StreamOptions } from "./task_stream.js";
import { TaskSupervisor, taskChild } from "./task_supervisor.js";

export const Task = {
  /** Starts `work` in a process linked to the caller, who gets its result. Order: it runs after the caller has gone on. */
  async: (work: Work): TaskRef => startTask(work, current(), true),
  await: awaitTask,
  awaitMany,
  yield: yieldTask,
  yieldMany,
  shutdown: shutdownTask,
  ignore: ignoreTask,
  asyncStream: (items: Parameters<typeof asyncStream>[0], work: Work, options?: StreamOptions) =>
    asyncStream(items, work, options),
  /** Starts `work` alone: nobody gets its result, or hears of its end. */
  start: (work: Work): Process => launch(work, [], current(), () => {}),
  /** The same, linked to the caller. */
  startLink: (work: Work): Process => startAlone(work, current()),
  /** Work as a child of a supervisor: temporary, unless `with` says otherwise. */
  child: taskChild,
  /** Defines a supervisor of tasks. Errors: `bad_option`. */
  Supervisor: (options?: DynamicOptions): TaskSupervisor => new TaskSupervisor(options),
};
