// The compiler keeps the meaning of JavaScript: every sample, and every one of many random programs, does compiled what it does as plain code.
// expected.txt is what a sample logs.
import { basename } from "node:path";
import { setLogger } from "tincture";
import { afterAll, beforeAll, expect, test } from "vitest";
import { suite } from "../suite.js";
import { program } from "./program.js";
import { compiledLog, plainLog } from "./run.js";

suite("test/meaning/samples", async (sample) => {
  const text = sample.read(basename(sample.input));
  const compiled = await compiledLog(text);
  expect(compiled).toBe(await plainLog(text));
  return compiled;
});

/** Promises that a random program leaves behind may fail. */
const ignore = (): void => {};
beforeAll(() => {
  process.on("unhandledRejection", ignore);
  setLogger({ error: ignore, warn: ignore, info: ignore });
});
afterAll(() => {
  process.off("unhandledRejection", ignore);
  setLogger();
});

test("random programs", { timeout: 120_000 }, async () => {
  const first = Number(process.env.SEED ?? 1);
  for (let seed = first; seed < first + 25; seed++) {
    const text = program(seed);
    const meant = await plainLog(text);
    // Both stop somewhere in the middle of a long one.
    if (meant.includes("Error: long")) continue;
    expect(await compiledLog(text), `seed ${seed}`).toBe(meant);
  }
});
