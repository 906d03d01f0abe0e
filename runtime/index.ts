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
import type { GlobalModule } from "./global_type.js";
import * as globals from "./node/global/global.js";
import * as groups from "./node/group.js";
import * as nodes from "./node/node.js";
import * as calling from "./node/rpc.js";
import type { GroupModule, NodeModule, RpcModule } from "./node_type.js";
import * as agents from "./otp/agent.js";
import * as applications from "./otp/application.js";
import type { CallbackModule, GenServerOptions } from "./otp/callback_server.js";
import * as callbacks from "./otp/callback_server.js";
import type { Statistics, TraceEvent } from "./otp/debug.js";
import * as dictionaries from "./otp/dictionary.js";
import type { MultiReply } from "./otp/multi_call.js";
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
  RegistryOptions,
  RemoteName,
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
export type { GlobalModule, LockOptions, NameConflict, Resolver } from "./global_type.js";
export * from "./macro_stub.js";
export type { Traffic } from "./node/connection.js";
export type { NodeOptions } from "./node/option.js";
export type { ModulePath, WorkerNode, WorkerOptions } from "./node/worker/option.js";
export type {
  AllowOptions,
  GroupMessage,
  GroupModule,
  NodeMessage,
  NodeModule,
  NodeOutcome,
  RpcModule,
} from "./node_type.js";
export type { SupervisorReport } from "./otp/child_report.js";
export type { MultiReply } from "./otp/multi_call.js";
export { ignore, refuse } from "./otp/refuse.js";
export type {
  AgentAddress,
  AgentModule,
  AgentOptions,
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
  NamedServer,
  Pid,
  Registry,
  RegistryMessage,
  RegistryOptions,
  RemoteName,
  Server,
  ServerOn,
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

/** What a definition is where the plugin did not say the name of its constant. */
const untitled =
  <A extends unknown[], R>(define: (title: undefined, ...args: A) => R) =>
  (...args: A): R =>
    define(undefined, ...args);

/**
 * Pid of the process whose code runs. Errors: `not_in_process` in ordinary code.
 * @example
 * await run(async () => {
 *   const me = self<string>();
 *   spawn(() => send(me, "hello"));
 *   return await receive<string>();
 * }); // => "hello"
 */
export const self: <M = any>() => Pid<M> = typed(sending.self);
/**
 * Puts `message` into the mailbox of `to` and gives it back. Never fails for a pid; a name that nobody has is an error (`no_such_name`).
 * @example
 * await run(async () => {
 *   send(self(), { tag: "hello", from: "ann" });
 *   return await receive((message: { tag: string; from: string }) => message.from);
 * }); // => "ann"
 */
export const send: <M>(to: Pid<M> | Name | Alias<M>, message: M) => M = typed(sending.send);
/**
 * Sends `message` in `ms` milliseconds; a name is looked up then.
 * @example
 * await run(async () => {
 *   sendAfter(self(), "tick", 10);
 *   return await receive<string>();
 * }); // => "tick"
 */
export const sendAfter: <M>(to: Pid<M> | Name | Alias<M>, message: M, ms: number) => TimerRef = typed(
  sending.sendAfter,
);
/**
 * Takes a timer back: the milliseconds that were left, or false when it had fired.
 * @example
 * await run(() => {
 *   const timer = sendAfter(self(), "too late", 60_000);
 *   const left = cancelTimer(timer);
 *   return [left !== false && left <= 60_000, cancelTimer(timer)];
 * }); // => [true, false]
 */
export const cancelTimer: (ref: TimerRef) => number | false = typed(sending.cancelTimer);
/**
 * Milliseconds until a timer fires, or false when it has.
 * @example
 * await run(async () => {
 *   const timer = sendAfter(self(), "tick", 5);
 *   const left = readTimer(timer);
 *   await receive();
 *   return [left !== false && left <= 5, readTimer(timer)];
 * }); // => [true, false]
 */
export const readTimer: (ref: TimerRef) => number | false = typed(sending.readTimer);
/**
 * Waits `ms` milliseconds.
 * @example
 * await run(async () => {
 *   await sleep(10);
 *   return "later";
 * }); // => "later"
 */
export const sleep: (ms: number) => Promise<void> = sending.sleep;

/**
 * Links this process with `pid`: whichever ends, the other gets an exit signal with its reason.
 * @example
 * const worker = spawn(async () => {
 *   await receive();
 * });
 * const error: any = await run(async () => {
 *   link(worker);
 *   exit(worker, "out of paper");
 *   await receive();
 * }).catch((error) => error);
 * error.reason; // => "out of paper"
 */
export const link: (pid: Pid) => void = typed(signal.link);
/**
 * Takes the link back, from both ends.
 * @example
 * await run(async () => {
 *   const worker = spawnLink(async () => {
 *     await receive();
 *   });
 *   unlink(worker);
 *   exit(worker, "out of paper");
 *   await sleep(1);
 *   return "still here";
 * }); // => "still here"
 */
export const unlink: (pid: Pid) => void = typed(signal.unlink);
/**
 * Asks to be told (DOWN) when `target` ends.
 * @example
 * await run(async () => {
 *   const worker = spawn(() => exit("out of paper"));
 *   const ref = monitor(worker);
 *   const down = await receive<Down>();
 *   return [down.ref === ref, down.pid === worker, down.reason];
 * }); // => [true, true, "out of paper"]
 */
export const monitor: (target: Pid | Name) => MonitorRef = typed(monitoring.monitor);
/**
 * Takes a monitor back; true if it was still there. With `flush`, a DOWN in the mailbox goes too.
 * @example
 * await run(async () => {
 *   const ref = monitor(self());
 *   const other = monitor(spawn(async () => await receive()));
 *   return [demonitor(other), demonitor(other), demonitor(ref)];
 * }); // => [true, false, false]
 */
export const demonitor: (ref: MonitorRef, options?: { flush?: boolean }) => boolean = typed(monitoring.demonitor);
/**
 * `exit(reason)` ends this process; `exit(pid, reason)` sends an exit signal. "kill" can't be trapped.
 * @example
 * const error: any = await run(() => exit({ shutdown: "no work left" })).catch((error) => error);
 * error.reason; // => { shutdown: "no work left" }
 */
export const exit: {
  (reason: string | { readonly shutdown: unknown } | Error): never;
  (pid: Pid, reason: ExitReason): void;
} = typed(signal.exit);
/**
 * Whether exit signals become EXIT messages for this process. Gives the old answer.
 * @example
 * await run(async () => {
 *   trapExit(true);
 *   spawnLink(() => exit("out of paper"));
 *   const message = await receive<Exit>();
 *   return [message.tag, message.reason];
 * }); // => ["EXIT", "out of paper"]
 */
export const trapExit: (on: boolean) => boolean = typed(signal.trapExit);
/**
 * Whether the process lives: not after its end, nor from the moment on at which it was told to end.
 * @example
 * const worker = spawn(async () => {
 *   await receive();
 * });
 * isAlive(worker); // => true
 * exit(worker, "kill");
 * isAlive(worker); // => false
 */
export const isAlive: (pid: Pid) => boolean = typed(signal.isAlive);

/**
 * Gives a process a local name. Errors: `name_taken`, `noproc`, `bad_name`.
 * @example
 * const printer = spawn(async () => {
 *   await receive();
 * });
 * register("printer", printer);
 * whereis("printer") === printer; // => true
 */
export const register: (name: string, pid: Pid) => void = typed(name.register);
/**
 * Frees a local name. Errors: `no_such_name`.
 * @example
 * register("printer", spawn(async () => await receive()));
 * unregister("printer");
 * whereis("printer"); // => undefined
 */
export const unregister: (name: string) => void = name.unregister;
/**
 * All local names.
 * @example
 * register("printer", spawn(async () => await receive()));
 * registered(); // => ["printer"]
 */
export const registered: () => string[] = name.registered;
/**
 * The process that has the name. Never a dead one. A name on another node is given back as it is: who has it there is known there.
 * @example
 * const printer = spawn(async () => await receive());
 * register("printer", printer);
 * whereis("printer") === printer; // => true
 * exit(printer, "kill");
 * whereis("printer"); // => undefined
 */
export const whereis: {
  (name: RemoteName): Pid | RemoteName | undefined;
  (name: Name): Pid | undefined;
} = typed(name.find);
/**
 * The name of a server in a registry.
 * @example
 * const Rooms = registry<string>("Rooms", { keys: "unique" });
 * const Room = genserver((topic: string) => {
 *   return { topic: call(() => topic) };
 * }, { name: (topic: string) => via(Rooms, topic) });
 * await Rooms.start();
 * const pid = await Room.start("tea");
 * whereis(via(Rooms, "tea")) === pid; // => true
 * await Room.of("tea").topic(); // => "tea"
 */
export const via: <K>(registry: ViaRegistry, key: K) => Via<K> = typed(name.via);
/**
 * A name that one process in the whole cluster can have.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: global("counter") });
 * await Counter.start();
 * await Counter.next(); // => 1
 */
export const global: (name: string) => GlobalNameOf = name.global;

/**
 * Answers a `callLater`. The first answer counts, later ones are dropped.
 * @example
 * const Lottery = genserver(() => {
 *   const players: From<string>[] = [];
 *   return {
 *     play: callLater((from: From<string>) => {
 *       players.push(from);
 *     }),
 *     draw: cast(() => {
 *       players.forEach((from, i) => reply(from, i === 0 ? "won" : "lost"));
 *     }),
 *   };
 * });
 * const lottery = Lottery.at(await Lottery.start());
 * const answers = Promise.all([lottery.play(), lottery.play()]);
 * lottery.draw();
 * await answers; // => ["won", "lost"]
 */
export const reply: <R>(from: From<R>, value: R) => void = typed(replying.reply);
/**
 * Ends a server in order and waits until it is dead. `reason` is "normal" unless given, `timeout` in ms endless. Errors: CallError.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * });
 * const pid = await Counter.start();
 * await stop(pid);
 * isAlive(pid); // => false
 */
export const stop: (server: Pid | Name, reason?: ExitReason, timeout?: number) => Promise<void> = typed(stopping.stop);

/**
 * This program as one of several that know each other: processes of all of them are used alike. See docs/nodes.md.
 * @example
 * await Node.start("one@127.0.0.1", { cookie: "a shared secret" });
 * Node.self(); // => "one@127.0.0.1"
 * await Node.stop();
 */
export const Node: NodeModule = typed(nodes.Node);

/**
 * Calls functions on other nodes: those that they have allowed.
 * @example
 * await Node.start("one@127.0.0.1", { cookie: "a shared secret" });
 * const add = rpc.allow("add", (a: number, b: number) => a + b);
 * await rpc.call("one@127.0.0.1", add, [1, 2]); // => 3
 * await Node.stop();
 */
export const rpc: RpcModule = typed(calling.rpc);
/**
 * Groups of processes over all connected nodes, as OTP's pg.
 * @example
 * const listener = spawn(async () => await receive());
 * group.join("news", listener);
 * group.members("news").length; // => 1
 * group.leave("news", listener); // => true
 */
export const group: GroupModule = typed(groups.group);

/**
 * Looks into running servers. Units: `timeout` in ms, default 5000. Errors: CallError. Source: OTP's module sys.
 * @example
 * const Counter = genserver((start: number) => {
 *   let count = start;
 *   return { next: call(() => ++count) };
 * });
 * const pid = await Counter.start(7);
 * await sys.getState(pid); // => { start: 7, count: 7 }
 * await sys.replaceState<object>(pid, (state) => ({ ...state, count: 41 }));
 * await Counter.at(pid).next(); // => 42
 */
export const sys: {
  /** The state, as data: of a block, its variables by name. */
  getState(server: Pid | Name, timeout?: number): Promise<unknown>;
  /** Puts another state in place and gives it. Errors: `callback_failed`, when `change` throws; the state stays as it was then. */
  replaceState<S>(server: Pid | Name, change: (state: S) => S, timeout?: number): Promise<S>;
  /** From here on the server handles system messages only; others wait. */
  suspend(server: Pid | Name, timeout?: number): Promise<void>;
  /** Ends `suspend`. */
  resume(server: Pid | Name, timeout?: number): Promise<void>;
  /** What is known of the server; its state as its `formatStatus` shows it. */
  getStatus(server: Pid | Name, timeout?: number): Promise<Status>;
  /** Has a suspended server make its state of an old version's, by its `upgrade` handler. */
  changeCode(server: Pid | Name, fromVersion: unknown, extra: unknown, timeout?: number): Promise<unknown>;
  /** Prints the server's events to standard error, or hands them to a function; false ends that. */
  trace(server: Pid | Name, to: boolean | ((event: TraceEvent) => void), timeout?: number): Promise<void>;
  /** Begins or ends counting; "get" gives what was counted, undefined when nothing is. */
  statistics(server: Pid | Name, on: boolean, timeout?: number): Promise<void>;
  statistics(server: Pid | Name, what: "get", timeout?: number): Promise<Statistics | undefined>;
  /** Ends tracing and counting. */
  noDebug(server: Pid | Name, timeout?: number): Promise<void>;
} = typed(system.sys);

/**
 * OTP's callback modules as they are: callbacks that get the state and give tuples.
 * @example
 * const Stack: CallbackModule<number[], number[]> = {
 *   init: (items) => ["ok", items],
 *   handleCall: (_request: "pop", _from, [top, ...rest]) => ["reply", top, rest],
 *   handleCast: (item: number, items) => ["noreply", [item, ...items]],
 * };
 * const pid = await GenServer.start(Stack, [1]);
 * GenServer.cast(pid, 2);
 * await GenServer.call(pid, "pop"); // => 2
 */
export const GenServer: {
  /** Starts a server and waits for its `init`. Errors: StartError. */
  start<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): Promise<Pid>;
  /** The same, linked to the process that calls it. */
  startLink<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): Promise<Pid>;
  /** The module as a child of a supervisor, with the argument for its `init`. */
  child<S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions): ChildSpec;
  /** Sends a request and waits for the reply. Units: `timeout` in ms, default 5000. Errors: CallError. */
  call(server: Pid | Name, request: unknown, timeout?: number): Promise<unknown>;
  /** Sends a request without a reply. Never fails. */
  cast(server: Pid | Name, request: unknown): void;
  /** Asks the servers of one name on several nodes at once. `bad` has the nodes that gave no answer in time. Units: `timeout` in ms, default 5000. */
  multiCall(nodes: readonly string[], name: string, request: unknown, timeout?: number): Promise<MultiReply>;
  /** Sends a request without a reply to the servers of one name on several nodes. Never fails. */
  abcast(nodes: readonly string[], name: string, request: unknown): "abcast";
} = typed(callbacks.GenServer);

