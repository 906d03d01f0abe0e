// OTP's behaviour, item by item: every entry of the records in this folder is a test, compiled by the real tspc as a user's program is.
//
// Order: a test runs on virtual time, in a process; nothing that it started is left for the next.
// Numbers are those of otp/behaviour.md; numbers.json has those that must be covered, here, in test/runtime or with a reason in not_applicable.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setLogger } from "tincture";
import { inProcess } from "tincture/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";
import type { Behaviour } from "./observe.js";

const folder = join(root, "test/behaviour");
const items = (text: string): string[] => [...text.matchAll(/^ {2}"(\d+: .+?)":/gm)].map((found) => found[1] as string);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => ({ name: file.slice(0, -".ts".length), titles: items(readFileSync(join(folder, file), "utf8")) }))
  .filter(({ titles }) => titles.length > 0);

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/behaviour"]);
  expect(code, output).toBe(0);
});
afterAll(() => void setLogger());

describe.for(files)("$name", ({ name, titles }) => {
  let entries: Behaviour;
  beforeAll(async () => {
    const module = await import(pathToFileURL(join(root, "build/behaviour", `${name}.js`)).href);
    entries = Object.assign({}, ...Object.values(module));
    expect(Object.keys(entries).sort()).toEqual([...titles].sort());
  });

  test.for(titles)("%s", async (title) => {
    const silent = () => {};
    setLogger({ error: silent, warn: silent, info: silent });
    await inProcess(entries[title] as () => Promise<unknown>, { virtualTime: true })();
  });
});

describe("all items", () => {
  const numberOf = (line: string): number => Number(/^\D*(\d+)/.exec(line)?.[1]);
  const required: number[] = JSON.parse(readFileSync(join(folder, "numbers.json"), "utf8"));
  const covered = files.flatMap(({ titles }) => titles.map(numberOf));
  const excused = readFileSync(join(folder, "not_applicable.md"), "utf8")
    .split("\n")
    .filter(isLineOfTable)
    .map(numberOf);
  const elsewhere = ["test/runtime", "test/upgrade", "test/node"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(join(root, file), "utf8").matchAll(/\btest(?:\.[^\n]*\))?\(\s*"(?:%s: )?(\d[\d, ]*): /g),
    ])
    .flatMap((found) => (found[1] as string).split(", ").map(Number));

  test("every common item has a test, or a reason why not", () => {
    const known = new Set([...covered, ...elsewhere, ...excused]);
    expect(required.filter((number) => !known.has(number)).join(" "), "items without a test or a reason").toBe("");
  });

  test("no item has both, and none has two tests here", () => {
    expect(excused.filter((number) => covered.includes(number))).toEqual([]);
    expect(covered.filter((number, i) => covered.indexOf(number) !== i)).toEqual([]);
  });

  const original = join(root, "../shared/otp/behaviour.md");
  test.runIf(existsSync(original))("numbers.json has the core and common items 1 to 236", () => {
    const all = [...readFileSync(original, "utf8").matchAll(/^(\d+)\. \[(?:core|common)\]/gm)].map((found) =>
      Number(found[1]),
    );
    expect(required).toEqual(all.filter((number) => number <= 236));
  });
});

function isLineOfTable(line: string): boolean {
  return /^\| *\d+ /.test(line);
}
