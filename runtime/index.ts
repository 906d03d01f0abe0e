/**
 * The public surface of `tincture`: ordinary functions with their public types, and the macros.
 *
 * The functions live in `core` and `otp`, where a process is a `Process`; here they get the types that users see, where it is a `Pid`.
 */
import type { ApplicationModule, PartitionOptions, PartitionSupervisorDef } from "./application_type.js";
import * as aliasing from "./core/alias.js";
import * as monitoring from "./core/monitor.js";
import type { ViaRegistry } from "./core/name.js";
import * as name from "./core/name.js";
import * as sending from "./core/send.js";
import * as signal from "./core/signal.js";
import * as agents from "./otp/agent.js";
import * as applications from "./otp/application.js";
import type { CallbackModule, GenServerOptions } from "./otp/callback_server.js";
import * as callbacks from "./otp/callback_server.js";
import type { Statistics, TraceEvent } from "./otp/debug.js";
import * as dictionaries from "./otp/dictionary.js";
import * as partitioning from "./otp/partition_supervisor.js";
import * as registering from "./otp/registry.js";
import * as replying from "./otp/reply.js";
import * as stopping from "./otp/stop.js";
import * as supervising from "./otp/supervisor.js";
import type { Status } from "./otp/sys.js";
import * as system from "./otp/sys.js";
import * as tasks from "./otp/task.js";
import type { AgentModule, TaskModule } from "./task_type.js";
import type {
  Alias,
  ChildSpec,
  DynamicOptions,
  DynamicSupervisorDef,
  ExitReason,
  From,
  Global as GlobalNameOf,
  MonitorRef,
  Name,
  Pid,
  Registry,
  Startable,
  SupervisorDef,
  SupervisorOptions,
  TimerRef,
  Via,
} from "./types.js";

export type {
  Application,
  ApplicationDefinition,
  ApplicationModule,
  ApplicationStart,
  PartitionOptions,
  PartitionSupervisorDef,
  Top,
} from "./application_type.js";
export { CallError, ExitError, NoCatchError, RefusedError, StartError, TinctureError } from "./core/error.js";
export { type CrashReport, type Logger, setLogger } from "./core/report.js";
export { skip } from "./core/selective.js";
export * from "./macro_stub.js";
export type { SupervisorReport } from "./otp/child_report.js";
export { ignore, refuse } from "./otp/refuse.js";
export type {
  AgentAddress,
  AgentModule,
  Outcome,
  StreamOptions,
  TaskMessage,
  TaskModule,
  TaskRef,
  TaskSupervisorControl,
  TaskSupervisorDef,
} from "./task_type.js";
export type {
  After,
  Alias,
  Call,
  Cast,
  ChildInfo,
  ChildOptions,
  ChildSpec,
  Client,
  Down,
  DynamicOptions,
  DynamicSupervisorControl,
  DynamicSupervisorDef,
  Exit,
  ExitReason,
  From,
  Handlers,
  Hook,
  MonitorRef,
  Name,
  Pid,
  Registry,
  Server,
  ServerOptions,
  ShownStatus,
  Startable,
  SupervisorControl,
  SupervisorDef,
  SupervisorOptions,
  TimerRef,
  Via,
} from "./types.js";
export type { CallbackModule, GenServerOptions, Statistics, Status, TraceEvent, ViaRegistry };

/** The same function with its public type. */
const typed = <T>(fn: unknown): T => fn as T;

/** Pid of the process whose code runs. Errors: `not_in_process` in ordinary code. */
export const self: <M = any>() => Pid<M> = typed(sending.self);
/** Puts `message` into the mailbox of `to` and gives it back. Never fails for a pid; a name that nobody has is an error (`no_such_name`). */
export const send: <M>(to: Pid<M> | Name | Alias<M>, message: M) => M = typed(sending.send);
/** Sends `message` in `ms` milliseconds; a name is looked up then. */
export const sendAfter: <M>(to: Pid<M> | Name | Alias<M>, message: M, ms: number) => TimerRef = typed(
  sending.sendAfter,
);
/** Takes a timer back: the milliseconds that were left, or false when it had fired. */
export const cancelTimer: (ref: TimerRef) => number | false = typed(sending.cancelTimer);
/** Milliseconds until a timer fires, or false when it has. */
export const readTimer: (ref: TimerRef) => number | false = typed(sending.readTimer);
/** Waits `ms` milliseconds. */
export const sleep: (ms: number) => Promise<void> = sending.sleep;

/** Links this process with `pid`: whichever ends, the other gets an exit signal with its reason. */
export const link: (pid: Pid) => void = typed(signal.link);
/** Takes the link back, from both ends. */
export const unlink: (pid: Pid) => void = typed(signal.unlink);
/** Asks to be told (DOWN) when `target` ends. */
export const monitor: (target: Pid | Name) => MonitorRef = typed(monitoring.monitor);
/** Takes a monitor back; true if it was still there. With `flush`, a DOWN in the mailbox goes too. */
export const demonitor: (ref: MonitorRef, options?: { flush?: boolean }) => boolean = typed(monitoring.demonitor);
/** `exit(reason)` ends this process; `exit(pid, reason)` sends an exit signal. "kill" can't be trapped. */
export const exit: {
  (reason: string | { readonly shutdown: unknown } | Error): never;
  (pid: Pid, reason: ExitReason): void;
} = typed(signal.exit);
/** Whether exit signals become EXIT messages for this process. Gives the old answer. */
export const trapExit: (on: boolean) => boolean = typed(signal.trapExit);
export const isAlive: (pid: Pid) => boolean = typed(signal.isAlive);