/**
 * Names beyond strings: processes under any key, alone or in groups. It is a child: start it before what uses it.
 * @example
 * const Topics = registry<string, string>("Topics", { keys: "duplicate" });
 * await Topics.start();
 * await run(() => {
 *   Topics.register("tea", "ann");
 *   return Topics.lookup("tea").map(({ pid, value }) => [pid === self(), value]);
 * }); // => [[true, "ann"]]
 */
export const registry: <K = string, V = unknown>(name: string, options: RegistryOptions) => Registry<K, V> = typed(
  registering.registry,
);

/**
 * Starts, watches and restarts children. `children` gives them in start order for the init arguments.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * const Top = supervisor({ strategy: "one_for_one" }, () => [Counter]);
 * await Top.start();
 * await Counter.next(); // => 1
 * exit(whereis("Counter")!, "kill");
 * await Top.countChildren(); // => { specs: 1, active: 1, supervisors: 0, workers: 1 }
 * await Counter.next(); // => 1
 */
export const supervisor: <I extends any[]>(
  options: SupervisorOptions,
  children: (...init: I) => readonly (ChildSpec | Startable)[],
) => SupervisorDef<I> = typed(untitled(supervising.supervisor));

/**
 * A supervisor whose children are started on demand.
 * @example
 * const Room = genserver((topic: string) => {
 *   return { topic: call(() => topic) };
 * });
 * const Rooms = dynamicSupervisor({ maxChildren: 100 });
 * await Rooms.start();
 * const tea = await Rooms.startChild(Room.child("tea"));
 * await Room.at(tea).topic(); // => "tea"
 * await Rooms.terminateChild(tea);
 * isAlive(tea); // => false
 */
