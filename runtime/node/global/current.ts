/** The cluster's names and locks, for what asks for them. Their code is loaded when a node starts. */
import type { GlobalNames } from "./global_names.js";
import type { Locks } from "./locks.js";

export interface GlobalService {
  readonly names: GlobalNames;
  readonly locks: Locks;
  /** Settles when this node knows of every change that was made before. */
  sync(): Promise<void>;
  stop(): Promise<void>;
}

let current: GlobalService | null = null;

/** Null in a program that is no node. */
export const currentGlobal = (): GlobalService | null => current;

export function setGlobal(service: GlobalService | null): void {
  current = service;
}
