// `tincture store` on a folder that a program with durable servers has left.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stop } from "tincture";
import * as rt from "tincture/abi";
import { lmdb } from "tincture/lmdb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runTool } from "../e2e/process.js";
import { root } from "../suite.js";

const home = mkdtempSync(join(tmpdir(), "tincture-cli-"));
const path = join(home, "games");
afterAll(() => rmSync(home, { recursive: true, force: true }));

const cli = (...args: string[]) =>
  runTool(join(root, "dist/transformer/cli/main.js"), ["store", ...args], { cwd: root });

beforeAll(async () => {
  const store = lmdb(path);
  const Game = rt.genserver(
    "Game",
    {
      init: (id: string) => ({
        id,
        moves: ["e4"],
        at: new Date(0),
        seen: new Map([["ann", 1n]]),
        $odd: { $x: -0 },
        bytes: new Uint8Array([1]),
      }),
      keeps: ["moves", "at", "seen", "$odd", "bytes"],
      handlers: {},
    },
    { name: (id: string) => id, version: "2", durable: store },
  ) as any;
  for (const id of ["g1", "g2"]) await stop(await Game.start(id));
  await store.transaction((tx) => tx.put("order/1", { item: "tea" }));
  await store.close();
});

test("list", async () => {
  const { output, code } = await cli("list", path);
  expect(output).toMatch(
    /^g1 {3}5 variables, \d+ bytes\ng2 {3}5 variables, \d+ bytes\n2 servers, 1 value of transactions\n$/,
  );
  expect(code).toBe(0);
});

test("show", async () => {
  const { output } = await cli("show", path, "g1");
  expect(output).toContain("Game g1, version 2\n");
  expect(output).toContain("  moves: [ 'e4' ]\n");
  expect(output).toContain("  seen: Map(1) { 'ann' => 1n }\n");
});

test("export", async () => {
  const state = {
    $object: [
      ["$odd", { $object: [["$x", { $number: "-0" }]] }],
      ["at", { $date: "1970-01-01T00:00:00.000Z" }],
      ["bytes", { $bytes: "AQ==", type: "Uint8Array" }],
      ["moves", ["e4"]],
      ["seen", { $map: [["ann", { $bigint: "1" }]] }],
    ],
  };
  const one = { key: "g1", title: "Game", version: "2", state };
  expect(JSON.parse((await cli("export", path, "g1")).stdout)).toEqual(one);
  const file = join(home, "all.jsonl");
  expect((await cli("export", path, "--out", file)).output).toBe("");
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([one, { ...one, key: "g2" }, { value: "order/1", is: { item: "tea" } }]);
});

test("delete", async () => {
  expect(await cli("delete", path, "g2")).toMatchObject({ code: 0, output: "deleted g2\n" });
  expect((await cli("list", path)).output).toContain("1 server, 1 value of transactions");
  expect(await cli("delete", path, "g2")).toMatchObject({ code: 1, output: 'Nothing is kept under "g2".\n' });
});

test.for([
  [["list"], 2, /store takes list, show, export or delete/],
  [["lst", path], 2, /store takes list, show, export or delete/],
  [["show", path], 2, /takes the KEY/],
  [["list", join(home, "nowhere")], 1, /There is no store in/],
] as const)("%s is refused", async ([args, exit, text]) => {
  const { code, output } = await cli(...args);
  expect([code, output]).toEqual([exit, expect.stringMatching(text)]);
});
