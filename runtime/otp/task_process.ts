/**
 * The process of a task, and what its owner holds of it.
 *
 * Flow: `launch` starts a process that runs the work -> its value goes to the owner as a message `{ tag: "TASK", ref, result }`, if the owner still wants it ->
 * the process ends with "normal". A task of ordinary code has no owner: its outcome is a promise.
 * Source: Elixir Task.Supervised; otp/behaviour.md 186-190, 204.
 */
import { spawn } from "../core/body.js";
import { copy, copyReason } from "../core/copy.js";
import { Exit, reasonOf } from "../core/error.js";
import { BODY, callFrame, type Frame, parked, type Step, wait } from "../core/fiber.js";
import { type MonitorRef, watchFor } from "../core/monitor.js";
import { addAtEnd, current, isDoomed, more, type Process } from "../core/process.js";
import { isBody } from "../core/receive.js";
import { reportCrash } from "../core/report.js";
import { send } from "../core/send.js";
import { joinLinks } from "../core/signal.js";
import { dictionaryOf, readDictionary } from "./dictionary.js";

export type Work = (...args: never[]) => unknown;
/** How a task ended. */
export type Outcome = { ok: unknown } | { exit: unknown };

/** What the owner of a task gets when it is done. */
export interface TaskMessage {
  readonly tag: "TASK";
  readonly ref: MonitorRef;
  readonly result: unknown;
}

/** Key of the process dictionary under which a task has its callers, the nearest first. */
const CALLERS = "$callers";

/** The generator function of a function that the plugin compiled to wait. */
export function bodyOf(work: unknown): ((...args: readonly unknown[]) => Frame) | undefined {
  const body = (work as { [BODY]?: unknown })[BODY] ?? (isBody(work) ? work : undefined);
  return body as ((...args: readonly unknown[]) => Frame) | undefined;
}

/** Runs a function of the user's, compiled to wait or not, in the fiber that runs now. */
export function callWork(work: unknown, args: readonly unknown[]): unknown {
  const body = bodyOf(work);
  return body === undefined
    ? wait((work as (...args: readonly unknown[]) => unknown)(...args))
    : callFrame(body(...args));
}

/** Starts a process that runs `work`. Order: it runs after the caller has gone on; `done` gets the value in the new process, just before it ends. */
export function launch(
  work: Work,
  args: readonly unknown[],
  caller: Process | undefined,
  done: (value: unknown) => void,
): Process {
  const pid: Process = spawn(function* (): Step {
    try {
      const value = callWork(work, args);
      done(value === parked ? yield : value);
    } catch (thrown) {
      if (isDoomed(pid)) throw thrown;
      const reason = reasonOf(thrown);
      reportCrash(pid, { title: "task", reason, initialCall: work.name });
      throw new Exit(reason);
    }
  });
  if (caller !== undefined) {
    const before = readDictionary(caller).get(CALLERS);
    more(pid).parent = caller;
    dictionaryOf(pid).set(CALLERS, [caller, ...(Array.isArray(before) ? before : [])]);
  }
  return pid;
}

/** A task that was started with `async`: what `await` and the others take. */
export class TaskRef {
  /** The owner's monitor; it names the task in its messages. */
  readonly ref: MonitorRef | undefined;
  /** Without an owner: settles when the process has ended. */
  readonly done: Promise<Outcome> | undefined;
  #value: Outcome | undefined = undefined;

  constructor(
    readonly pid: Process,
    /** The process that started it and gets its result. */
    readonly owner: Process | undefined,
  ) {
    if (owner !== undefined) {
      this.ref = watchFor(owner, pid, undefined);
      return;
    }
    this.done = new Promise((resolve) => {
      addAtEnd(pid, { ended: (_process, reason) => resolve(this.#value ?? { exit: copyReason(reason) }) });
    });
  }

  /** Gives the result to who waits for it. An owner that has given up gets nothing. */
  answer(result: unknown): void {
    if (this.owner === undefined) this.#value = { ok: copy(result) };
    else if (this.ref?.target) send(this.owner, { tag: "TASK", ref: this.ref, result } satisfies TaskMessage);
  }

  toString(): string {
    return `Task<${this.pid.id}>`;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Starts a task of `owner`, linked to it or only monitored. */
export function startTask(work: Work, owner: Process | undefined, linked: boolean): TaskRef {
  let task: TaskRef | undefined;
  const pid = launch(work, [], owner, (value) => task?.answer(value));
  task = new TaskRef(pid, owner);
  if (linked && owner !== undefined) joinLinks(owner, pid);
  return task;
}

/** Starts a task whose value nobody wants, linked to the process that runs now. */
export function startAlone(work: Work, caller: Process | undefined): Process {
  const pid = launch(work, [], caller, () => {});
  const parent = current();
  if (parent !== undefined) joinLinks(parent, pid);
  return pid;
}
