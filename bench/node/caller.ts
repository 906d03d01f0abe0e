/**
 * Calls the server on another node: `node caller.js local|worker SECONDS IN_FLIGHT...`. Prints one line of JSON: calls a second, by how many are in flight.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Node } from "tincture";
import { Counter } from "./counter.js";

const [transport, seconds, ...inFlight] = process.argv.slice(2) as ["local" | "worker", string, ...string[]];

async function serve(): Promise<() => void> {
  if (transport === "local") {
    const child = fork(fileURLToPath(new URL("server.js", import.meta.url)));
    await once(child, "message");
    await Node.connect("server@bench");
    return () => void child.kill();
  }
  const worker = await Node.startWorker("server@bench", new URL("thread.js", import.meta.url), {
    node: { cookie: "bench" },
  });
  return () => void worker.stop();
}

/** Calls a second. Every answer is one more than the one before: none is lost, and none is invented. */
async function measure(lines: number, time: number): Promise<number> {
  const counter = Counter.on("server@bench");
  const first = await counter.next();
  const start = performance.now();
  let calls = 0;
  const line = async (): Promise<void> => {
    while (performance.now() - start < time) {
      await counter.next();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
  const elapsed = performance.now() - start;
  if ((await counter.next()) !== first + calls + 1) throw new Error("the answers don't add up");
  return (1000 * calls) / elapsed;
}

await Node.start("caller@bench", { cookie: "bench", transport });
const stop = await serve();
const time = 1000 * Number(seconds);
const rates: Record<string, number> = {};
for (const lines of inFlight) {
  await measure(Number(lines), time);
  rates[lines] = await measure(Number(lines), time);
}
console.log(JSON.stringify(rates));
stop();
await Node.stop();
