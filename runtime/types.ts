/**
 * The public types. Those of macros describe the code as the user writes it; the functions behind them are in `macro_stub.ts` (uncompiled) and `abi.ts`.
 *
 * Types shown in an editor stay flat: no conditional type in a position that people hover, where a mapped one will do.
 */
import type { ViaRegistry } from "./core/name.js";
import type { SchemasOf } from "./schema_type.js";
import type { DurableOptions, Store } from "./store_type.js";

/** Address of a process. `M` is what it accepts. Compared with `===`; it can be sent and stored. */
export interface Pid<in M = any> {
  readonly node: string;
  /** Serial number on its node, never used again. */
  readonly id: number;
  readonly accepts?: (message: M) => void;
}

/** Another address of a process, that can be closed. */
export interface Alias<in M = any> {
  readonly id: number;
  readonly owner: Pid;
  readonly accepts?: (message: M) => void;
}

/** Names a monitor; compared with `===`. */
export interface MonitorRef {
  readonly id: number;
}

/** Names a timer of `sendAfter`. */
export interface TimerRef {
  left(): number | false;
}

/** Why a process ended: "normal", "shutdown", { shutdown: x }, "killed", "noproc", "noconnection", an Error, or any plain data. */
export type ExitReason = unknown;

/** What a process that traps exits gets when a process linked to it ends, or somebody sends it an exit signal. */
export interface Exit {
  readonly tag: "EXIT";
  readonly pid: Pid;
  readonly reason: ExitReason;
}

/** What a monitor sends when the process it looks at has ended. `name` is there when it was asked for by name. */
export interface Down {
  readonly tag: "DOWN";
  readonly ref: MonitorRef;
  readonly pid: Pid;
  readonly name?: Name;
  readonly reason: ExitReason;
}

/* ---- names ---- */
/** A name in a registry; made by `via`. */
export interface Via<K = unknown> {
  readonly via: ViaRegistry;
  readonly key: K;
}
export interface Global {
  readonly global: string;
}
/** What a process can be called instead of its pid. */
export type Name = string | Via | Global | RemoteName;
/** A local name of another node. */
export interface RemoteName {
  readonly name: string;
  readonly node: string;
}

/* ---- receive ---- */
/** What a `receive` does when its time is up; made by `after`. */
export interface After<R> {
  readonly ms: number;
  readonly then: () => R;
}

/* ---- genserver ---- */
/** A handler with a reply; made by `call` and `callLater`. */
export interface Call<in A extends readonly any[], out R> {
  readonly kind: "call";
  readonly args?: (...args: A) => void;
  readonly result?: R;
}
/** A handler without a reply; made by `cast`. */
export interface Cast<in A extends readonly any[]> {
  readonly kind: "cast";
  readonly args?: (...args: A) => void;
}
/** A handler that is no function of the client; made by `info`, `idle`, `afterInit`, `terminate` and `upgrade`. */
export interface Hook {
  readonly kind: "hook";
}
declare const from: unique symbol;
/** A caller that waits for `reply`. */
export interface From<in R> {
  readonly [from]?: (result: R) => void;
}

type Reserved = "at" | "of" | "on" | "with" | "start" | "startLink" | "child";
/** What a block returns: its handlers by name. */
export type Handlers = Record<string, Call<any, any> | Cast<any> | Hook> & { [K in Reserved]?: never };

/** The functions of a server for its users: a call is a promise, a cast gives nothing. */
export type Client<H> = {
  [K in keyof H as H[K] extends Hook ? never : K]: H[K] extends Call<infer A, infer R>
    ? (...args: A) => Promise<R>
    : H[K] extends Cast<infer A>
      ? (...args: A) => void
      : never;
};

/** What `formatStatus` gets and gives: a key left out is not shown. `message` and `reason` are there in a crash report. */
export interface ShownStatus {
  state?: any;
  message?: any;
  reason?: any;
}

/** What a server is called, and how it behaves. */
export interface ServerOptions<I extends any[]> {
  /** A fixed name, or how to make one of the init arguments. */
  name?: Name | ((...init: I) => Name);
  /** Milliseconds a call may take. Default 5000. */
  timeout?: number;
  /** Milliseconds the block may take at the start; then the server is killed and `start` rejects (StartError, reason "timeout"). Default: no limit. */
  startTimeout?: number;
  /** Whether exit signals become EXIT messages for `info`. Default false. */
  trapExit?: boolean;
  /** Version of the state's shape, for `upgrade`. */
  version?: string;
  /** What of the server's inside may be shown in crash reports and by `sys.getStatus`: gives the status without the secrets. */
  formatStatus?: (status: ShownStatus) => ShownStatus;
  /** A Standard Schema for each init argument: what they must be when another node starts it. Default: what the types say, where the plugin has a type checker. */
  args?: SchemasOf<NoInfer<I>>;
  /** Where its state is kept: a server that is started again under the same name goes on where it was. Default: nowhere. */
  durable?: Store | DurableOptions<I>;
}

