// Which files a per-file host compiles, and with which options: what must be left alone, what reaches macros through other modules, what tsconfig.json says.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { SourceCompiler } = require(join(root, "dist/transformer/hosts/source_compiler.js"));
const { checkHostVersion } = require(join(root, "dist/transformer/hosts/host_version.js"));

const made: string[] = [];
afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tincture-hosts-"));
  made.push(folder);
});

function write(file: string, text: string): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return join(folder, file);
}

/** Compiles a file as a bundler's host does; its text is given here and need not be on disk. */
const compile = (text: string, options = {}, file = "src/main.ts", way = { module: "esm" }) =>
  new SourceCompiler("vite", folder, options).compile(text, join(folder, file), way);
const usesFlow = (from: string): string => `import { flow } from "${from}";\nexport const x = flow(1, String);\n`;

describe("left alone", () => {
  const plain = `import { a } from "./a.js";\nexport const b: number = a;\n`;

  test("a file that has nothing of tincture, also where there is no TypeScript", () => {
    write("src/a.ts", "export const a = 1;");
    expect(compile(plain)).toBeUndefined();
  });
  test("a file that only speaks of it", () => {
    expect(compile(`// tincture\nexport const f = (s: string) => s + " |> ";`)).toBeUndefined();
  });
  test("what was compiled", () => {
    const { js } = compile(`import { run, self } from "tincture";\nawait run(() => self());`);
    expect(js).toContain('from "tincture/abi"');
    expect(compile(js)).toBeUndefined();
  });
  test("declarations, packages, and JavaScript without allowJs", () => {
    const text = `import { pipe } from "tincture";\nexport const x = pipe(1, String);`;
    expect(compile(text, {}, "src/a.d.ts")).toBeUndefined();
    expect(compile(text, {}, "node_modules/kit/a.ts")).toBeUndefined();
    expect(compile(text, {}, "src/a.js")).toBeUndefined();
    write("tsconfig.json", `{ "compilerOptions": { "allowJs": true } }`);
    expect(compile(text, {}, "src/a.js").js).toContain("x = String(1)");
  });
});

