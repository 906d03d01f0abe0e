// What an editor would have said: types of what is not built, lint, format; and whether the files made from messages/ are what is written there.
import { expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";

const cases: [string, string, string[]][] = [
  ["tests type-check", bin("typescript", "tsc"), ["-p", "test"]],
  ["examples type-check", bin("typescript", "tsc"), ["-p", "examples", "--noEmit"]],
  ["the page of the board game type-checks", bin("typescript", "tsc"), ["-p", "examples/chess/page"]],
  ["benchmarks type-check", bin("typescript", "tsc"), ["-p", "bench", "--noEmit"]],
  ["the replayer type-checks", bin("typescript", "tsc"), ["-p", "test/traces", "--noEmit"]],
  ["messages of the compiler are up to date", "transformer/diagnostics/generate.mjs", ["--check"]],
  ["messages of the runtime are up to date", "messages/runtime.mjs", ["--check"]],
  ["biome finds nothing", bin("@biomejs/biome", "biome"), ["check", "--colors=off", "--max-diagnostics=200"]],
];

test.for(cases)("%s", async ([, tool, args]) => {
  const { code, output } = await runTool(tool, args, { timeout: 390_000 });
  expect(code, output).toBe(0);
});
