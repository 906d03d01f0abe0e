// How what the checks find shows under the real tspc, in every way to run it: errors are errors, warnings are printed in the same form and change neither the exit
// code nor what is written.
import { beforeAll, describe, expect, test } from "vitest";
import { belowShared, entryIn, type Project, tools } from "./project.js";

/** A warning in line 4: its message in one line, without colours. */
const waits = (body: string): string => `
import { call, genserver, sleep } from "tincture";
export const Clock = genserver(() => ({
  wait: call(async () => { ${body} }),
}), { name: "Clock" });
`;
const warned = waits("await new Promise<void>((resolve) => { setTimeout(resolve, 5); });");
const clean = waits("await sleep(5);");
const warning = /^clock\.ts\(4,\d+\): warning TS70092: `setTimeout` in a server .*\nhint: .*\ndocs: .*raw_timer\.md\n$/;
const main = `import { run } from "tincture";
import { Clock } from "./clock.js";
await run(async () => { await Clock.start(); console.log(await Clock.wait()); });
`;

describe.for(Object.entries(tools))("%s", ([, packages]) => {
  let project: Project;
  beforeAll(async () => {
    project = await belowShared(packages);
  });

  function sample(name: string, options: object = {}): Project {
    const part = project.part(name, { type: "module" });
    part.configure({ lib: ["es2023"], types: [], ...options });
    part.write(
      "globals.d.ts",
      "declare const console: { log(x: unknown): void };\ndeclare function setTimeout(f: () => void, ms: number): void;\n",
    );
    part.write("clock.ts", warned);
    part.write("main.ts", main);
    return part;
  }

  test.for([
    ["plain", ["-p", "."]],
    ["no_emit", ["-p", ".", "--noEmit"]],
    ["no_emit_on_error", ["-p", ".", "--noEmitOnError"]],
    ["incremental", ["-p", ".", "--incremental"]],
    ["build", ["-b"]],
  ] as const)("a warning is printed, and that is all: %s", async ([name, args]) => {
    const part = sample(name);
    const { output, code } = await part.tspc(...args);
    expect(output).toMatch(warning);
    expect(code).toBe(0);
    expect(part.has("out/main.js")).toBe(name !== "no_emit");
  });

  test("an incremental build prints it again while it stands, and no longer than that", async () => {
    const part = sample("again", { incremental: true });
    for (const _ of [1, 2])
      expect(await part.tspc("-p", ".")).toMatchObject({ output: expect.stringMatching(warning), code: 0 });
    part.write("clock.ts", clean);
    expect(await part.tspc("-p", ".")).toMatchObject({ output: "", code: 0 });
  });

  test("--pretty shows the line", async () => {
    const { output, code } = await sample("pretty").tspc("-p", ".", "--pretty");
    expect(output).toContain("setTimeout(resolve, 5)");
    expect(output).toContain("~~~");
    expect(code).toBe(0);
  });

  test("--watch prints it in every round", async () => {
    const part = sample("watch");
    const watch = part.watch("-p", ".", "--watch", "--preserveWatchOutput");
    const count = (text: string): number => watch.printed.stdout.split(text).length - 1;
    const rounds = (): number => count("Found 0 errors");
    try {
      await expect.poll(rounds, { timeout: 30_000 }).toBe(1);
      expect(count("warning TS70092")).toBe(1);
      part.write("main.ts", `${main}console.log(1);\n`);
      await expect.poll(rounds, { timeout: 30_000 }).toBe(2);
      expect(count("warning TS70092")).toBe(2);
      part.write("clock.ts", clean);
      await expect.poll(rounds, { timeout: 30_000 }).toBe(3);
      expect(count("warning TS70092")).toBe(2);
    } finally {
      watch.process.kill();
    }
  });

  test("`checks` in the plugin's entry makes it an error, or nothing", async () => {
    const entry = { transform: "tincture/transformer", transformProgram: true };
    const withLevel = (level: string): Project =>
      sample(`level_${level}`, { plugins: [{ ...entry, checks: { raw_timer: level } }] });
    const off = sample("level_off", { plugins: [entryIn("docs/diagnostics.md")] });
    expect(await off.tspc("-p", ".")).toMatchObject({ output: "", code: 0 });
    const { output, code } = await withLevel("error").tspc("-p", ".", "--noEmit");
    expect(output).toMatch(/^clock\.ts\(4,\d+\): error TS70092/);
    expect(code).not.toBe(0);
    const wrong = await withLevel("quiet").tspc("-p", ".");
    expect(wrong.output).toMatch(/error TS70097: `"raw_timer": "quiet"` is no setting of the plugin's `checks`/);
    expect(wrong.code).not.toBe(0);
  });

  test("an error stops nothing but the exit code, and stays until it is mended", async () => {
    const part = sample("error", { incremental: true });
    part.write(
      "clock.ts",
      clean
        .replace("await sleep(5);", "await Clock.other();")
        .replace("wait:", "other: call((): number => 1),\n  wait:")
        .replace("async () =>", "async (): Promise<void> =>"),
    );
    for (const _ of [1, 2]) {
      const { output, code } = await part.tspc("-p", ".");
      expect(output).toMatch(/^clock\.ts\(5,\d+\): error TS70080: `Clock\.other` is called by Clock itself/);
      expect(code).not.toBe(0);
    }
    part.write("clock.ts", clean);
    expect(await part.tspc("-p", ".")).toMatchObject({ output: "", code: 0 });
  });
});
