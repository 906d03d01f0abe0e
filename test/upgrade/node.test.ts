// `npx tincture upgrade`: another program has a running node load what has changed, over its unix socket.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runTool, start } from "../e2e/process.js";
import { root } from "../suite.js";
import { writeProgram } from "./program.js";

const cli = join(root, "dist/transformer/cli/main.js");
const name = `upgrade-test-${process.pid}@127.0.0.1`;
const cookie = "a cookie of this test";
let running: ReturnType<typeof start> | undefined;
afterEach(() => void running?.process.kill("SIGKILL"));

const files = {
  "counter.ts": `
import { call, genserver } from "tincture";
export const Counter = genserver(() => {
  let n = 0;
  return { next: call(() => ++n) };
}, { name: "Counter" });
`,
  "app.ts": `
import { Node } from "tincture";
import { Code } from "tincture/upgrade";
import { Counter } from "./counter.js";
await Counter.start();
await Node.start(${JSON.stringify(name)}, { cookie: ${JSON.stringify(cookie)} });
if (process.argv[2] === "allowed") Code.allowRemote();
console.log("up");
setInterval(async () => console.log(await Counter.next()), 20);
`,
};

async function up(folder: string, args: readonly string[]): Promise<ReturnType<typeof start>> {
  const program = start(process.execPath, ["--import", "tincture/register", "app.ts", ...args], { cwd: folder });
  running = program;
  for (let i = 0; i < 600 && !program.printed.stdout.includes("up"); i++) await pause();
  expect(program.printed.stdout, program.printed.output).toContain("up");
  return program;
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

const upgrade = (cwd: string, args: readonly string[], given = cookie) =>
  runTool(cli, ["upgrade", name, ...args], { cwd, env: { TINCTURE_COOKIE: given } });

test("what has changed is loaded; an error is the command's, and the node goes on; another cookie is refused", async () => {
  const folder = writeProgram("node", files);
  const program = await up(folder, ["allowed"]);
  const save = (from: string, to: string) => {
    const file = join(folder, "counter.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
  };
  expect(await upgrade(folder, [])).toMatchObject({ code: 0, stdout: "nothing has changed\n" });
  save("++n", "(n += 1_000_000)");
  const done = await upgrade(folder, []);
  expect(done).toMatchObject({
    code: 0,
    stdout: `${join(folder, "counter.ts")}\n1 process goes on with the new code\n`,
  });
  for (let i = 0; i < 600 && !/^\d{7}$/m.test(program.printed.stdout); i++) await pause();
  expect(Number(/^\d{7}$/m.exec(program.printed.stdout)?.[0]) % 1_000_000).toBeGreaterThan(0);
  save("let n = 0", "let let n = 0");
  const failed = await upgrade(folder, ["counter.ts"]);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("counter.ts could not be loaded");
  const refused = await upgrade(folder, [], "another cookie");
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(program.process.exitCode).toBe(null);
});

test("a node that has not allowed it says so; a node that is not there, and wrong words, are refused", async () => {
  const folder = writeProgram("node_closed", files);
  await up(folder, []);
  expect(await upgrade(folder, [])).toMatchObject({ code: 1, stderr: expect.stringContaining("has not allowed") });
  const { code } = await runTool(cli, ["upgrade", "nobody-of-this-test@127.0.0.1"], {
    cwd: folder,
    env: { TINCTURE_COOKIE: cookie },
  });
  expect(code).toBe(1);
  for (const args of [[], ["shop"], [name, "--timeout", "soon"]])
    expect((await runTool(cli, ["upgrade", ...args], { cwd: folder })).code).toBe(2);
});
