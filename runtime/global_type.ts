/**
 * Types of `Global` as users see them: names and locks that all nodes of a cluster share. docs/nodes.md tells it in order.
 */
import type { Pid } from "./types.js";

/**
 * Decides who keeps a global name that two processes have, after a part of the cluster was cut off: gives that process, or undefined if neither keeps it.
 * It runs on the node that comes back; if it throws, the other process keeps the name.
 */
export type Resolver = (name: string, one: Pid, other: Pid) => Pid | undefined;

/** What `Global.randomNotify` and `Global.notifyAll` send to a process that lost its name; `pid` is the other one. */
export interface NameConflict {
  readonly tag: "global_name_conflict";
  readonly name: string;
  readonly pid: Pid;
}

/** Who asks for a lock, and how patiently. */
export interface LockOptions {
  /** Who asks: whoever gives the same word may lock again. Default: the calling process; in ordinary code every call is another one. */
  readonly requester?: string;
  /** How often to try again when it is taken, with pauses of 125 ms at first and 8 s at most. Default: until it is free. */
  readonly retries?: number;
}

/** Errors of all that return a promise: `transport_unreachable` where the cluster can't be asked. */
export interface GlobalModule {
  /**
   * Gives a process the name; false when another living one has it, or this one has a global name already. Order: afterwards all connected nodes know the name.
   * `resolve` (default `Global.randomExit`) is asked after a split. Errors: `bad_name`. Source: global:register_name/3.
   */
  registerName(name: string, pid: Pid, resolve?: Resolver): Promise<boolean>;
  /** The same, taking the name from who has it. Source: global:re_register_name/3. */
  reRegisterName(name: string, pid: Pid, resolve?: Resolver): Promise<boolean>;
  /** Frees a name, from any node; one that nobody has is no error. */
  unregisterName(name: string): Promise<void>;
  /** The process that has the name, or undefined. Asks nobody. */
  whereisName(name: string): Pid | undefined;
  /** All global names. */
  registeredNames(): string[];
  /** Settles when this node knows of every name that was given before, anywhere. */
  sync(): Promise<void>;
  /**
   * Locks a resource, of any name, in the whole cluster. The same requester may lock again, and then has to give back as often. False: it was taken, also at
   * all retries. A lock goes with the process that took it, and with its node. Errors: `bad_lock`. Source: global:set_lock/3.
   */
  setLock(resource: string, options?: LockOptions): Promise<boolean>;
  /** Gives a lock back; false when the requester holds none here. */
  delLock(resource: string, options?: LockOptions): Promise<boolean>;
  /**
   * Does something while no other process of the cluster does anything under the same lock, and gives its result. Errors: `lock_taken` after the last retry,
   * `lock_lost` when the node was cut off for so long that another one may have had the lock meanwhile; and what `work` throws. Source: global:trans/4.
   */
  transaction<R>(resource: string, work: () => R | Promise<R>, options?: LockOptions): Promise<R>;
  /** After a split one of the two, drawn by chance, is killed; the other keeps the name. Source: global:random_exit_name/3. */
  readonly randomExit: Resolver;
  /** One of the two, drawn by chance, loses the name and gets a NameConflict. Source: global:random_notify_name/3. */
  readonly randomNotify: Resolver;
  /** Neither keeps it, and both get a NameConflict. Source: global:notify_all_name/3. */
  readonly notifyAll: Resolver;
}