export const dynamicSupervisor: (options?: DynamicOptions) => DynamicSupervisorDef = typed(
  untitled(supervising.dynamicSupervisor),
);

/**
 * Several copies of a child, each found by key: `via(Workers, key)`. `child` is what is copied, or makes the copy of a number. Errors: `bad_option`.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * });
 * const Counters = PartitionSupervisor({ partitions: 4 }, Counter);
 * await Counters.start();
 * await Counter.at(via(Counters, "ann")).next(); // => 1
 * await Counter.at(via(Counters, "ann")).next(); // => 2
 */
export const PartitionSupervisor: (
  options: PartitionOptions,
  child: Startable | ChildSpec | ((partition: number) => Startable | ChildSpec),
) => PartitionSupervisorDef = typed(untitled(partitioning.partitionSupervisor));

/**
 * Work in processes of its own, and its results.
 * @example
 * await run(async () => {
 *   const square = Task.async(() => 6 * 6);
 *   const cube = Task.async(() => 6 * 6 * 6);
 *   return await Task.awaitMany([square, cube]);
 * }); // => [36, 216]
 */
export const Task: TaskModule = typed(tasks.Task);
/**
 * Processes that hold one value each.
 * @example
 * const words = await Agent.start(() => ["tea"]);
 * await Agent.update(words, (list: string[]) => [...list, "cup"]);
 * await Agent.get(words, (list: string[]) => list.length); // => 2
 */
