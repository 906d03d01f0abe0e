/**
 * Calls the server on another node: `node caller.js local|worker|nats:ADDRESS SECONDS IN_FLIGHT...`. Over NATS in turns with requests of the bare client. Prints one line of
 * JSON: calls a second of each, by how many are in flight.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Node } from "tincture";
import { bareCaller } from "./bare.js";
import { Counter } from "./counter.js";
import { rates } from "./rate.js";
import { natsOf, optionsOf } from "./transport.js";

const [transport, seconds, ...inFlight] = process.argv.slice(2) as [string, string, ...string[]];

async function serve(): Promise<() => void> {
  if (transport !== "worker") {
    const child = fork(fileURLToPath(new URL("server.js", import.meta.url)), [transport]);
    await once(child, "message");
    await Node.connect("server@bench");
    return () => void child.kill();
  }
  const worker = await Node.startWorker("server@bench", new URL("thread.js", import.meta.url), {
    node: { cookie: "bench" },
  });
  return () => void worker.stop();
}

await Node.start("caller@bench", optionsOf(transport));
const stop = await serve();
const counter = Counter.on("server@bench");
const next = () => counter.next();
const servers = natsOf(transport);
const bare = servers === undefined ? undefined : await bareCaller(servers);
const nexts = bare === undefined ? { [transport]: next } : { nats: next, "bare NATS": bare.next };
console.log(JSON.stringify(await rates(nexts, inFlight, Number(seconds))));
await bare?.close();
stop();
await Node.stop();
