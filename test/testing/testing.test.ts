// The test kit, used as its users do: every entry of the records in this folder is a test, compiled by the real tspc and run as a test runner would.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setLogger } from "tincture";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

const folder = join(root, "test/testing");
const titlesIn = (text: string): string[] => [...text.matchAll(/^ {2}"(.+?)":/gm)].map((found) => found[1] as string);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => ({ name: file.slice(0, -".ts".length), titles: titlesIn(readFileSync(join(folder, file), "utf8")) }))
  .filter(({ titles }) => titles.length > 0);

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/testing"]);
  expect(code, output).toBe(0);
});
beforeEach(() => void setLogger({ error: () => {}, warn: () => {}, info: () => {} }));
afterEach(() => void setLogger());
afterAll(() => {
  delete process.env.TINCTURE_SEED;
  delete process.env.TINCTURE_SCHEDULE;
});

describe.for(files)("$name", ({ name, titles }) => {
  let entries: Record<string, (context: unknown) => Promise<void>>;
  beforeAll(async () => {
    const module = await import(pathToFileURL(join(root, "build/testing", `${name}.js`)).href);
    entries = module.tests;
    expect(Object.keys(entries).sort()).toEqual([...titles].sort());
  });

  test.for(titles)("%s", async (title, context) => {
    await entries[title]?.(context);
  });
});
