// Macros of the user's under the real tspc: what is emitted again when a macro, something it imports or something it reads changes, in every way that
// tspc builds; macros of packages; type checks without the plugin.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../suite.js";
import { belowShared, type Project, tools } from "./project.js";

const macroFile = `
import { addDependency, defmacro, escape, quote, typeOf, unquote, type Expr } from "tincture/macro";
import { readFileSync } from "node:fs";
import { sign } from "./sign.js";
const greeting = "hello";
export const greet = defmacro((name: Expr<string>) => {
  const suffix = sign();
  return quote(() => greeting + " " + unquote(name) + unquote(escape(suffix)));
});
export const version = defmacro(() => {
  const file = new URL("./version.txt", import.meta.url);
  addDependency(file);
  return escape(readFileSync(file, "utf8"));
});
export const typeName = defmacro((value: Expr<unknown>) => escape(typeOf(value)?.text ?? "unknown"));
`;
const files = {
  "greet.macro.ts": macroFile,
  "sign.ts": `export const sign = () => "!";`,
  "version.txt": "v1",
  "user.ts": `import { greet } from "./greet.macro.js";\nexport const text = greet("ann");`,
  "reader.ts": `import { version } from "./greet.macro.js";\nexport const shown = version();`,
  "plain.ts": `export const plain = "plain";`,
  "main.ts": `import { plain } from "./plain.js";\nimport { shown } from "./reader.js";\nimport { text } from "./user.js";\nimport { typeName } from "./greet.macro.js";\nconsole.log(text, shown, plain, typeName(text));`,
};