/** What `genserver` gives: the way to start servers of a kind and to reach them. */
export interface Server<I extends any[], H> {
  /** Starts a server and waits for its block. Errors: StartError. */
  start(...init: I): Promise<Pid>;
  /** The same, linked to the process that calls it. */
  startLink(...init: I): Promise<Pid>;
  /** The client of the server at this address. */
  at(address: Pid | Name): Client<H>;
  /** The client of the server whose name the `name` option makes of these arguments. */
  of(...init: I): Client<H>;
  /** This server on another node, which must have loaded the module that defines it. Under a fixed name, also its client. */
  on(node: string): ServerOn<I, H>;
  /** This server as a child of a supervisor, started with these arguments. */
  child(...init: I): ChildSpec;
  /** The same server with other options. */
  with(
    options: Omit<ServerOptions<I>, "formatStatus" | "durable" | "args"> & { name: Name },
  ): NamedServer<I, H> & Client<H>;
  with(options: Omit<ServerOptions<I>, "formatStatus" | "durable" | "args">): this;
}

/** A kind of server on another node. */
export interface ServerOn<I extends any[], H> {
  /** Starts one there and waits for its block. Errors: StartError, `unknown_server` when that node has not loaded its module, CallError. */
  start(...init: I): Promise<Pid>;
  /** The same, linked to the process that calls it: across nodes as on one. */
  startLink(...init: I): Promise<Pid>;
  /** The client of the server there whose name the `name` option makes of these arguments. */
  of(...init: I): Client<H>;
}

/** A server with a fixed name: itself the client, also of the one on another node. */
export interface NamedServer<I extends any[], H> extends Server<I, H> {
  on(node: string): ServerOn<I, H> & Client<H>;
}

export interface Genserver {
  <I extends any[], H extends Handlers>(
    block: (...init: I) => H | Promise<H>,
    options: ServerOptions<I> & { name: Name },
  ): NamedServer<I, H> & Client<H>;
  <I extends any[], H extends Handlers>(
    block: (...init: I) => H | Promise<H>,
    options?: ServerOptions<I>,
  ): Server<I, H>;
}

/* ---- supervisors ---- */
/** How a supervisor treats a child. */
export interface ChildOptions {
  /** Default: the server's name, else the name of its constant. */
  id?: string;
  /** Default "permanent". */
  restart?: "permanent" | "transient" | "temporary";
  /** Milliseconds to end in order before it is killed. Default 5000; "infinity" for supervisors. */
  shutdown?: number | "brutal_kill" | "infinity";
  /** Whether its end may end the supervisor, see autoShutdown. Default false. */
  significant?: boolean;
}

/** A child of a supervisor: what starts, and how it is treated. */
export interface ChildSpec {
  readonly id: string;
  with(options: ChildOptions): ChildSpec;
}

/** A child as `whichChildren` shows it. `restarts` counts since its supervisor started. */
export interface ChildInfo {
  id: string;
  pid: Pid | undefined;
  state: "running" | "restarting" | "undefined";
  type: "worker" | "supervisor";
  restarts: number;
}

/** What a supervisor is called, and when it restarts what. */
export interface SupervisorOptions {
  name?: Name;
  strategy: "one_for_one" | "one_for_all" | "rest_for_one";
  /** More than this many restarts in `maxSeconds` end the supervisor. Default 3. */
  maxRestarts?: number;
  /** Default 5. */
  maxSeconds?: number;
  /** Whether the end of significant children ends the supervisor. Default "never". */
  autoShutdown?: "never" | "any_significant" | "all_significant";
}

/** What can be asked of a supervisor. Errors carry OTP's words as `code`: not_found, running, restarting, already_present, already_started. */
export interface SupervisorControl {
  /** Starts one more child, last in the order. */
  startChild(child: ChildSpec | Startable): Promise<Pid>;
  /** Stops a child; its spec stays (of a temporary one: goes). */
  terminateChild(id: string): Promise<void>;
  /** Starts a child again that is not running. */
  restartChild(id: string): Promise<Pid>;
  /** Takes the spec of a child out that is not running. */
  deleteChild(id: string): Promise<void>;
  /** The children, last started first. */
  whichChildren(): Promise<ChildInfo[]>;
  countChildren(): Promise<{ specs: number; active: number; supervisors: number; workers: number }>;
}

