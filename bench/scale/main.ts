/**
 * `npm run scale [-- COUNT...]`: the curve of time and heap from 1,000 to 1,000,000 servers, alone and under 1,000 dynamic supervisors, and the cost of a
 * message in a queue of 1 to 1,000,000. Prints a table, and writes build/scale.json.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { type Measured, measured } from "./measure.js";
import { idle, queue, supervised } from "./step.js";

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000, 1_000_000];
if (!counts.every((count) => Number.isInteger(count) && count > 0))
  throw new Error(`expected numbers of servers, got ${process.argv.slice(2).join(" ")}`);
const most = Math.max(...counts);
const lengths = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].filter((length) => length <= most);

interface Row extends Measured {
  /** Servers, or messages in the queue. */
  readonly size: number;
}

const rows: Row[] = [];
function show(size: number, figures: readonly Measured[]): void {
  for (const figure of figures) {
    rows.push({ size, ...figure });
    const { what, count, ms, pause, heap } = figure;
    const cells = [
      what.padEnd(18),
      size.toLocaleString("en").padStart(9),
      `${ms.toFixed(0)} ms`.padStart(9),
      `${((1e6 * ms) / count).toFixed(0)} ns each`.padStart(14),
      `pause ${pause.toFixed(1)} ms`.padStart(16),
      heap === 0 ? "" : `${(heap / count).toFixed(0)} B each, ${(heap / 2 ** 20).toFixed(1)} MB`.padStart(24),
    ];
    console.log(cells.join(" ").trimEnd());
  }
}

// Warm-up: what is measured is the size, not the compiler of the machine.
for (let i = 0; i < 3; i++) {
  await idle(Math.min(most, 10_000));
  await supervised(Math.min(most, 10_000));
  await queue(Math.min(most, 100));
}
await measured("nothing", 1, async () => {});
console.log(`node ${process.version}; 1 MB is 2^20 bytes`);
for (const count of counts) {
  show(count, await idle(count));
  show(count, await supervised(count));
}
for (const length of lengths) show(length, [await queue(length)]);
mkdirSync("build", { recursive: true });
writeFileSync("build/scale.json", `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
