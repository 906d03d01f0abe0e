// The keys of nodes on one machine, changed by several processes at once, of which some are killed in the middle.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileDirectory } from "../../dist/runtime/node/local/file_directory.js";
import { run, start } from "../e2e/process.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "tincture-directory-"))));
afterEach(() => rmSync(folder, { recursive: true }));

async function count(): Promise<number> {
  const directory = new FileDirectory(folder);
  const entry = await directory.read("count");
  directory.close();
  return Number(Buffer.from(entry?.value ?? []));
}

const script = "test/node/change_keys.mjs";

test("processes that change one key at once lose nothing", async () => {
  const all = await Promise.all([1, 2, 3].map(() => run(process.execPath, [script, folder, "100"])));
  expect(all.map(({ code, stderr }) => [code, stderr])).toEqual([0, 0, 0].map((code) => [code, ""]));
  expect(await count()).toBe(300);
});

test("one that is killed at any moment holds up nobody", async () => {
  for (let round = 0; round < 3; round++) {
    const victim = start(process.execPath, [script, folder, "1000000"]);
    await expect.poll(() => victim.printed.stdout, { timeout: 20_000 }).toBe("begun\n");
    await new Promise((resolve) => setTimeout(resolve, round));
    victim.process.kill("SIGKILL");
    await new Promise((resolve) => victim.process.on("close", resolve));
    const before = await count();
    expect((await run(process.execPath, [script, folder, "5"])).code).toBe(0);
    expect(await count()).toBe(before + 5);
  }
});

test("the folder stays small, and one that slept finds its way by a snapshot", async () => {
  const sleeper = new FileDirectory(folder);
  const busy = new FileDirectory(folder);
  let revision = (await busy.create("a", Buffer.from("0"))) as number;
  for (let i = 1; i <= 400; i++) revision = (await busy.update("a", Buffer.from(`${i}`), revision)) as number;
  await busy.create("b", Buffer.from("b"));
  const heard: string[] = [];
  await sleeper.watch("", (key) => heard.push(key));
  expect(heard.sort()).toEqual(["a", "b"]);
  expect(await sleeper.update("a", Buffer.from("x"), 1)).toBe(undefined);
  expect(await sleeper.update("a", Buffer.from("x"), revision)).toBe(revision + 2);
  expect(readdirSync(folder).length).toBeLessThan(200);
  sleeper.close();
  busy.close();
});

test("what a crash of the machine left of a change is passed over by all", async () => {
  const { writeFileSync } = await import("node:fs");
  const before = new FileDirectory(folder);
  await before.create("a", Buffer.from("0"));
  writeFileSync(join(folder, "000000000000002"), "");
  const after = new FileDirectory(folder);
  expect(await after.create("b", Buffer.from("1"))).toBe(3);
  expect((await before.read("b"))?.revision).toBe(3);
  before.close();
  after.close();
});
