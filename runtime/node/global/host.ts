/** What global names and locks need of the node that they are on. */
import type { Process } from "../../core/process.js";
import type { Directory } from "../transport.js";

/** A process, as it is written down. */
export interface Mark {
  readonly node: string;
  /** Tells a node from earlier ones of the same name. */
  readonly creation: number;
  readonly id: number;
}

export interface GlobalHost {
  readonly node: string;
  readonly creation: number;
  readonly directory: Directory;
  /** Units: ms. */
  readonly heartbeat: number;
  markOf(process: Process): Mark;
  /** The process that is meant; a dead one if it is no more. */
  processOf(mark: Mark): Process;
  /** Whether a node answers; connects to it first, unless that is done. */
  reach(node: string): Promise<boolean>;
  /** True only if a node of this name surely doesn't run any more. */
  isGone(node: string): Promise<boolean>;
  /** All connected nodes look at the directory. Settles when they have, or are lost; never rejects. */
  syncPeers(): Promise<void>;
}

/** Who holds a name or a lock, and by which lease. */
export interface Holder extends Mark {
  readonly term: number;
}

export const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** What stands under a key; undefined for what no node of ours has written. */
export function parsed<T>(bytes: Uint8Array): T | undefined {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as T;
  } catch {
    return undefined;
  }
}
