/**
 * `Task.Supervisor`: tasks under a supervisor. It knows which run, ends them in order, limits their number, and is not hurt when they fail.
 *
 * Flow: a function here asks a dynamic supervisor for one more child; the child's start makes the task, linked to the supervisor and, for `async`, to its owner,
 * before anything of it runs.
 * Source: Elixir Task.Supervisor; otp/behaviour.md 200-203.
 */
import { parked, process, waitCall } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import { current, isDead, type Process } from "../core/process.js";
import { joinLinks } from "../core/signal.js";
import { ChildSpec, type Restart, type Shutdown } from "./child_spec.js";
import type { Request } from "./pending_call.js";
import { callHere } from "./request.js";
import { CALL } from "./running.js";
import { type DynamicOptions, dynamicKind, latest, SupervisorControl, SupervisorDefinition } from "./supervisor.js";
import { startAlone, startTask, type TaskRef, type Work } from "./task_process.js";
import { asyncStream, type Launch, type StreamOptions } from "./task_stream.js";

type Address = Process | Name;

export interface SupervisedOptions {
  /** Default "temporary". */
  readonly restart?: Restart;
  /** Milliseconds that a task gets to end in order, when the supervisor stops. Default 5000. */
  readonly shutdown?: Shutdown;
}

const request: Request = { tag: CALL, name: "startChild", kind: null };

/** Has the supervisor start a child; parks. `start` runs in the supervisor. */
function startUnder(address: Address, start: () => Process | undefined, options: SupervisedOptions): unknown {
  const spec = new ChildSpec("task", "worker", start, "temporary").with(options);
  return callHere(address, request, ["startChild", spec], Number.POSITIVE_INFINITY);
}

/** A child that runs `work` as a task. */
export function taskChild(work: Work): ChildSpec {
  return new ChildSpec("task", "worker", () => startAlone(work, current()), "temporary");
}

/** Starts a task of the calling process under the supervisor. */
function* startOwned(address: Address, work: Work, linked: boolean, options: SupervisedOptions) {
  const owner = current();
  let task: TaskRef | undefined;
  const started = startUnder(
    address,
    () => {
      if (owner !== undefined && isDead(owner)) return undefined;
      task = startTask(work, owner, linked);
      joinLinks(current() as Process, task.pid);
      return task.pid;
    },
    { ...options, restart: "temporary" },
  );
  if (started === parked) yield;
  return task as TaskRef;
}

/** How the tasks of a stream start under the supervisor. */
function launcher(address: Address, linked: boolean): Launch {
  return (start) => {
    const owner = current();
    return startUnder(
      address,
      () => {
        if (owner !== undefined && isDead(owner)) return undefined;
        const pid = start(current());
        if (linked && owner !== undefined) joinLinks(owner, pid);
        return pid;
      },
      {},
    );
  };
}

type Shutdowns = Omit<SupervisedOptions, "restart">;
type Items = Parameters<typeof asyncStream>[0];

/** The functions of the task supervisor at an address. */
export class TaskSupervisorControl {
  readonly #address: Address;
  readonly async;
  readonly asyncNolink;
  readonly startChild;
  readonly children;
  readonly terminateChild;

  constructor(address: Address) {
    this.#address = address;
    const control = new SupervisorControl(address);
    const owned =
      (linked: boolean) =>
      (work: Work, options: Shutdowns = {}) =>
        startOwned(address, work, linked, options);
    this.async = process(owned(true), "async");
    this.asyncNolink = process(owned(false), "asyncNolink");
    this.startChild = process(function* (work: Work, options: SupervisedOptions = {}) {
      const caller = current();
      const started = startUnder(address, () => startAlone(work, caller), options);
      return (started === parked ? yield : started) as Process;
    }, "startChild");
    this.children = process(function* () {
      const asked = waitCall(control, control.whichChildren);
      const children = (asked === parked ? yield : asked) as { pid: Process | undefined }[];
      return children.flatMap(({ pid }) => pid ?? []);
    }, "children");
    this.terminateChild = process(function* (pid: Process) {
      if (waitCall(control, control.terminateChild, pid) === parked) yield;
    }, "terminateChild");
  }

  asyncStream(items: Items, work: Work, options?: StreamOptions) {
    return asyncStream(items, work, options, launcher(this.#address, true));
  }
  asyncStreamNolink(items: Items, work: Work, options?: StreamOptions) {
    return asyncStream(items, work, options, launcher(this.#address, false));
  }
}

/** A task supervisor that can be started, and asked: under its name, else the one that was started last. */
export class TaskSupervisor extends TaskSupervisorControl {
  readonly #definition: SupervisorDefinition;
  readonly start: () => Promise<Process>;
  readonly startLink: () => Promise<Process>;

  constructor(options: DynamicOptions = {}) {
    const kind = dynamicKind("Task.Supervisor", options, undefined, "Task.Supervisor");
    const { name } = options;
    super(name ?? latest(kind));
    this.#definition = new SupervisorDefinition(kind, name);
    this.start = this.#definition.start;
    this.startLink = this.#definition.startLink;
  }

  /** The functions of the task supervisor at this address. */
  at(address: Address): TaskSupervisorControl {
    return new TaskSupervisorControl(address);
  }

  child(): ChildSpec {
    return this.#definition.child();
  }
}
