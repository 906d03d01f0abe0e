// The ways in which people run tspc: -p, -b, --watch, --incremental, --noEmit, the strict module options, both module formats by file. Each test is
// a folder of one installed project; what was emitted is run, not compared as text.
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "./process.js";
import { entryIn, install, type Project, tools } from "./project.js";

/** Prints 7: one macro that leaves no runtime behind and one that needs it. */
const counter = (step: number): string => `
import { call, genserver, pipe } from "tincture";
export const Counter = genserver((from: number) => {
  let n = from;
  return { next: call(() => (n = pipe(n, add))) };
});
const add = (x: number): number => x + ${step};
`;
const main = `
import { run } from "tincture";
import { Counter } from "./counter.js";
void run(async () => {
  const pid = await Counter.start(5);
  console.log(await Counter.at(pid).next());
});
`;

describe.for(Object.entries(tools))("%s", ([, packages]) => {
  let project: Project;
  beforeAll(async () => {
    project = await install(packages);
  });

  /** A folder of the project with the two files above. */
  function sample(name: string, options: object = {}, rest?: object): Project {
    const part = project.part(name, { type: "module" });
    part.configure(options, rest);
    part.write("counter.ts", counter(2));
    part.write("main.ts", main);
    return part;
  }

  async function prints(part: Project, file: string, expected: string): Promise<void> {
    expect(await part.node([file])).toMatchObject({ stdout: expected, stderr: "", code: 0 });
  }

  test("-p", async () => {
    const part = sample("p");
    expect((await part.tspc("-p", "tsconfig.json")).output).toBe("");
    await prints(part, "out/main.js", "7\n");
  });

  test("strict module options, declarations and source maps together", async () => {
    const part = sample("strict", {
      isolatedModules: true,
      verbatimModuleSyntax: true,
      declaration: true,
      declarationMap: true,
      sourceMap: true,
    });
    expect((await part.tspc("-p", ".")).output).toBe("");
    await prints(part, "out/main.js", "7\n");
    expect(part.read("out/counter.d.ts")).toContain("next: ");
    expect(JSON.parse(part.read("out/counter.js.map")).sources).toEqual(["../counter.ts"]);
  });

  test("-b with references", async () => {
    const whole = project.part("b", { type: "module" });
    const library = sample("b/library", { composite: true, outDir: "../out/library" }, { include: ["counter.ts"] });
    whole.configure({}, { include: ["*.ts"], references: [{ path: "./library" }] });
    whole.write("main.ts", main.replace("./counter.js", "./library/counter.js"));
    expect((await whole.tspc("-b")).output).toBe("");
    await prints(whole, "out/main.js", "7\n");
    library.write("counter.ts", counter(3));
    expect((await whole.tspc("-b")).output).toBe("");
    await prints(whole, "out/main.js", "8\n");
  });

  test("--incremental emits a changed file through the plugin again", async () => {
    const part = sample("incremental", { incremental: true });
    expect((await part.tspc("-p", ".")).output).toBe("");
    await prints(part, "out/main.js", "7\n");
    part.write("counter.ts", counter(4));
    expect((await part.tspc("-p", ".")).output).toBe("");
    await prints(part, "out/main.js", "9\n");
  });

  test("--incremental reports an error again while it stands", async () => {
    const part = sample("incremental_error", { incremental: true });
    part.write("counter.ts", rejected);
    for (const _ of [1, 2]) expect((await part.tspc("-p", ".")).output).toMatch(/counter\.ts.*error TS70\d{3}/);
    part.write("counter.ts", counter(2));
    expect((await part.tspc("-p", ".")).output).toBe("");
    await prints(part, "out/main.js", "7\n");
  });

  test("--watch emits again after an edit", async () => {
    const part = sample("watch");
    const watch = part.watch("-p", ".", "--watch", "--preserveWatchOutput");
    try {
      const rounds = (): number => watch.printed.stdout.split("Found 0 errors").length - 1;
      await expect.poll(rounds, { timeout: 30_000 }).toBe(1);
      await prints(part, "out/main.js", "7\n");
      part.write("counter.ts", counter(5));
      await expect.poll(rounds, { timeout: 30_000 }).toBe(2);
      await prints(part, "out/main.js", "10\n");
    } finally {
      watch.process.kill();
    }
  });

  test("ESM and CommonJS by file", async () => {
    const part = project.part("by_file", { type: "module" });
    part.configure();
    for (const [name, extension] of [
      ["esm", "mts"],
      ["cjs", "cts"],
    ]) {
      part.write(`${name}_counter.${extension}`, counter(2));
      part.write(
        `${name}.${extension}`,
        main.replace("./counter.js", `./${name}_counter.${extension?.replace("ts", "js")}`),
      );
    }
    expect((await part.tspc("-p", ".")).output).toBe("");
    await prints(part, "out/esm.mjs", "7\n");
    await prints(part, "out/cjs.cjs", "7\n");
    expect(part.read("out/cjs_counter.cjs")).toContain('const rt = require("tincture/abi");');
    expect(part.read("out/esm_counter.mjs")).toContain('import * as rt from "tincture/abi";');
  });

  test("--noEmit shows our errors at their place", async () => {
    const part = sample("no_emit");
    part.write("counter.ts", rejected);
    const { output, code } = await part.tspc("-p", ".", "--noEmit", "--pretty", "false");
    expect(output).toMatch(/^counter\.ts\(4,\d+\): error TS70\d{3}: .*\n.*hint: /);
    expect(code).not.toBe(0);
    expect(part.has("out")).toBe(false);
  });

  test("a rejected block leaves the rest of its file working", async () => {
    const part = project.part("rejected", { type: "module" });
    part.configure();
    part.write("main.ts", `${rejected}\nimport { pipe } from "tincture";\nconsole.log(pipe(1, String));\nbad();`);
    expect((await part.tspc("-p", ".")).code).not.toBe(0);
    const { stdout, stderr, code } = await part.node(["out/main.js"]);
    expect(stdout).toBe("1\n");
    expect(stderr).toContain("TinctureError");
    expect(code).toBe(1);
  });

  test("beside another plugin, before and after it", async () => {
    const part = sample("beside");
    part.write("other.cjs", otherPlugin);
    const ours = { name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true };
    const other = { transform: "./other.cjs" };
    for (const plugins of [
      [ours, other],
      [other, ours],
    ]) {
      part.configure({ plugins });
      expect((await part.tspc("-p", ".")).output).toBe("");
      await prints(part, "out/main.js", "14\n");
    }
  });

  test("|> with -b, declarations, maps, --incremental and --watch", async () => {
    const part = project.part("operator", { type: "module" });
    const plugin = { transform: "tincture/transformer", transformProgram: true };
    const write = (step: string, ...plugins: object[]): void => {
      part.configure({ composite: true, sourceMap: true, declaration: true, plugins });
      part.write(
        "price.ts",
        `export const price = (n: number) => n |> add(${step});\nfunction add(a: number, b: number) { return a + b; }\n`,
      );
      part.write("main.ts", 'import { price } from "./price.js";\n2\n  |> price\n  |> console.log;\n');
    };
    const enabled = entryIn("docs/operator.md");
    write("1", plugin);
    expect((await part.tspc("-b")).output).toMatch(
      /^main\.ts\(3,3\): error TS70120[\s\S]*\nprice\.ts\(1,39\): error TS70120/,
    );
    write('"1"', enabled);
    for (const _ of [1, 2])
      expect((await part.tspc("-b", "--pretty", "false")).output).toMatch(/^price\.ts\(1,46\): error TS2345/);
    write("1", enabled);
    expect((await part.tspc("-b")).output).toBe("");
    await prints(part, "out/main.js", "3\n");
    expect(part.read("out/price.d.ts")).toBe("export declare const price: (n: number) => number;\n");
    const watch = part.watch("-p", ".", "--watch", "--preserveWatchOutput");
    try {
      const rounds = (): number => watch.printed.stdout.split("Found 0 errors").length - 1;
      await expect.poll(rounds, { timeout: 30_000 }).toBe(1);
      write("2", enabled);
      await expect.poll(rounds, { timeout: 30_000 }).toBe(2);
      await prints(part, "out/main.js", "4\n");
    } finally {
      watch.process.kill();
    }
  });

  test("an installed ts-patch makes plain tsc do the same", async () => {
    const part = sample("patched");
    expect(
      await run(process.execPath, [project.path("node_modules/ts-patch/bin/ts-patch.js"), "install", "-s"], {
        cwd: project.folder,
      }),
    ).toMatchObject({ code: 0 });
    expect((await part.tsc("-p", ".")).output).toBe("");
    await prints(part, "out/main.js", "7\n");
  });
});

/** Writes 12 for every 5, so that the counter starts there. */
const otherPlugin = `
module.exports = (program, config, { ts }) => (context) => (file) => {
  const visit = (node) => {
    const seen = ts.visitEachChild(node, visit, context);
    if (!ts.isNumericLiteral(seen) || seen.text !== "5") return seen;
    return ts.factory.createNumericLiteral(12);
  };
  return ts.visitNode(file, visit);
};
`;

/** The block of line 4 is written elsewhere: an error of ours, and no type error. */
const rejected = `
import { genserver } from "tincture";
const block = () => ({});
export const bad = () => genserver(block);
`;