/** What can be a child as it is: a server without init arguments, a registry, a supervisor. */
export interface Startable {
  startLink(): Promise<Pid>;
  child(): ChildSpec;
}

/** A supervisor that can be started, be a child, and be asked: under its name, else the one started last. */
export interface SupervisorDef<I extends any[]> extends SupervisorControl {
  startLink(...init: I): Promise<Pid>;
  start(...init: I): Promise<Pid>;
  /** The functions of the supervisor at this address. */
  at(address: Pid | Name): SupervisorControl;
  child(...init: I): ChildSpec;
}

/** What a dynamic supervisor is called, and its limits: more than `maxRestarts` (default 3) in `maxSeconds` (default 5) end it. */
export interface DynamicOptions {
  name?: Name;
  /** The only one there is, and the default. */
  strategy?: "one_for_one";
  /** Default: no limit. */
  maxChildren?: number;
  maxRestarts?: number;
  maxSeconds?: number;
}

/** A dynamic supervisor knows its children by their pids. */
export interface DynamicSupervisorControl extends SupervisorControl {
  terminateChild(child: string | Pid): Promise<void>;
}

/** A dynamic supervisor that can be started, be a child, and be asked. */
export interface DynamicSupervisorDef extends SupervisorDef<[]> {
  terminateChild(child: string | Pid): Promise<void>;
  /** The functions of the dynamic supervisor at this address. */
  at(address: Pid | Name): DynamicSupervisorControl;
}

/* ---- registry ---- */
/** How a registry keeps its entries. */
export interface RegistryOptions {
  /** "unique": a key has one owner, and is a name (`via`); "duplicate": a key has any number of entries, also several of one process. */
  keys: "unique" | "duplicate";
  /** In how many parts the entries are kept; a process belongs to one of them, and is linked to it while it has entries. Default 1. */
  partitions?: number;
  /** Names of processes that get `RegistryMessage`s. Default: none. */
  listeners?: readonly string[];
}

/** What listeners of a registry get. Order: after the entry is there, or gone. The end of an owner is not told: monitor it. */
export type RegistryMessage<K = any, V = any> =
  | {
      readonly tag: "register";
      readonly registry: string;
      readonly key: K;
      readonly pid: Pid;
      readonly value: V | undefined;
    }
  | { readonly tag: "unregister"; readonly registry: string; readonly key: K; readonly pid: Pid };

/** Names beyond strings, as `registry` defines them. Keys are compared by their contents; values are copied in and out. */
export interface Registry<K, V> extends Startable, ViaRegistry {
  start(): Promise<Pid>;
  /** Enters the calling process under `key`. Errors: `already_registered`, `not_in_process`, `not_started`. */
  register(key: K, value?: V): void;
  /** Takes all entries of the calling process under `key` out. */
  unregister(key: K): void;
  /** The same for the entries whose value matches. Listeners are not told. */
  unregisterMatch(key: K, matches: (value: V | undefined) => boolean): void;
  /** The entries under `key`, in order of registration; with several partitions, within each. */
  lookup(key: K): { pid: Pid; value: V | undefined }[];
  match(key: K, matches: (value: V | undefined) => boolean): { pid: Pid; value: V | undefined }[];
  values(key: K, pid: Pid): (V | undefined)[];
  /** Changes the value of the calling process's entry; undefined when it has none. */
  updateValue(key: K, change: (value: V | undefined) => V): { new: V; old: V | undefined } | undefined;
  /** Calls `each` with every entry under `key`, in the calling process. */
  dispatch(key: K, each: (pid: Pid, value: V | undefined) => void, options?: { parallel?: false }): void;
  /** The same side by side: the entries of each partition in a process of their own, linked to the caller. Settles when all are done. */
  dispatch(key: K, each: (pid: Pid, value: V | undefined) => unknown, options: { parallel: true }): Promise<void>;
  /** All keys of a process, one per entry. */
  keys(pid: Pid): K[];
  /** Number of entries: all, under a key, or of those the ones whose value matches. */
  count(key?: K, matches?: (value: V | undefined) => boolean): number;
  /** All entries, or those that match. */
  select(
    matches?: (entry: { key: K; pid: Pid; value: V | undefined }) => boolean,
  ): { key: K; pid: Pid; value: V | undefined }[];
}
