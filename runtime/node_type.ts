/**
 * Types of the functions for several nodes, as users see them. What they do is in runtime/node; docs/nodes.md tells it in order.
 */
import type { Traffic } from "./node/connection.js";
import type { NodeOptions } from "./node/option.js";

/** What comes to a process that asked by `Node.monitor` or `Node.monitorNodes`. */
export interface NodeMessage {
  readonly tag: "nodeup" | "nodedown";
  readonly node: string;
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