describe("macros through other modules", () => {
  test("a module that hands them on, directly and through others", () => {
    const kit = write("src/kit.ts", `export { pipe as flow } from "tincture";`);
    const all = write("src/all/index.ts", `export * from "../kit.js";`);
    expect(compile(usesFlow("./kit.js"))).toMatchObject({ dependencies: [kit] });
    const { js, dependencies } = compile(usesFlow("./all"));
    expect(js).toContain("x = String(1)");
    expect([...dependencies].sort()).toEqual([all, kit].sort());
  });
  test("circles end", () => {
    write("src/a.ts", `export * from "./b.js";`);
    write("src/b.ts", `export * from "./a.js";\nexport const flow = 1;`);
    expect(compile(usesFlow("./a.js"))).toBeUndefined();
  });
  test("an alias of tsconfig.json, through extends", () => {
    write(
      "base.json",
      `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] }, "moduleResolution": "bundler", "module": "esnext" } }`,
    );
    write("tsconfig.json", `{ "extends": "./base.json" } // with a comment`);
    write("src/kit.ts", `export { pipe as flow } from "tincture";`);
    expect(compile(usesFlow("@/kit")).js).toContain("x = String(1)");
  });
  test("a package that depends on tincture; one that doesn't is not looked into", () => {
    write("tsconfig.json", `{ "compilerOptions": { "moduleResolution": "bundler", "module": "esnext" } }`);
    for (const [name, dependencies] of [
      ["kit", `{ "tincture": "*" }`],
      ["other", "{}"],
    ]) {
      write(
        `node_modules/${name}/package.json`,
        `{ "name": "${name}", "types": "index.d.ts", "dependencies": ${dependencies} }`,
      );
      write(`node_modules/${name}/index.d.ts`, `export { pipe as flow } from "tincture";`);
    }
    expect(compile(usesFlow("other"))).toBeUndefined();
    expect(compile(usesFlow("kit")).js).toContain("x = String(1)");
    write("node_modules/kit/index.d.ts", `export * from "./inner.js";`);
    write("node_modules/kit/inner.d.ts", `export { pipe as flow } from "tincture";`);
    expect(compile(usesFlow("kit")).js).toContain("x = String(1)");
  });
  test("macros of a package that is not listed are said to be so, through barrels and namespaces", () => {
    write("tsconfig.json", `{ "compilerOptions": { "moduleResolution": "bundler", "module": "esnext" } }`);
    const kit = (file: string, text: string) => write(`node_modules/@scope/kit/${file}`, text);
    kit(
      "package.json",
      `{ "name": "@scope/kit", "type": "module", "exports": "./index.js", "peerDependencies": { "tincture": "*" } }`,
    );
    kit("index.d.ts", "export declare const twice: (n: number) => number; export declare const plain: number;");
    kit("index.js", `export * from "./twice.macro.js";\nexport const plain = 1;`);
    kit(
      "twice.macro.js",
      `import { bindQuoted, defmacro } from "tincture/macro";\nexport const twice = defmacro((n) => bindQuoted({ n }, ({ n }) => n + n));`,
    );
    const text = `import * as all from "@scope/kit";\nimport { plain, twice } from "@scope/kit";\nconsole.log(twice(plain), all.twice(2), plain);`;
    const { js, mistakes } = compile(text);
    expect(
      mistakes.map(({ code, line, column }: { code: number; line: number; column: number }) => [code, line, column]),
    ).toEqual([
      [70183, 3, 12],
      [70183, 3, 26],
    ]);
    expect(mistakes[0].message).toContain(`"macros": ["@scope/kit"]`);
    expect(js).toContain("plain);");
    expect(compile(text, { macros: ["@scope/kit"] })).toMatchObject({ mistakes: [] });
    expect(compile(`import { plain } from "@scope/kit";\nconsole.log(plain);`)).toBeUndefined();
  });
  test("a change of such a module counts at once", () => {
    const compiler = new SourceCompiler("vite", folder, {});
    const again = () => compiler.compile(usesFlow("./kit.js"), join(folder, "src/main.ts"), { module: "esm" });
    write("src/kit.ts", `export { pipe as flow } from "tincture";`);
    const key = () => [
      compiler.keyOf(usesFlow("./kit.js"), join(folder, "src/main.ts"), {}),
      compiler.reachableTexts(usesFlow("./kit.js"), join(folder, "src/main.ts")),
    ];
    const before = key();
    expect(again().js).toContain("x = String(1)");
    write("src/kit.ts", `export const flow = (n: number, f: (n: number) => string) => f(n); // longer than before`);
    expect(again()).toBeUndefined();
    expect(key()).not.toEqual(before);
  });
});

