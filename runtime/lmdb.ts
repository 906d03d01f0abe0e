/** The public surface of `tincture/lmdb`: a store in a folder. Needs the package `lmdb`, an optional peer. */
import * as inFolder from "./store/lmdb.js";
import type { LmdbOptions, Store } from "./store_type.js";

export type { LmdbOptions, Store } from "./store_type.js";

/**
 * The store in the folder `path`, which is made when it is first used. The same folder gives the same store.
 * Errors, at the first use: `package_missing`, `store_locked`, `store_read_only`, `store_newer`, `store_damaged`, `store_full`. A server that meets one does not start.
 * @example
 * const store = lmdb("build/docs/greetings");
 * await store.transaction((tx) => tx.put("greeting", "hello"));
 * store.get("greeting"); // => "hello"
 * await store.close();
 */
export const lmdb: (path: string, options?: LmdbOptions) => Store = inFolder.lmdb as unknown as (
  path: string,
  options?: LmdbOptions,
) => Store;
