/**
 * One program on 1 and on 2 `worker` nodes: primes are counted in ranges, each node has two of them at a time. `node spread.js SECONDS`. Prints one line of JSON:
 * ranges a second, by the number of nodes.
 */
import { Node } from "tincture";
import { Primes } from "./primes.js";

const WIDTH = 2000;
const RANGES = 100;
/** Primes below WIDTH * RANGES. */
const PRIMES = 17_984;
const AT_A_TIME = 2;

/** Ranges a second; counts all of them again and again. */
async function measure(nodes: readonly string[], time: number): Promise<number> {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < time) {
    let [next, primes] = [0, 0];
    const line = async (node: string): Promise<void> => {
      const server = Primes.on(node);
      while (next < RANGES) {
        const from = WIDTH * next++;
        const found = await server.count(from, from + WIDTH);
        primes += found;
      }
    };
    await Promise.all(nodes.flatMap((node) => Array.from({ length: AT_A_TIME }, () => line(node))));
    if (primes !== PRIMES) throw new Error(`there are ${PRIMES} primes, not ${primes}`);
    done += RANGES;
  }
  return (1000 * done) / (performance.now() - start);
}

const time = 1000 * Number(process.argv[2]);
const names = ["one@bench", "two@bench"];
await Node.start("main@bench", { transport: "worker" });
const workers = await Promise.all(names.map((name) => Node.startWorker(name, new URL("job.js", import.meta.url))));
const rates: Record<string, number> = {};
for (const count of [1, 2]) {
  const nodes = names.slice(0, count);
  await measure(nodes, time);
  rates[count] = await measure(nodes, time);
}
console.log(JSON.stringify({ spread: rates }));
await Promise.all(workers.map((worker) => worker.stop()));
await Node.stop();
