// `npm run crash`, small and short: the real program, killed with `kill -9`. And the check finds it where answers are ahead of the store.
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/crash"]);
  expect(code, output).toBe(0);
});

const crash = (...options: string[]) =>
  runTool("--enable-source-maps", [join(root, "build/crash/main.js"), ...options]);

test("8 kills: every acknowledged write is there, none is half there", async () => {
  const { code, output } = await crash("--kills", "8", "--accounts", "20", "--servers", "300");
  expect(code, output).toBe(0);
  expect(output).toMatch(/^writes +[1-9][\d,]* acknowledged$/m);
  expect(output).toMatch(/^result +nothing lost, nothing half-written$/m);
});

test("eager answers are ahead of the store, and the check sees it", async () => {
  process.env.EAGER = "1";
  const { code, output } = await crash("--kills", "30", "--accounts", "20", "--servers", "10");
  delete process.env.EAGER;
  expect(code, output).toBe(1);
  expect(output).toMatch(/account \d+ was given \d+, and has \d+/);
});
