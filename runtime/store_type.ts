/** The public types of stores: what durable servers and transactions write to. */
import type { Pid } from "./types.js";

/** A server that is kept: how many variables, and how many bytes they take. `process` runs under the key, if one does. */
export interface Snapshot {
  readonly key: string;
  readonly variables: number;
  readonly bytes: number;
  readonly process: Pid | undefined;
}

/** What is kept of a server: the constant it was made by, its option `version`, and its variables. */
export interface ServerSnapshot {
  readonly key: string;
  readonly title: string;
  readonly version: string | undefined;
  readonly state: Record<string, unknown>;
}

/** A change of several values, all of them or none. */
export interface Transaction {
  /** A copy of the value under `key`, or undefined. */
  get<T = unknown>(key: string): T | undefined;
  /** Keeps a copy of `value` under `key`. Errors: `unstorable`, `bad_store_key`. */
  put(key: string, value: unknown): void;
  delete(key: string): void;
  /** The keys that begin with `prefix` (default: all), sorted. */
  keys(prefix?: string): string[];
}

/** Where durable servers keep their state, and programs values of their own. Servers and values have keys of their own: one key may be both. */
export interface Store {
  /** For people: "the store in data/games". */
  readonly title: string;
  /**
   * Changes values of the program's own, all of them or none: `work` reads and writes, without waiting; the promise has its value once all is committed.
   * Order: one transaction after the other, each sees what those before it wrote. Errors: what `work` throws (then nothing is written), `transaction_waits`, why it can't be committed.
   * @example
   * const store = memory();
   * await store.transaction((tx) => tx.put("stock/tea", 3));
   * const left = await store.transaction((tx) => {
   *   const stock = tx.get<number>("stock/tea") ?? 0;
   *   if (stock < 2) throw new Error("sold out");
   *   tx.put("stock/tea", stock - 2);
   *   tx.put("order/7", { item: "tea", quantity: 2 });
   *   return stock - 2;
   * });
   * left; // => 1
   */
  transaction<T>(work: (tx: Transaction) => T): Promise<T>;
  /** A copy of the program's value under a key, or undefined. */
  get<T = unknown>(key: string): T | undefined;
  /** The keys of the program's own values that begin with `prefix` (default: all), sorted. */
  keys(prefix?: string): string[];
  /** The servers that are kept and committed, by key. */
  servers(): Snapshot[];
  /** What is kept of one server, or undefined. Errors: `store_damaged`. */
  server(key: string): ServerSnapshot | undefined;
  /** Forgets a server that does not run. Errors: `store_key_taken`. */
  deleteServer(key: string): Promise<void>;
  /** Settles when all that was written up to now is committed. */
  flushed(): Promise<void>;
  /** Commits what is left and closes the store. A server that still runs on it ends at its next write. */
  close(): Promise<void>;
}

/** How a server is durable, where the store alone doesn't say. */
export interface DurableOptions<I extends any[]> {
  store: Store;
  /** What its state is kept under. Default: its name; of a name in a registry `Registry/key`. */
  key?: string | ((...init: I) => string);
  /** When answers leave: once all that the server did before is committed (default), or at once. */
  reply?: "after_commit" | "eager";
  /** Variables that are not kept: each start makes them anew. */
  except?: readonly string[];
}

/** How a folder is used. */
export interface LmdbOptions {
  /**
   * What a commit outlasts. "disk" (default): the end of the program, and a loss of power as far as the disk keeps its word. "process": the end of the program,
   * `kill -9` too; after a loss of power the last commits may be missing, each as a whole.
   */
  sync?: "disk" | "process";
  /** Only reads: beside the program that the folder belongs to. Default false. */
  readOnly?: boolean;
}
