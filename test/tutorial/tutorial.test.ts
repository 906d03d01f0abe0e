// The programs 1 and 2 of otp/tutorial.md, compiled by the real tspc: every step of their tables is a test, in order, and each needs those before it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setLogger } from "tincture";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

const folder = join(root, "test/tutorial");
const original = join(root, "../shared/otp/tutorial.md");

/** The titles of a program's steps, as they stand in its file. */
const titlesIn = (program: string): string[] =>
  [...readFileSync(join(folder, `${program}.ts`), "utf8").matchAll(/^ {2}(["'])(.+)\1: async \(\) => \{$/gm)].map(
    (found) => found[2] as string,
  );

beforeAll(async () => {
  const { code, output } = await runTool(bin("ts-patch", "tspc"), ["-p", "test/tutorial"]);
  expect(code, output).toBe(0);
  setLogger({ error: () => {}, warn: () => {}, info: () => {} });
});
afterAll(() => setLogger());

const programs = [
  { program: "scoreboard", section: "## 1. Scoreboard", count: 9 },
  { program: "chat_room", section: "## 2. ChatRoom", count: 12 },
];

describe.for(programs)("$program", ({ program, section, count }) => {
  const titles = titlesIn(program);
  let steps: Record<string, () => Promise<void>>;
  beforeAll(async () => {
    ({ steps } = await import(pathToFileURL(join(root, "build/tutorial", `${program}.js`)).href));
  });

  test.for(titles)("%s", async (title) => await (steps[title] as () => Promise<void>)());

  test("all steps are there", () => {
    expect(Object.keys(steps)).toEqual(titles);
    expect(titles.length).toBe(count);
  });

  test.runIf(existsSync(original))("they are those of the tutorial, in its order", () => {
    const [, text = ""] = readFileSync(original, "utf8").split(section);
    const table = text.slice(0, text.indexOf("\n## "));
    const rows = [...table.matchAll(/^\| (.+?) \| /gm)].map((found) => found[1] as string);
    expect(titles).toEqual(rows.filter((step) => step !== "step" && step !== "---"));
  });
});
