/**
 * The public types of `Task` and `Agent`. The functions are in `otp/task.ts` and `otp/agent.ts`, where a process is a `Process`.
 *
 * Types shown in an editor stay flat.
 */
import type { ChildOptions, ChildSpec, DynamicOptions, ExitReason, MonitorRef, Name, Pid, Startable } from "./types.js";

/** A task that was started with `async`. */
export interface TaskRef<R> {
  readonly pid: Pid;
  /** The process that started it and gets its result; undefined when that was ordinary code. */
  readonly owner: Pid | undefined;
  /** Names the task in the messages that its owner gets: `{ tag: "TASK", ref, result }`, and DOWN. */
  readonly ref: MonitorRef | undefined;
  readonly result?: R;
}

/** What a task's owner gets in its mailbox when the task is done. `await` takes it; a server that does not await sees it in `info`. */
export interface TaskMessage<R = any> {
  readonly tag: "TASK";
  readonly ref: MonitorRef;
  readonly result: R;
}

/** How a task ended: with its value, or with an exit reason. */
export type Outcome<R> = { ok: R } | { exit: ExitReason };

/** How `Task.asyncStream` runs its tasks. */
export interface StreamOptions {
  /** How many tasks run at a time. Default: the number of processors. */
  maxConcurrency?: number;
  /** Whether outcomes come in the order of the items; if not, as they come. Default true. */
  ordered?: boolean;
  /** Milliseconds that one task may take. Default 5000. */
  timeout?: number;
  /** When it takes longer: the taker gets an ExitError, or the task is killed and its outcome is `{ exit: "timeout" }`. Default "exit". */
  onTimeout?: "exit" | "kill_task";
}

/** The functions of a supervisor of tasks. They ask it, so they give promises. Errors: `max_children`; CallError with `noproc`. */
export interface TaskSupervisorControl {
  /** Starts a task linked to the caller, too: a failure ends a caller that does not trap exits, and never the supervisor. */
  async<R>(work: () => R, options?: Pick<ChildOptions, "shutdown">): Promise<TaskRef<Awaited<R>>>;
  /** The same without the link: the caller hears of a failure by `Task.yield`, `Task.await`, or a DOWN message. */
  asyncNolink<R>(work: () => R, options?: Pick<ChildOptions, "shutdown">): Promise<TaskRef<Awaited<R>>>;
  /** Starts work whose result nobody waits for. `restart` is "temporary" unless given. */
  startChild(work: () => unknown, options?: Pick<ChildOptions, "restart" | "shutdown">): Promise<Pid>;
  /** The tasks that run. */
  children(): Promise<Pid[]>;
  /** Ends a task in order. Errors: `not_found`. */
  terminateChild(pid: Pid): Promise<void>;
  /** As `Task.asyncStream`, under the supervisor and linked to the taker. Errors: `max_children`, when the limit is reached; its tasks are ended then. */
  asyncStream<T, R>(
    items: Iterable<T> | AsyncIterable<T>,
    work: (item: T) => R,
    options?: StreamOptions,
  ): AsyncIterable<Outcome<Awaited<R>>>;
  /** The same without the links: a failure never ends the taker. */
  asyncStreamNolink<T, R>(
    items: Iterable<T> | AsyncIterable<T>,
    work: (item: T) => R,
    options?: StreamOptions,
  ): AsyncIterable<Outcome<Awaited<R>>>;
}

/** A supervisor of tasks, as `Task.Supervisor` defines it. */
export interface TaskSupervisorDef extends TaskSupervisorControl, Startable {
  start(): Promise<Pid>;
  /** The functions of the task supervisor at this address. */
  at(address: Pid | Name): TaskSupervisorControl;
}

