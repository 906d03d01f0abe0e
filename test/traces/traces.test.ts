// All recorded traces are replayed. The copies in data/ are there so that a clone alone can run them; beside the originals they must equal them.
// The replayer is compiled by tspc, as `npm run replay` does, and runs in this process.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";
import type { TraceFile } from "./replay.js";

const copies = join(root, "test/traces/data");
const originals = join(root, "../shared/otp/traces");

let replay: typeof import("./replay.js").replay;

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/traces"]);
  expect(code, output).toBe(0);
  ({ replay } = await import(pathToFileURL(join(root, "build/traces/replay.js")).href));
});

test.for(readdirSync(copies))("%s", async (file) => {
  const text = readFileSync(join(copies, file), "utf8");
  if (existsSync(originals))
    expect(text === readFileSync(join(originals, file), "utf8"), "equals the original").toBe(true);
  const { scenarios, meta } = JSON.parse(text) as TraceFile;
  expect(await replay({ scenarios, meta })).toEqual({ passed: scenarios.length, failures: [] });
});

test("a difference is named: the scenario, the place, what was expected and what came", async () => {
  const { meta, scenarios } = JSON.parse(readFileSync(join(copies, "links.json"), "utf8"));
  const [scenario] = structuredClone(scenarios);
  scenario.expect.steps[2].died = { p2: "something else" };
  expect(await replay({ meta, scenarios: [scenario, scenarios[1]] })).toEqual({
    passed: 1,
    failures: [`${scenario.id} steps[2].died.p2: expected "something else", got "boom"`],
  });
});

test("scenarios of an unknown family fail", async () => {
  const scenarios = [{ id: "nodes-0001", expect: {} }];
  const { passed, failures } = await replay({ meta: { family: "nodes" }, scenarios });
  expect(passed).toBe(0);
  expect(failures).toEqual([
    expect.stringMatching(/^nodes-0001 not replayed: the family "nodes" is not supported yet/),
  ]);
});
