// A short round of `npm run chaos:global`, always the same faults; at length it draws others.
import { expect, test } from "vitest";
import { bin, run, runTool } from "../../e2e/process.js";

test("three nodes under load, killed and stopped: nothing is wrong", async () => {
  const built = await runTool(bin("ts-patch", "tspc"), ["-p", "test/node/global_chaos"]);
  expect(built.code, built.output).toBe(0);
  const { code, output } = await run(process.execPath, [
    "build/global_chaos/node/global_chaos/main.js",
    "--faults",
    "2",
    "--seed",
    "26",
    "--on",
    "local",
  ]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/local {2}1 kill, 1 stop; [\d,]+ messages in order, .*; 0 wrong/);
});