export const Agent: AgentModule = typed(agents.Agent);
/**
 * A program or a part of one that starts and stops as a whole, after what it needs.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * const Top = supervisor({ strategy: "one_for_one" }, () => [Counter]);
 * const shop = application({ name: "shop", start: () => Top, env: { currency: "EUR" } });
 * await shop.start();
 * await Counter.next(); // => 1
 * shop.env.get("currency"); // => "EUR"
 * await shop.stop();
 * whereis("Counter"); // => undefined
 */
export const application: ApplicationModule = typed(applications.application);

/**
 * The process dictionary: values that the calling process keeps for itself. Errors: `not_in_process`.
 * @example
 * await run(() => {
 *   dictionary.put("locale", "en");
 *   return [dictionary.get("locale"), dictionary.get("zone", "UTC")];
 * }); // => ["en", "UTC"]
 */
export const dictionary: {
  /** Keeps `value` under `key` and gives what was there before, or undefined. */
  put(key: unknown, value: unknown): any;
  /** What is under `key`; `otherwise` (default undefined) when nothing is. */
  get(key: unknown, otherwise?: unknown): any;
  /** Takes `key` out and gives what was there, or undefined. */
  delete(key: unknown): any;
  /** All keys, in the order in which they were first put. */
  keys(): unknown[];
} = dictionaries.dictionary;

