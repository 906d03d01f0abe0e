/**
 * `tincture/nats`: nodes that are connected by NATS. Needs @nats-io/transport-node, @nats-io/jetstream and @nats-io/kv, which are loaded when a node starts.
 */
import { joinNats } from "./node/nats/membership.js";
import { checkNatsOptions, type NatsOptions } from "./node/nats/option.js";
import type { Transport } from "./node/transport.js";

export type { NatsOptions } from "./node/nats/option.js";

/**
 * The transport over NATS: `Node.start(name, { cookie, transport: nats({ servers }) })`. Membership and global names are kept in JetStream KV, so NATS must run with
 * JetStream (`nats-server -js`). Errors: `bad_option`, `unknown_option`; when the node starts `not_installed`, `transport_unreachable`, `node_name_taken`.
 * @example
 * const transport = nats({ servers: ["10.0.0.7:4222", "10.0.0.8:4222"], token: "a token" });
 * // await Node.start("one@10.0.0.1", { cookie: "a shared secret", transport });
 * transport.title; // => "NATS"
 */
export function nats(options: NatsOptions = {}): Transport {
  checkNatsOptions(options);
  return { title: "NATS", open: (name, events) => joinNats(options, name, events) };
}
