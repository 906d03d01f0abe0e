// `npm start` as the tests see it: the real tspc compiles examples/, then main.js runs them all once, and what each prints is compared with
// examples/expected/NAME.txt. UPDATE=1 writes those files; read the difference.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bin, runTool } from "../e2e/process.js";
import { root } from "../suite.js";

const names = readdirSync(join(root, "examples"))
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => file.slice(0, -".ts".length));
const expectedFile = (name: string): string => join(root, "examples/expected", `${name}.txt`);
const update = process.env.UPDATE === "1" && process.env.CI !== "true";

describe("examples", () => {
  let stdout = "";
  beforeAll(async () => {
    expect(await runTool(bin("ts-patch", "tspc"), ["-p", "examples"])).toMatchObject({ output: "", code: 0 });
    const run = await runTool("--enable-source-maps", [join(root, "build/examples/main.js")], { timeout: 30_000 });
    expect(run, run.output).toMatchObject({ stderr: "", code: 0 });
    ({ stdout } = run);
  });

  test.for(names)("%s prints what is expected", (name) => {
    const [, printed = ""] = new RegExp(`^== ${name} .*\\n((?:.*\\n)*?)(?=\\n)`, "m").exec(stdout) ?? [];
    expect(printed, `main.ts does not run ${name}`).not.toBe("");
    if (update) writeFileSync(expectedFile(name), printed);
    expect(existsSync(expectedFile(name)), `${expectedFile(name)} is missing (UPDATE=1 writes it)`).toBe(true);
    expect(printed).toBe(readFileSync(expectedFile(name), "utf8"));
  });

  test("a reader can follow it: fewer than 80 lines", () => {
    expect(stdout.split("\n").length).toBeLessThan(80);
  });

  test("every malformed film is in the report, once", () => {
    const lines = readFileSync(join(root, "build/malformed_films.txt"), "utf8").trimEnd().split("\n");
    const count = /3201 records: (\d+) films, (\d+) malformed/.exec(stdout)?.slice(1).map(Number) ?? [];
    expect(count).toEqual([3201 - lines.length, lines.length]);
    expect(new Set(lines.map((line) => /^#\d+ /.exec(line)?.[0])).size).toBe(lines.length);
  });
});
