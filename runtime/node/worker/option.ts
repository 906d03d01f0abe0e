/** What a user says and gets when a node is started in a thread. Needs no types of Node's. */
import type { NodeOptions } from "../option.js";

/** `new URL("./file.js", import.meta.url)`, or the text of one. */
export type ModulePath = string | { readonly href: string; toString(): string };

/** How the thread of `Node.startWorker` is made. */
export interface WorkerOptions {
  /** Options of its `Node.start`; what the threads of a program have in common is taken care of. */
  readonly node?: Omit<NodeOptions, "transport" | "onTrouble">;
  /** What the module finds as `workerData` of node:worker_threads. */
  readonly workerData?: unknown;
  /** Environment of the thread. Default: a copy of this one's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** As of node:worker_threads: bounds of memory, in MiB. */
  readonly resourceLimits?: {
    readonly maxOldGenerationSizeMb?: number;
    readonly maxYoungGenerationSizeMb?: number;
    readonly codeRangeSizeMb?: number;
    readonly stackSizeMb?: number;
  };
}

/** A node in a thread. */
export interface WorkerNode {
  readonly name: string;
  /** Stops the node, and with it the thread. Units: ms, default 5,000; then the thread is ended whatever it does. */
  stop(timeout?: number): Promise<void>;
}
