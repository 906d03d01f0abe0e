// A law: something that holds whatever values and whatever schedule are drawn. A failure prints the seed that draws them again.
//
// `npm test` tries each law as often as its file says, `npm run laws -- --runs 10000` as often as it is told, and prints what it did.
import fc from "fast-check";
import { test } from "vitest";
import { table } from "../../../dist/runtime/core/process.js";
import { useOrder } from "../../../dist/runtime/core/scheduler.js";
import { end } from "../../../dist/runtime/core/signal.js";
import { Seeded } from "../../../dist/runtime/testing/schedule.js";
import { time } from "../virtual.js";

const asked = Number(process.env.LAW_RUNS) || undefined;
const seed = process.env.LAW_SEED === undefined ? undefined : Number(process.env.LAW_SEED);
const minutes = 60_000;

/** How often a law is tried, and from which seed. */
export const runs = (usual: number): { numRuns: number; seed?: number } => ({
  numRuns: asked ?? usual,
  ...(seed !== undefined && { seed }),
});

/** Says what a law came to, where somebody asked for it. */
function tell(title: string, { numRuns, seed }: { numRuns: number; seed: number }, started: number): void {
  if (asked === undefined) return;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`law: ${title}: ${numRuns} runs, seed ${seed}, ${seconds} s`);
}

/** Ends everything: what a failed run left must not be there in the next, smaller one. */
async function sweep(): Promise<void> {
  for (const process of [...table]) if (process !== undefined) end(process, "killed");
  await time.settle();
}

/** Tries `check` with values of these arbitraries, each time with the runtime's own order of processes or one that is drawn. */
export function law<T extends [unknown, ...unknown[]]>(
  title: string,
  usual: number,
  values: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => Promise<void>,
): void {
  const property = fc.asyncProperty(fc.option(fc.integer()), fc.tuple(...values), async (schedule, given) => {
    useOrder(schedule === null ? null : new Seeded(schedule));
    try {
      await check(...(given as T));
    } catch (error) {
      useOrder(null);
      await sweep();
      throw error;
    }
    useOrder(null);
  });
  test(
    title,
    async () => {
      const started = performance.now();
      const details = await fc.check(property, runs(usual));
      tell(title, details, started);
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    },
    asked === undefined ? undefined : 60 * minutes,
  );
}
