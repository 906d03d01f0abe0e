/**
 * `npm run soak [-- --servers N --crashes N --seconds N]`: accounts under supervisors, crashed at a steady rate while clients call them all the time.
 *
 * Nothing may be lost: every call is answered or rejected with its reason, every crash is reported and mended once, the tree is whole at the end, what
 * supervisors believe is what is there, and the heap is what it was. Prints a table; exit code 1, and what is wrong, otherwise.
 *
 * Units: `--servers` 100,000; `--crashes` a second 1,000; `--seconds` 60.
 */
import { parseArgs } from "node:util";
import { type Logger, type SupervisorReport, setLogger, stop } from "tincture";
import { check } from "./check.js";
import { Calls, numbers, put } from "./load.js";
import { Account, replaceAll, startTree } from "./tree.js";

const { values } = parseArgs({
  options: {
    servers: { type: "string", default: "100000" },
    crashes: { type: "string", default: "1000" },
    seconds: { type: "string", default: "60" },
  },
});
const [accounts, perSecond, seconds] = [values.servers, values.crashes, values.seconds].map((text) => {
  if (!(Number(text) > 0)) throw new Error(`expected a number over 0, got ${text}`);
  return Number(text);
}) as [number, number, number];

/** Milliseconds that calls may take to come back when the load is over. */
const PATIENCE = 10_000;
/** Share of the heap by which it may have grown afterwards. */
const HEAP = 0.02;

const reports = { child_ended: 0, start_failed: 0, gives_up: 0 };
const count = (details: object): void => {
  const { supervisor } = details as { supervisor?: SupervisorReport };
  if (supervisor !== undefined) reports[supervisor.event]++;
};
const logger: Logger = { error: count, warn: count, info: count };
setLogger(logger);

/** All accounts in an order that looks random. */
function shuffled(): number[] {
  const next = numbers(99);
  const all = Array.from({ length: accounts }, (_, i) => i);
  for (let i = all.length - 1; i > 0; i--) {
    const k = next(i + 1);
    [all[i], all[k]] = [all[k] as number, all[i] as number];
  }
  return all;
}

/** Bytes in use when nothing is under way. */
async function heap(): Promise<number> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error("run with node --expose-gc");
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

const load = { accounts, perSecond, seconds, targets: shuffled() };
const show = (what: string, ...cells: string[]): void => console.log(`${what.padEnd(10)} ${cells.join("; ")}`);
const number = (value: number): string => value.toLocaleString("en");

const begun = performance.now();
const tree = await startTree(accounts, perSecond);
show(
  "tree",
  `${number(accounts)} servers, ${number(tree.shards.length)} supervisors`,
  `started in ${(performance.now() - begun).toFixed(0)} ms`,
);

// Before the heap is measured, everything has been used as it will be: tables have turned over once, pools are full, code is compiled.
await replaceAll(tree);
for (let account = 0; account < accounts; account++) Account.of(account).note();
const warm = await put({ ...load, seconds: Math.min(3, seconds) }, new Calls(), PATIENCE);
const before = await heap();
const calls = new Calls();
const crashed = warm + (await put(load, calls, PATIENCE));
const problems = await check(tree, accounts, crashed);
const after = await heap();

const rejected = [...calls.rejected].map(([reason, count]) => `${number(count)} ${reason}`).join(", ");
const growth = after / before - 1;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
show(
  "crashes",
  `${number(crashed - warm)} in ${seconds} s`,
  `with the warm-up ${number(crashed)}, reported ${number(reports.child_ended)}`,
);
show(
  "calls",
  `${number(calls.made)} made`,
  `${number(calls.answered)} answered`,
  `rejected: ${rejected}`,
  `${calls.lost} lost`,
);
show("heap", `${megabytes(before)} before, ${megabytes(after)} after, ${(100 * growth).toFixed(2)} %`);

if (calls.lost > 0) problems.push(`${calls.lost} calls got no answer`);
if (calls.wrong > 0) problems.push(`${calls.wrong} calls got an answer that was not theirs`);
if (calls.strange.length > 0)
  problems.push(`${calls.strange.length} calls failed for no good reason: ${calls.strange[0]}`);
if (reports.child_ended !== crashed) problems.push(`${crashed} crashes were reported ${reports.child_ended} times`);
if (reports.start_failed + reports.gives_up > 0) problems.push(`restarts failed: ${JSON.stringify(reports)}`);
if (Math.abs(growth) > HEAP)
  problems.push(`the heap is not what it was: ${megabytes(before)}, then ${megabytes(after)}`);
if (crashed - warm < 0.9 * perSecond * seconds)
  problems.push(`only ${crashed - warm} crashes came about: the machine is too slow for this load`);

await stop(tree.top, "shutdown");
for (const problem of problems) console.log(`WRONG: ${problem}`);
show(
  "result",
  problems.length === 0 ? "nothing lost, nothing leaked, the tree is whole" : `${problems.length} violations`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
