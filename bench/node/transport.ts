/** Transports as the benchmarks name them: "local", "worker", "nats:ADDRESS". */
import type { NodeOptions } from "tincture";
import { nats } from "tincture/nats";

/** The address of the NATS server, if it is that. */
export const natsOf = (transport: string): string | undefined => /^nats:(.*)$/.exec(transport)?.[1];

export function optionsOf(transport: string): NodeOptions {
  const cookie = "bench";
  const servers = natsOf(transport);
  return { cookie, transport: servers === undefined ? (transport as "local" | "worker") : nats({ servers }) };
}