/** The functions of `Task`. */
export interface TaskModule {
  /** Starts `work` in a process linked to the caller, who gets its result. In ordinary code nobody is linked, and the result is a promise's. */
  async<R>(work: () => R): TaskRef<Awaited<R>>;
  /**
   * The result of a task. Units: `timeout` in ms, default 5000. Errors: `not_owner`; ExitError with the reason that the task ended with, or "timeout".
   * @example
   * const answer = Task.async(() => 6 * 7);
   * await Task.await(answer); // => 42
   */
  await<R>(task: TaskRef<R>, timeout?: number): Promise<R>;
  /** The results, in the order of the tasks; one timeout for all, default 5000 ms. The first failure ends the waiting. */
  awaitMany<R>(tasks: readonly TaskRef<R>[], timeout?: number): Promise<R[]>;
  /** How the task ended, or undefined after `timeout` ms (default 5000): it goes on then, and can be asked again. */
  yield<R>(task: TaskRef<R>, timeout?: number): Promise<Outcome<R> | undefined>;
  /** The same for many tasks, in their order; one timeout for all. */
  yieldMany<R>(tasks: readonly TaskRef<R>[], timeout?: number): Promise<(Outcome<R> | undefined)[]>;
  /** Ends a task: `{ ok }` if its result was there already, `{ exit }` if it ended by itself, undefined if it was stopped; killed after `timeout` ms, default 5000. */
  shutdown<R>(task: TaskRef<R>, timeout?: number | "brutal_kill"): Promise<Outcome<R> | undefined>;
  /** Lets a task go on alone: nothing of it reaches the caller any more. Gives how it ended if it has, else undefined. */
  ignore<R>(task: TaskRef<R>): Outcome<R> | undefined;
  /**
   * Runs `work` for every item in a task of its own, so many at a time, and gives how each ended. Lazy: nothing starts before the first is asked for, and
   * leaving the loop early ends what still runs. Errors: `bad_option`, `unknown_option`; ExitError with "timeout".
   * @example
   * const lengths: number[] = [];
   * for await (const outcome of Task.asyncStream(["tea", "coffee"], (word) => word.length, { maxConcurrency: 2 }))
   *   if ("ok" in outcome) lengths.push(outcome.ok);
   * lengths; // => [3, 6]
   */
  asyncStream<T, R>(
    items: Iterable<T> | AsyncIterable<T>,
    work: (item: T) => R,
    options?: StreamOptions,
  ): AsyncIterable<Outcome<Awaited<R>>>;
  /** Starts `work` alone: nobody gets its result. */
  start(work: () => unknown): Pid;
  /** The same, linked to the caller. */
  startLink(work: () => unknown): Pid;
  /** Work as a child of a supervisor: temporary, unless `with` says otherwise. */
  child(work: () => unknown): ChildSpec;
  /** Defines a supervisor of tasks; start it, or make it a child. `maxChildren` limits how many run. Errors: `bad_option`. */
  Supervisor(options?: DynamicOptions): TaskSupervisorDef;
}

/** The address of an agent that holds an `S`. */
export type AgentAddress = Pid | Name;

/** How an agent starts. */
export interface AgentOptions {
  /** The agent's name. */
  name?: Name;
  /** Milliseconds that the function of the start may take; then the agent is killed and the start rejects (StartError, reason "timeout"). Default: no limit. */
  timeout?: number;
}

/** A process that holds one value. Functions are run in it, one at a time; one that throws ends it. Errors: CallError; `timeout` in ms, default 5000. */
export interface AgentModule {
  /** Starts an agent with the value that `init` gives. Errors: StartError. */
  start<S>(init: () => S, options?: AgentOptions): Promise<Pid>;
  /** The same, linked to the caller. */
  startLink<S>(init: () => S, options?: AgentOptions): Promise<Pid>;
  /** An agent as a child of a supervisor. */
  child<S>(init: () => S, options?: AgentOptions): ChildSpec;
  /**
   * What `look` makes of the value.
   * @example
   * const counter = await Agent.start(() => 1);
   * await Agent.update(counter, (n: number) => n + 1);
   * await Agent.get(counter, (n: number) => n); // => 2
   */
  get<S, R>(agent: AgentAddress, look: (state: S) => R, timeout?: number): Promise<Awaited<R>>;
  /** Sets the value to what `change` makes of it. */
  update<S>(agent: AgentAddress, change: (state: S) => S | Promise<S>, timeout?: number): Promise<void>;
  /** Both: `change` gives `[answer, value]`. */
  getAndUpdate<S, R>(
    agent: AgentAddress,
    change: (state: S) => readonly [R, S] | Promise<readonly [R, S]>,
    timeout?: number,
  ): Promise<R>;
  /** Changes the value, and does not wait. Never fails. Order: before a later `get` of the same caller. */
  cast<S>(agent: AgentAddress, change: (state: S) => S | Promise<S>): void;
  /** Ends the agent in order and waits until it is dead. */
  stop(agent: AgentAddress, reason?: ExitReason, timeout?: number): Promise<void>;
}
