// `npx tincture run --watch`: files are saved while the program runs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runTool, start } from "../e2e/process.js";
import { root } from "../suite.js";
import { writeProgram } from "./program.js";

const cli = join(root, "dist/transformer/cli/main.js");
const tincture = (args: readonly string[], cwd: string) => runTool(cli, args, { cwd });
let running: ReturnType<typeof start> | undefined;
afterEach(() => void running?.process.kill("SIGTERM"));

/** Waits until the program has printed something. */
async function printed(what: string | RegExp, stream: "stdout" | "stderr"): Promise<string> {
  for (let i = 0; i < 600; i++) {
    const lines = running?.printed[stream].split("\n") ?? [];
    const line = lines.find((line) => (typeof what === "string" ? line === what : what.test(line)));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} was not printed:\n${running?.printed.output}`);
}

const app = `
import { call, genserver } from "tincture";
const Counter = genserver(() => {
  let n = 0;
  return { next: call(() => ++n) };
}, { name: "Counter" });
await Counter.start();
console.log("up", process.argv.slice(2).join(" "));
process.stdin.resume();
setInterval(async () => console.log(await Counter.next()), 20);
`;

test("a file is saved, its server goes on with its state; one with a mistake is reported, and the old one goes on", async () => {
  const folder = writeProgram("watch", { "app.ts": app });
  const save = (change: (text: string) => string) => {
    const file = join(folder, "app.ts");
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };
  running = start(process.execPath, [cli, "run", "--watch", "app.ts", "--port", "80"], { cwd: folder });
  await printed("up --port 80", "stdout");
  await printed("5", "stdout");
  save((text) => text.replace("++n", "(n += 100_000)"));
  expect(await printed(/^upgraded/, "stderr")).toBe("upgraded app.ts: 1 process goes on with the new code");
  const next = Number(await printed(/^\d{6}$/, "stdout"));
  expect(next % 100_000).toBeGreaterThanOrEqual(5);
  save((text) => text.replace("(n +=", "(n =+ ;"));
  expect(await printed(/could not be loaded/, "stderr")).toContain("app.ts could not be loaded");
  const before = running.printed.stdout.length;
  save((text) => text.replace("(n =+ ;", "(n ="));
  await printed("100000", "stdout");
  expect(running.printed.stdout.slice(before)).not.toContain("up");
  expect(running.printed.stdout.match(/^up/gm)).toHaveLength(1);
});

test("run gives the program's arguments and exit code on, and a program with nothing left to do ends, watched or not", async () => {
  const files = {
    "end.ts": 'console.log(process.argv.slice(2).join(" "));\nprocess.exitCode = Number(process.argv[2]);\n',
  };
  const folder = writeProgram("run", files);
  for (const options of [[], ["--watch"], ["-w"]]) {
    const { code, stdout } = await tincture(["run", ...options, "end.ts", "3", "--watch"], folder);
    expect([code, stdout]).toEqual([3, "3 --watch\n"]);
  }
  expect(await tincture(["run"], folder)).toMatchObject({ code: 2 });
  expect(await tincture(["run", "nothing.ts"], folder)).toMatchObject({
    code: 2,
    stderr: "There is no file nothing.ts.\n",
  });
});
