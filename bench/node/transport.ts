/** Options of a node for a transport as the benchmarks name it: "local", "worker", "nats:ADDRESS". */
import type { NodeOptions } from "tincture";
import { nats } from "tincture/nats";

export function optionsOf(transport: string): NodeOptions {
  const cookie = "bench";
  if (!transport.startsWith("nats:")) return { cookie, transport: transport as "local" | "worker" };
  return { cookie, transport: nats({ servers: transport.slice("nats:".length) }) };
}
