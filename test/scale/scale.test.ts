// `npm run scale`, small: every step checks its answer, and the figures are written down.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

test("1,000 and 2,000 servers, alone and supervised, and queues of up to 1,000 messages", async () => {
  const compiled = await runTool(bin("ts-patch", "tspc"), ["-p", "bench"]);
  expect(compiled.code, compiled.output).toBe(0);
  const main = join(root, "build/bench/scale/main.js");
  const { code, output } = await runTool("--expose-gc", [main, "1000", "2000"]);
  expect(code, output).toBe(0);
  const { rows } = JSON.parse(readFileSync(join(root, "build/scale.json"), "utf8"));
  const steps = ["start", "message and ask", "stop", "start supervised", "message and ask", "stop the tree"];
  expect(rows.map((row: { what: string; size: number }) => `${row.what} ${row.size}`)).toEqual([
    ...[1000, 2000].flatMap((size) => steps.map((step) => `${step} ${size}`)),
    ...[1, 10, 100, 1000].map((length) => `queue ${length}`),
  ]);
  for (const row of rows) expect(row.ms, row.what).toBeGreaterThan(0);
});

test("what is no number of servers is refused", async () => {
  const { code, stderr } = await runTool("--expose-gc", [join(root, "build/bench/scale/main.js"), "many"]);
  expect(code).toBe(1);
  expect(stderr).toContain("expected numbers of servers, got many");
});
