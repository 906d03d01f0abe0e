// The command line as a person sees it: every sample is a folder with `arguments.txt`, run in that folder by the built command; what it prints on
// both streams and its exit code are compared. Several lines of arguments are as many calls, each under its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runTool } from "../e2e/process.js";
import { root, suite } from "../suite.js";

const command = join(root, "dist/transformer/cli/main.js");

suite("test/cli/samples/expand", async (sample) => {
  const calls = sample.read("arguments.txt").trim().split("\n");
  const outputs = await Promise.all(calls.map((call) => outputOf(call, sample.folder)));
  if (calls.length === 1) return outputs.join("");
  return outputs.map((output, i) => `--- tincture ${calls[i]} ---\n${output}`).join("");
});

async function outputOf(call: string, folder: string): Promise<string> {
  const { stdout, stderr, code } = await runTool(command, call.split(" ").filter(Boolean), { cwd: folder });
  const errors = stderr === "" ? "" : `--- standard error ---\n${stderr}`;
  return `${stdout}${errors}${code === 0 ? "" : `--- exit code ${code} ---\n`}`;
}

test("help fits a narrow terminal", async () => {
  // Without a terminal there are 80 columns.
  for (const args of [[], ["--help"], ["expand", "--help"], ["help", "eject"]]) {
    const { stdout, stderr, code } = await runTool(command, args);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Usage: tincture /);
    expect(code).toBe(args.length === 0 ? 2 : 0);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  }
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect((await runTool(command, ["--version"])).output).toBe(`${version}\n`);
});