describe.for(Object.entries(tools))("%s", { timeout: 180_000 }, ([, packages]) => {
  let project: Project;
  beforeAll(async () => {
    project = await belowShared(packages);
  });

  function sample(name: string, options: object = {}, rest?: object): Project {
    const part = project.part(name, { type: "module" });
    part.configure(options, rest);
    for (const [file, text] of Object.entries(files)) part.write(file, text);
    return part;
  }

  const prints = async (part: Project, expected: string, file = "out/main.js"): Promise<void> =>
    expect(await part.node([file])).toMatchObject({ stdout: expected, stderr: "", code: 0 });

  /** Which outputs are written while `work` runs. */
  async function written(part: Project, work: () => Promise<void>, folder = "out"): Promise<string[]> {
    const names = Object.keys(files).flatMap((file) => (file.endsWith(".ts") ? [file.replace(/ts$/, "js")] : []));
    const times = () =>
      names.map((name) => (part.has(`${folder}/${name}`) ? statSync(part.path(`${folder}/${name}`)).mtimeMs : 0));
    const before = times();
    await work();
    const after = times();
    return names.filter((_, i) => before[i] !== after[i]);
  }

  const build = async (part: Project, ...args: string[]): Promise<void> =>
    expect((await part.tspc(...args)).output).toBe("");

  test("--incremental emits exactly the users of a macro again", async () => {
    const part = sample("incremental", { incremental: true, declaration: true });
    await build(part, "-p", ".");
    await prints(part, "hello ann! v1 plain string\n");
    expect(await written(part, () => build(part, "-p", "."))).toEqual([]);
    part.write("sign.ts", `export const sign = () => "?";`);
    expect(await written(part, () => build(part, "-p", "."))).toEqual(["sign.js", "user.js", "reader.js", "main.js"]);
    await prints(part, "hello ann? v1 plain string\n");
    part.write("version.txt", "v2");
    expect(await written(part, () => build(part, "-p", "."))).toEqual(["reader.js"]);
    await prints(part, "hello ann? v2 plain string\n");
    part.write("greet.macro.ts", macroFile.replace('"hello"', '"hi"').replace('" "', '", "'));
    expect(await written(part, () => build(part, "-p", "."))).toEqual([
      "greet.macro.js",
      "user.js",
      "reader.js",
      "main.js",
    ]);
    await prints(part, "hi, ann? v2 plain string\n");
  });

  test("--watch emits again when a macro changes", async () => {
    const part = sample("watch");
    const watch = part.watch("-p", ".", "--watch", "--preserveWatchOutput");
    try {
      const rounds = (): number => watch.printed.stdout.split("Found 0 errors").length - 1;
      await expect.poll(rounds, { timeout: 150_000 }).toBe(1);
      await prints(part, "hello ann! v1 plain string\n");
      part.write("sign.ts", `export const sign = () => "?";`);
      await expect.poll(rounds, { timeout: 150_000 }).toBe(2);
      await prints(part, "hello ann? v1 plain string\n");
    } finally {
      watch.process.kill();
    }
  });

  test("-b: a project that uses another one's macros", async () => {
    const whole = project.part("b", { type: "module" });
    const library = sample(
      "b/library",
      { composite: true, outDir: "../out/library" },
      { include: ["greet.macro.ts", "sign.ts"] },
    );
    whole.configure({ incremental: true }, { include: ["*.ts"], references: [{ path: "./library" }] });
    whole.write("plain.ts", "export const plain = 1;");
    whole.write("main.ts", `import { greet } from "./library/greet.macro.js";\nconsole.log(greet("bob"));`);
    await build(whole, "-b");
    await prints(whole, "hello bob!\n");
    library.write("sign.ts", `export const sign = () => "?";`);
    expect(await written(whole, () => build(whole, "-b"))).toEqual(["main.js"]);
    await prints(whole, "hello bob?\n");
  });

  test("a failing macro module: errors, a build that goes on, and nothing stale", async () => {
    const part = sample("failing", { incremental: true });
    await build(part, "-p", ".");
    part.write("greet.macro.ts", macroFile.replace("const suffix = sign();", "const suffix = sign(; "));
    const { output, code } = await part.tspc("-p", ".", "--pretty", "false");
    expect(code).not.toBe(0);
    expect(output).toMatch(/greet\.macro\.ts\(7,\d+\): error TS1\d{3}/);
    const { stderr } = await part.node(["out/user.js"]);
    expect(stderr).toContain("macro_module_failed");
    part.write("greet.macro.ts", macroFile);
    await build(part, "-p", ".");
    await prints(part, "hello ann! v1 plain string\n");
  });

  test("--noEmit reports at the call what a macro throws, with its line", async () => {
    const part = sample("no_emit");
    part.write("sign.ts", `export const sign = (): string => {\n  throw new Error("no sign");\n};`);
    const { output } = await part.tspc("-p", ".", "--noEmit", "--pretty", "false");
    expect(output).toMatch(
      /^user\.ts\(2,21\): error TS70051: The macro .greet. failed: no sign\nhint: It was thrown at sign\.ts:2:9\./m,
    );
  });

  test("the wanted program", async () => {
    const part = project.part("user_macro", { type: "module" });
    part.configure();
    const folder = join(root, "test/wanted/user_macro");
    for (const file of readdirSync(folder)) part.write(file, readFileSync(join(folder, file), "utf8"));
    await build(part, "-p", ".");
    await prints(part, part.read("expected.txt"));
    expect(part.read("out/main.js")).not.toContain("macro.js");
  });

  test("macros of a package work when the project lists it, and not otherwise", async () => {
    const part = project.part("package", { type: "module" });
    const kit = (file: string, text: string) => part.write(`node_modules/unless-kit/${file}`, text);
    kit(
      "package.json",
      JSON.stringify({
        name: "unless-kit",
        version: "1.0.0",
        type: "module",
        exports: "./index.js",
        peerDependencies: { tincture: "*" },
      }),
    );
    kit(
      "index.d.ts",
      "export declare const unless: (test: boolean, body: () => void) => void; export declare const log: (text: string) => void;",
    );
    kit(
      "index.js",
      `import { defmacro, quote, unquote } from "tincture/macro";
export const log = (text) => console.log(text);
export const unless = defmacro((test, body) => quote(() => { if (!unquote(test)) { log("kit"); unquote(body)(); } }));`,
    );
    part.write("main.ts", `import { unless } from "unless-kit";\nunless(1 > 2, () => { console.log("run"); });`);
    const plugin = { name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true };
    part.configure({ plugins: [{ ...plugin, macros: ["unless-kit"] }] });
    await build(part, "-p", ".");
    await prints(part, "kit\nrun\n");
    expect(part.read("out/main.js")).not.toContain("unless(");
    part.configure();
    const { output, code } = await part.tspc("-p", ".", "--pretty", "false");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /^main\.ts\(2,1\): error TS70183: `unless` is a macro of `unless-kit`, .*\nhint: .*"macros": \["unless-kit"\]/,
    );
    expect((await part.node(["out/main.js"])).stderr).toContain("macro_not_listed");
  });
});
