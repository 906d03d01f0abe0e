/**
 * Request and reply of the bare NATS client, as fast as it does it: callbacks for the server, its own multiplexed inbox for the caller. Beside the calls of `nats`.
 *
 * Usage: `node bare.js ADDRESS SECONDS IN_FLIGHT...`. Prints one line of JSON: requests a second, by how many are in flight.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { connect } from "@nats-io/transport-node";
import { rates } from "./rate.js";

const [address, seconds, ...inFlight] = process.argv.slice(2) as [string, string, ...string[]];
const child = fork(fileURLToPath(new URL("bare_server.js", import.meta.url)), [address]);
await once(child, "message");
const connection = await connect({ servers: address, noAsyncTraces: true });
const next = async (): Promise<number> => {
  const { data } = await connection.request("bench.next", undefined, { timeout: 5000 });
  return Buffer.from(data.buffer, data.byteOffset, data.length).readDoubleBE();
};
console.log(JSON.stringify(await rates(next, inFlight, Number(seconds))));
child.kill();
await connection.close();
