/**
 * The public types of `application` and `PartitionSupervisor`. The functions are in `otp/application.ts` and `otp/partition_supervisor.ts`.
 */
import type { ViaRegistry } from "./core/name.js";
import type { ChildSpec, Name, Pid, Startable, SupervisorDef } from "./types.js";

/** What may be at the top of an application's tree: it is started when the application is; or a pid that `start` started itself. */
export type Top = Startable | SupervisorDef<[]> | ChildSpec | Pid;

/** What `application` takes. */
export interface ApplicationDefinition<S = any> {
  name: string;
  version?: string;
  /** Applications that must run before this one; a function where two modules know each other. */
  needs?: readonly Application[] | (() => readonly Application[]);
  /** Gives the top of the tree, which is then started; with `{ top, state }` also what `prepStop` and `stop` get. */
  start: (type: "normal") => Top | { top: Top; state: S } | Promise<Top | { top: Top; state: S }>;
  /** Runs while the tree is still up. What it gives goes to `stop`. */
  prepStop?: (state: S) => S | Promise<S>;
  /** Runs when the tree is down. */
  stop?: (state: S) => unknown;
  /** First values of `env`. */
  env?: Readonly<Record<string, unknown>>;
  /** Steps once the tree is up, in order, before the start counts as done. One that throws takes the tree down. */
  startPhases?: Readonly<Record<string, () => unknown>>;
}

/** How an application is started. */
export interface ApplicationStart {
  /** What the end of the tree means: "temporary": it is reported; "permanent": the program ends; "transient": it ends unless the reason was "normal". */
  type?: "temporary" | "transient" | "permanent";
}

/** A program or a part of one that starts and stops as a whole. */
export interface Application {
  readonly name: string;
  readonly version: string | undefined;
  readonly isRunning: boolean;
  /** Starts what it needs, then itself. No error when it runs already. Errors: `cyclic_needs`; `application_failed`, with the `cause`. */
  start(options?: ApplicationStart): Promise<void>;
  /** Stops the tree in order; what it needs goes on. Errors: `not_started`. */
  stop(): Promise<void>;
  /** The values it is set up with; they stay when it stops. */
  readonly env: {
    /** The value of `key`, or `otherwise`. */
    get<T = any>(key: string, otherwise?: T): T;
    /** `{ ok: value }`, or undefined when there is none. */
    fetch<T = any>(key: string): { ok: T } | undefined;
    put(key: string, value: unknown): void;
    delete(key: string): void;
  };
}

/** `application`, and what concerns all applications. */
export interface ApplicationModule {
  /** Defines an application. Errors: `bad_option`. */
  <S>(definition: ApplicationDefinition<S>): Application;
  /** Starts an application and all that it needs; gives those that did not run before, in the order in which they came up. If one fails, those are stopped again. */
  ensureAllStarted(application: Application, options?: ApplicationStart): Promise<Application[]>;
  /** Stops all applications, the last started first. */
  stopAll(): Promise<void>;
  /** The applications that run, in the order in which they came up. */
  running(): Application[];
}

/** How a `PartitionSupervisor` treats its copies. */
export interface PartitionOptions {
  name?: Name;
  /** How many copies. Default: the number of processors. */
  partitions?: number;
  /** Default "one_for_one". */
  strategy?: "one_for_one" | "one_for_all" | "rest_for_one";
  /** More than this many restarts in `maxSeconds` end the supervisor. Default 3. */
  maxRestarts?: number;
  /** Default 5. */
  maxSeconds?: number;
}

/** Several copies of a child. `via(Workers, key)` names the copy of a key: |key| mod n for an integer, else by its hash. */
export interface PartitionSupervisorDef extends SupervisorDef<[]>, ViaRegistry {
  readonly partitions: number;
}
