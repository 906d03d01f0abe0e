/**
 * The public surface of `tincture/store`: a store in memory, and the types of stores. One in a folder is `tincture/lmdb`.
 */
import * as inMemory from "./store/memory.js";
import type { Store } from "./store_type.js";

export type { DurableOptions, ServerSnapshot, Snapshot, Store, Transaction } from "./store_type.js";

/**
 * A store in memory: what it keeps outlasts servers and supervisors, not the program. For tests, and for state that only crashes must not take.
 * @example
 * const store = memory();
 * await store.transaction((tx) => tx.put("greeting", "hello"));
 * store.get("greeting"); // => "hello"
 */
export const memory: () => Store = inMemory.memory as unknown as () => Store;