/** Gives a process a local name. Errors: `name_taken`, `noproc`, `bad_name`. */
export const register: (name: string, pid: Pid) => void = typed(name.register);
/** Frees a local name. Errors: `no_such_name`. */
export const unregister: (name: string) => void = name.unregister;
/** All local names. */
export const registered: () => string[] = name.registered;
/** The process that has the name. Never a dead one. */
export const whereis: (name: Name) => Pid | undefined = typed(name.whereis);
/** The name of a server in a registry. */
export const via: <K>(registry: ViaRegistry, key: K) => Via<K> = typed(name.via);
/** A name that one process in the whole cluster can have. */
export const global: (name: string) => GlobalNameOf = name.global;

/** Answers a `callLater`. The first answer counts, later ones are dropped. */
export const reply: <R>(from: From<R>, value: R) => void = typed(replying.reply);
/** Ends a server in order and waits until it is dead. `reason` is "normal" unless given, `timeout` in ms endless. Errors: CallError. */
export const stop: (server: Pid | Name, reason?: ExitReason, timeout?: number) => Promise<void> = typed(stopping.stop);

/** Looks into running servers. */
export const sys: {
  getState(server: Pid | Name, timeout?: number): Promise<unknown>;
  replaceState<S>(server: Pid | Name, change: (state: S) => S, timeout?: number): Promise<S>;
  suspend(server: Pid | Name, timeout?: number): Promise<void>;
  resume(server: Pid | Name, timeout?: number): Promise<void>;
  getStatus(server: Pid | Name, timeout?: number): Promise<Status>;
  changeCode(server: Pid | Name, fromVersion: unknown, extra: unknown, timeout?: number): Promise<unknown>;
  trace(server: Pid | Name, to: boolean | ((event: TraceEvent) => void), timeout?: number): Promise<void>;
  statistics(server: Pid | Name, on: boolean, timeout?: number): Promise<void>;
  statistics(server: Pid | Name, what: "get", timeout?: number): Promise<Statistics | undefined>;
  noDebug(server: Pid | Name, timeout?: number): Promise<void>;
} = typed(system.sys);

/** OTP's callback modules as they are: callbacks that get the state and give tuples. */
export const GenServer: {
  start<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): Promise<Pid>;
  startLink<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): Promise<Pid>;
  child<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): ChildSpec;
  call(server: Pid | Name, request: unknown, timeout?: number): Promise<unknown>;
  cast(server: Pid | Name, request: unknown): void;
} = typed(callbacks.GenServer);

/** Names beyond strings: processes under any key, alone or in groups. It is a child: start it before what uses it. */
export const registry: <K = string, V = unknown>(
  name: string,
  options: { keys: "unique" | "duplicate" },
) => Registry<K, V> = typed(registering.registry);

/** Starts, watches and restarts children. `children` gives them in start order for the init arguments. */
export const supervisor: <I extends any[]>(
  options: SupervisorOptions,
  children: (...init: I) => readonly (ChildSpec | Startable)[],
) => SupervisorDef<I> = typed(supervising.supervisor);

/** A supervisor whose children are started on demand. */
export const dynamicSupervisor: (options?: DynamicOptions) => DynamicSupervisorDef = typed(
  supervising.dynamicSupervisor,
);

/** Several copies of a child, each found by key: `via(Workers, key)`. `child` is what is copied, or makes the copy of a number. Errors: `bad_option`. */
export const PartitionSupervisor: (
  options: PartitionOptions,
  child: Startable | ChildSpec | ((partition: number) => Startable | ChildSpec),
) => PartitionSupervisorDef = typed(partitioning.partitionSupervisor);

/** Work in processes of its own, and its results. */
export const Task: TaskModule = typed(tasks.Task);
/** Processes that hold one value each. */
export const Agent: AgentModule = typed(agents.Agent);
/** A program or a part of one that starts and stops as a whole, after what it needs. */
export const application: ApplicationModule = typed(applications.application);

/** The process dictionary: values that the calling process keeps for itself. Errors: `not_in_process`. */
export const dictionary: {
  /** Keeps `value` under `key` and gives what was there before, or undefined. */
  put(key: unknown, value: unknown): any;
  /** What is under `key`; `otherwise` (default undefined) when nothing is. */
  get(key: unknown, otherwise?: unknown): any;
  /** Takes `key` out and gives what was there, or undefined. */
  delete(key: unknown): any;
  keys(): unknown[];
} = dictionaries.dictionary;

/** Another address of this process, that can be closed; with `reply` it closes with the first message. */
export const alias: <M = any>(options?: { reply?: boolean }) => Alias<M> = typed(aliasing.alias);
/** Closes an alias of this process: what is sent to it from now on is lost. True if it was open. */
export const unalias: (address: Alias) => boolean = typed(aliasing.unalias);

/** A name that one process in the whole cluster can have. */
export interface Global extends GlobalNameOf {}
/** Global names, as functions. On one node as on many; a server gets one by `global(name)`. Source: OTP's module global. */
export const Global: {
  /** False when another process has the name, or this one has a global name already. */
  registerName(name: string, pid: Pid): boolean;
  /** The same, taking the name from who has it. */
  reRegisterName(name: string, pid: Pid): boolean;
  unregisterName(name: string): void;
  whereisName(name: string): Pid | undefined;
  registeredNames(): string[];
} = typed({
  registerName: name.registerGlobal,
  reRegisterName: name.reRegisterGlobal,
  unregisterName: name.unregisterGlobal,
  whereisName: (text: string) => name.whereis({ global: text }),
  registeredNames: name.registeredGlobals,
});
