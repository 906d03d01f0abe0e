/** Time, heap and pauses of the garbage collector around a piece of work. Run with `node --expose-gc`. */
import { PerformanceObserver } from "node:perf_hooks";

export interface Measured {
  readonly what: string;
  readonly count: number;
  /** Milliseconds of all. */
  readonly ms: number;
  /** Longest pause of the garbage collector meanwhile, in ms. */
  readonly pause: number;
  /** Bytes of heap that all of it holds; 0 where nothing is left to hold. */
  heap: number;
}

let longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ entryTypes: ["gc"] });

/** Pauses are told a turn of the event loop later. */
const pausesAreIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

export async function measured(what: string, count: number, work: () => Promise<void>): Promise<Measured> {
  await pausesAreIn();
  longest = 0;
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  await pausesAreIn();
  return { what, count, ms, pause: longest, heap: 0 };
}

/** Bytes of heap in use, after a collection. */
export function heap(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error("run with node --expose-gc");
  collect();
  return process.memoryUsage().heapUsed;
}
