// The tarball itself: what publint and arethetypeswrong say about it, and what it holds.
import { readFileSync } from "node:fs";
import { publint } from "publint";
import { beforeAll, expect, test } from "vitest";
import { bin, run, runTool } from "./process.js";
import { pack, temporaryFolder } from "./project.js";

let tarball: string;
beforeAll(async () => {
  tarball = await pack(temporaryFolder());
});

test("publint", async () => {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const { messages } = await publint({ pack: { tarball: bytes }, strict: true });
  expect(messages).toEqual([]);
});

test("arethetypeswrong", async () => {
  const { code, output } = await runTool(bin("@arethetypeswrong/cli", "attw"), [
    tarball,
    "--no-color",
    "--no-emoji",
    "-f",
    "ascii",
  ]);
  expect(output).toContain("No problems found");
  expect(code).toBe(0);
});

test("holds what is needed to run and nothing of the sources or tests", async () => {
  const { stdout } = await run("tar", ["--list", "--file", tarball]);
  const files = stdout
    .trim()
    .split("\n")
    .map((file) => file.replace("package/", ""));
  for (const file of [
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "dist/runtime/package.json",
    "dist/transformer/package.json",
    "language-service/package.json",
  ])
    expect(files).toContain(file);
  expect(
    files.filter(
      (file) => !/^(dist|docs)\/|^(README|CHANGELOG)\.md$|^LICENSE$|^(language-service\/)?package\.json$/.test(file),
    ),
  ).toEqual([]);
  // Macros of our own that are written as a user's are: the compiler compiles them, as it does a user's.
  const isMacro = (file: string): boolean => /^dist\/transformer\/builtin\/\w+\.macro\.ts$/.test(file);
  expect(files).toContain("dist/transformer/builtin/ping_pong.macro.ts");
  expect(files.filter((file) => /tsbuildinfo$|(?<!\.d)\.[mc]?ts$/.test(file) && !isMacro(file))).toEqual([]);
});