/**
 * Another address of this process, that can be closed; with `reply` it closes with the first message.
 * @example
 * await run(async () => {
 *   const address = alias<string>({ reply: true });
 *   spawn(() => {
 *     send(address, "first");
 *     send(address, "second");
 *   });
 *   const first = await receive<string>();
 *   return [first, await receive((text: string) => text, after(5, () => "nothing more"))];
 * }); // => ["first", "nothing more"]
 */
export const alias: <M = any>(options?: { reply?: boolean }) => Alias<M> = typed(aliasing.alias);
/**
 * Closes an alias of this process: what is sent to it from now on is lost. True if it was open.
 * @example
 * await run(async () => {
 *   const address = alias<string>();
 *   unalias(address);
 *   send(address, "lost");
 *   return await receive((text: string) => text, after(5, () => "nothing came"));
 * }); // => "nothing came"
 */
export const unalias: (address: Alias) => boolean = typed(aliasing.unalias);

/** A name that one process in the whole cluster can have. */
export interface Global extends GlobalNameOf {}
/**
 * Names and locks of the whole cluster; in a program that is no node, of this one. A server gets a name by `global(name)`. Source: OTP's module global.
 * @example
 * const leader = spawn(async () => await receive());
 * await Global.registerName("leader", leader); // => true
 * Global.whereisName("leader") === leader; // => true
 * await Global.transaction("stock", () => "nobody else counts"); // => "nobody else counts"
 */
export const Global: GlobalModule = typed(globals.Global);
