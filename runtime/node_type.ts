/**
 * Types of the functions for several nodes, as users see them. What they do is in runtime/node; docs/nodes.md tells it in order.
 */
import type { Traffic } from "./node/connection.js";
import type { NodeOptions } from "./node/option.js";
import type { ModulePath, WorkerNode, WorkerOptions } from "./node/worker/option.js";
import type { Accepts } from "./otp/validator/schema.js";
import type { SchemasOf } from "./schema_type.js";
import type { Pid } from "./types.js";

/** What comes to a process that asked by `Node.monitor` or `Node.monitorNodes`. */
export interface NodeMessage {
  readonly tag: "nodeup" | "nodedown";
  readonly node: string;
}

/** What comes of `rpc.multiCall`: of each node, in the order asked. */
export interface NodeOutcome<R = unknown> {
  readonly node: string;
  readonly value?: R;
  /** There instead of a value: what the function threw, or why there was no answer. */
  readonly error?: unknown;
}

/** What a function that is allowed takes from other nodes. */
export interface AllowOptions<A extends any[]> {
  /** A Standard Schema for each argument. */
  readonly args?: SchemasOf<A>;
}

/** Functions of other nodes. */
export interface RpcModule {
  /**
   * Lets other nodes call `fn` under this name, and gives `fn` back. A function of that name that was allowed before is replaced. What other nodes hand to it is checked: against the types of
   * its parameters, where the plugin has a type checker, else against the Standard Schemas in `args`.
   */
  allow<F extends (...args: any[]) => unknown>(name: string, fn: F, accepts?: AllowOptions<Parameters<F>> | Accepts): F;
  /** Takes that back; true if there was one. */
  forbid(name: string): boolean;
  /**
   * Calls a function that another node has allowed, in a process of its own there. Given as a function, it is the name under which this program allows it that
   * counts: both load the same module. Units: `timeout` in ms, default: no limit. Errors: what the function threw; `not_allowed`; CallError (`noconnection`, `timeout`).
   */
  call<A extends any[], R>(
    node: string,
    fn: (...args: A) => R,
    args: NoInfer<A>,
    timeout?: number,
  ): Promise<Awaited<R>>;
  call(node: string, fn: string, args?: readonly unknown[], timeout?: number): Promise<unknown>;
  /** The same without an answer. Never fails. */
  cast<A extends any[]>(node: string, fn: (...args: A) => unknown, args: NoInfer<A>): void;
  cast(node: string, fn: string, args?: readonly unknown[]): void;
  /** Calls it on several nodes at once. Never rejects for a node that gives no value. */
  multiCall<A extends any[], R>(
    nodes: readonly string[],
    fn: (...args: A) => R,
    args: NoInfer<A>,
    timeout?: number,
  ): Promise<NodeOutcome<Awaited<R>>[]>;
  multiCall(nodes: readonly string[], fn: string, args?: readonly unknown[], timeout?: number): Promise<NodeOutcome[]>;
}

/** What comes to a process that asked by `group.monitor`. */
export interface GroupMessage {
  readonly tag: "join" | "leave";
  readonly group: string;
  readonly pids: readonly Pid[];
}

/** Groups of processes over all connected nodes. */
export interface GroupModule {
  /** The process (default: the one that calls) becomes a member, as often as it joins, until it leaves or ends. Errors: `noproc`, `not_local`. */
  join(name: string, pid?: Pid): void;
  /** Takes one join back. False when there was none. */
  leave(name: string, pid?: Pid): boolean;
  /** All members: those of this node first, in order of joining. */
  members<M = any>(name: string): Pid<M>[];
  /** Those of this node. */
  localMembers<M = any>(name: string): Pid<M>[];
  /** The names of all groups that have members. */
  names(): string[];
  /** Has this process told of who joins and leaves (GroupMessage), and gives the members. */
  monitor(name: string, on?: boolean): Pid[];
}

/** This program as one of several that know each other. */
export interface NodeModule {
  /**
   * Makes this program a node. From now on it holds the program open, until `Node.stop`. Nothing is left of a start that rejects.
   * Errors: `bad_node_name`, `bad_cookie`, `bad_option`, `unknown_option`, `node_started`, `node_name_taken`, `transport_unreachable`.
   */
  start(name: string, options?: NodeOptions): Promise<void>;
  /** Leaves: what others have here is lost to them (`noconnection`), and what this program has there. Does nothing in a program that is no node. */
  stop(): Promise<void>;
  /**
   * Starts a node in a thread of its own, which loads `module` (`new URL("./file.js", import.meta.url)`): this is how a program uses more cores. Settles when the
   * module is loaded, connected to this node if that was started with `transport: "worker"`. Errors: `worker_failed`, with the cause; `bad_node_name`.
   */
  startWorker(name: string, module: ModulePath, options?: WorkerOptions): Promise<WorkerNode>;
  /** The name of this node; "nonode@nohost" in a program that is none. */
  self(): string;
  /**
   * Connects to another node, and to all that it knows. False when nobody answers under this name. Needed at the start only: what is sent to a process of
   * another node connects by itself. Errors: `node_refused` (another cookie, another version), `node_not_started`.
   */
  connect(name: string): Promise<boolean>;
  /** Ends a connection. False when there was none. */
  disconnect(name: string): boolean;
  /** Nodes that are connected, in order: the visible ones (default), the hidden ones, or all. */
  list(which?: "visible" | "hidden" | "connected"): string[];
  /** Figures of a connection; undefined when there is none. */
  info(name: string): Traffic | undefined;
  /** Has this process told once (`nodedown`) when the node is lost; at once if it can't be connected. Each call counts, and `false` takes one back. */
  monitor(name: string, on?: boolean): void;
  /** Has this process told of all visible nodes that come and go. */
  monitorNodes(on?: boolean): void;
}
