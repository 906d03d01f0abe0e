/**
 * What makes a server durable lies in a layer above (store/), and comes with the store that the option `durable` gives: this is all that is known of it here.
 *
 * Shape: `durable: store`, or `{ store, key, reply, except }`; a store has, under `KIND`, how it makes the kind of a server.
 */
import { failure } from "../core/error.js";
import type { Block, BlockServer } from "./block_server.js";
import type { ServerOptions } from "./genserver.js";

/** Under this key a store has how it makes the kind of a durable server. */
export const KIND: unique symbol = Symbol.for("tincture.durable") as never;

export interface DurableStore {
  [KIND](title: string, block: Block, options: ServerOptions): BlockServer;
}

const isStore = (value: unknown): value is DurableStore => typeof value === "object" && value !== null && KIND in value;

/** The kind of a durable server. Errors: `bad_durable`. */
export function durableKind(title: string, block: Block, options: ServerOptions): BlockServer {
  const { durable } = options;
  const store = isStore(durable) ? durable : (durable as { store?: unknown } | null)?.store;
  if (!isStore(store)) throw failure("bad_durable", { server: title });
  return store[KIND](title, block, options);
}