describe("tsconfig.json", () => {
  const operator = `export const x = 1 |> String;`;

  test("the plugin's entry says whether |> may be used; the host's own option comes first", () => {
    expect(compile(operator).mistakes).toMatchObject([{ code: 70120, line: 1, column: 19, isError: true }]);
    write(
      "tsconfig.json",
      `{ "compilerOptions": { "plugins": [{ "transform": "tincture/transformer", "pipelineOperator": true }] } }`,
    );
    expect(compile(operator)).toMatchObject({ mistakes: [], js: "export const x = String(1);\n" });
    expect(compile(operator, { pipelineOperator: false }).mistakes).toHaveLength(1);
  });
  test("the plugin's entry says how grave the findings of checks are", () => {
    const text = `import { call, genserver } from "tincture";
export const Clock = genserver(() => ({ wait: call(() => { setTimeout(() => {}, 5); }) }));
`;
    const found = (checks: object): unknown => {
      const entry = { transform: "tincture/transformer", checks };
      write("tsconfig.json", JSON.stringify({ compilerOptions: { plugins: [entry] } }));
      return compile(text).mistakes.map(({ code, isError }: { code: number; isError: boolean }) => [code, isError]);
    };
    expect(found({})).toEqual([[70092, false]]);
    expect(found({ raw_timer: "error" })).toEqual([[70092, true]]);
    expect(found({ raw_timer: "off" })).toEqual([]);
    expect(() => found({ raw_timer: "quiet" })).toThrow(/`"raw_timer": "quiet"` is no setting .*\nhint: /);
    expect(() => found({})).not.toThrow();
    expect(compile(text, { checks: { raw_timer: "off" } }).mistakes).toEqual([]);
    expect(() => compile(text, { checks: { rawtimer: "off" } })).toThrow(/rawtimer[\s\S]*raw_timer/);
  });
  test("target, jsx and decorators; noEmit and outDir do nothing here", () => {
    write(
      "tsconfig.json",
      `{ "compilerOptions": { "target": "es2015", "jsx": "react", "noEmit": true, "outDir": "out", "declaration": true } }`,
    );
    const { js } = compile(
      `import { pipe } from "tincture";\nexport const x = <b>{pipe(1, String) ?? 2}</b>;`,
      {},
      "src/a.tsx",
    );
    expect(js).toContain("React.createElement");
    expect(js).not.toContain("??");
  });
  test("of a solution, the project that has the file", () => {
    write("tsconfig.tool.json", `{ "include": ["tool"] }`);
    write("app/main.ts", operator);
    write(
      "tsconfig.app.json",
      `{ "include": ["app"], "compilerOptions": { "plugins": [{ "transform": "tincture/transformer", "pipelineOperator": true }] } }`,
    );
    write(
      "tsconfig.json",
      `{ "files": [], "references": [{ "path": "./tsconfig.tool.json" }, { "path": "./tsconfig.app.json" }] }`,
    );
    expect(compile(operator, {}, "app/main.ts").mistakes).toEqual([]);
  });
  test("a change counts at once", () => {
    const compiler = new SourceCompiler("vite", folder, {});
    const file = join(folder, "src/main.ts");
    write("tsconfig.json", "{}");
    expect(compiler.compile(operator, file, { module: "esm" }).mistakes).toHaveLength(1);
    write(
      "tsconfig.json",
      `{ "compilerOptions": { "plugins": [{ "transform": "tincture/transformer", "pipelineOperator": true }] } }`,
    );
    expect(compiler.compile(operator, file, { module: "esm" }).mistakes).toEqual([]);
  });
  test("one that can't be read says so", () => {
    write("tsconfig.json", `{ "compilerOptions": `);
    expect(() => compile(operator)).toThrow(/tsconfig\.json: /);
  });
});

test("CommonJS keeps import() where Node runs it, and not for tools with a loader of their own", () => {
  const text = `import { pipe } from "tincture";\nexport const x = pipe(import("./a.mjs"), String);`;
  expect(compile(text, {}, "a.ts", { module: "commonjs", node: true } as never).js).toContain(
    `String(import("./a.mjs"))`,
  );
  expect(compile(text, {}, "a.ts", { module: "commonjs" }).js).not.toContain(`(import("./a.mjs"))`);
});

test("an empty file", () => {
  expect(compile("")).toBeUndefined();
  expect(compile("", {}, "a.ts", { module: "esm", all: true } as never).js).toBe(`"use strict";\n`);
});

test.for([
  ["vite", "5.4.0", false],
  ["vite", "6.0.0", true],
  ["esbuild", "0.24.9", false],
  ["esbuild", "0.28.2", true],
  ["jest", "28.1.0", false],
  ["rspack", "1.0.0", true],
  ["webpack", "4.47.0", false],
  ["rollup", undefined, true],
] as const)("%s %s is new enough: %s", ([host, version, isNew]) => {
  if (isNew) expect(() => checkHostVersion(host, version)).not.toThrow();
  else expect(() => checkHostVersion(host, version)).toThrow(`${host} ${version} is too old for tincture.`);
});
