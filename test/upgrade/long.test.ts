// Short rounds of the two long runs, in real programs: calls from outside while upgrades come, and what upgrades leave behind.
import { join } from "node:path";
import { expect, test } from "vitest";
import { runTool } from "../e2e/process.js";
import { root } from "../suite.js";

const long = (script: string, args: readonly string[]) => runTool(join(root, "test/upgrade/long", script), args);

test("no call from outside fails, is lost or is answered twice, and no WebSocket closes while a module is upgraded, and one upgrade fails", async () => {
  const args = ["--rate", "1000", "--upgrades", "4", "--seconds", "1.5", "--rooms", "50", "--sockets", "10"];
  const { code, stdout, output } = await long("load.mjs", args);
  expect(code, output).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ upgrades: 4, failed: 1, sockets: 10, closed: 0, wrong: [] });
});

test("of the instances of a module two are left: the first, which Node keeps, and the latest", async () => {
  const { code, stdout, output } = await long("leak.mjs", ["--upgrades", "12"]);
  expect(code, output).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ upgrades: 12, joined: 13, instances: 2 });
});
