// `npm run soak`, small and short: the real program in a process of its own. And the check itself finds a tree that is not whole.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exit, setLogger, stop, via, whereis } from "tincture";
import { beforeAll, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/soak"]);
  expect(code, output).toBe(0);
});

test("5,000 servers, 500 crashes a second, for 3 seconds: nothing is lost, nothing leaks, the tree is whole", async () => {
  const options = ["--servers", "5000", "--crashes", "500", "--seconds", "3"];
  const { code, output } = await runTool("--expose-gc", [join(root, "build/soak/main.js"), ...options]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/^calls .* [1-9][\d,]* answered; .* 0 lost$/m);
  expect(output).toMatch(/^result +nothing lost, nothing leaked, the tree is whole$/m);
});

test("the check says what is not as it should be", async () => {
  const load = <T>(file: string): Promise<T> => import(pathToFileURL(join(root, "build/soak", file)).href);
  const { startTree, Account, Accounts, Static } = await load<typeof import("./tree.js")>("tree.js");
  const { check } = await load<typeof import("./check.js")>("check.js");
  setLogger({ error: () => {}, warn: () => {}, info: () => {} });
  const tree = await startTree(200, 1);
  expect(await check(tree, 200, 0)).toEqual([]);

  const pid = whereis(via(Accounts, 150));
  if (pid !== undefined) exit(pid, "kill");
  expect((await check(tree, 200, 1)).length, "mended before the supervisor is asked").toBe(0);
  expect(await check(tree, 200, 2)).toEqual(["restarts that supervisors counted: expected 2, got 1"]);

  // Somebody who is no child of a supervisor takes the place of one.
  await Static.at(tree.shards[0]!.pid).terminateChild("account 7");
  const stranger = await Account.start(7);
  expect(await check(tree, 200, 1)).toEqual([
    expect.stringMatching(/^children of .* expected .*"active":100.* got .*"active":99/),
    expect.stringMatching(/^state of account 7 in .* expected running, got undefined$/),
    "children that run: expected 200, got 199",
    "children that are alive: expected 200, got 199",
    "account 7 has a process that no supervisor knows",
  ]);
  await stop(stranger);
  await stop(tree.top, "shutdown");
  setLogger();
});
