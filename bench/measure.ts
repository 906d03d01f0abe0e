/**
 * Measures one workload of one rival, in a process of its own: what another workload did to the compiled code and to the heap is not there.
 *
 * Method: for `seconds` the workload runs again and again to warm up, while the number of operations grows until a run takes 20 ms (many
 * short runs get their optimised code, where a few long ones may not); then, for as long, each run is a sample. The figure is their median.
 *
 * Usage: node --expose-gc measure.js RIVAL WORKLOAD SECONDS; prints the figure, or nothing when this rival can't do it.
 */
import assert from "node:assert/strict";
import { median, percentile } from "./median.js";
import { groups, type Late, type Memory, type Rate } from "./workload.js";

const ENOUGH = 20e6;
const SAMPLES = 5;

/** CPU time of the process so far in ns, its collector and compiler included. Unlike the time of day it is not changed by what else the machine does. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
}

async function rate(run: Rate, step: number, seconds: number): Promise<number> {
  const timed = async (count: number): Promise<number> => {
    const start = spent();
    await run(count);
    return spent() - start;
  };
  let count = step;
  for (const end = spent() + 1e9 * seconds; spent() < end; ) if ((await timed(count)) < ENOUGH) count *= 2;
  const samples: number[] = [];
  for (const end = spent() + 1e9 * seconds; spent() < end || samples.length < SAMPLES; )
    samples.push((await timed(count)) / count);
  return median(samples);
}

async function memory(hold: Memory, count: number): Promise<number> {
  const collect = (globalThis as { gc?: () => void }).gc;
  assert(collect, "run with node --expose-gc");
  await (await hold(1000))(); // What there is once for all is there then.
  collect();
  const before = process.memoryUsage().heapUsed;
  const check = await hold(count);
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  await check();
  return bytes;
}

async function late(delays: Late, count: number): Promise<number> {
  await delays(count);
  return percentile(await delays(count), 0.99);
}

/** The figure of a workload, or undefined when the rival can't do it. */
async function figure(rival: string, name: string, seconds: number): Promise<number | undefined> {
  const module = (await import(`./rival/${rival}.js`)) as { rival: Record<string, unknown> };
  const job = module.rival[name];
  const workload = Object.values(groups).find(({ workloads }) => name in workloads)?.workloads[name];
  assert(workload, `no workload ${name}`);
  if (job === undefined) return undefined;
  const { kind, step } = workload;
  if (kind === "rate") return rate(job as Rate, step, seconds);
  if (kind === "memory") return memory(job as Memory, step);
  return late(job as Late, step);
}

const [rival, name, seconds] = process.argv.slice(2);
const value = await figure(rival as string, name as string, Number(seconds));
if (value !== undefined) console.log(value);
process.exit();
