// The hook for tspc writes the same whether a program is emitted whole, as by `tspc -p`, or file by file, as by --incremental, --watch and -b: the whole is prepared
// phase by phase before.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const transformProgram = require(join(root, "dist/transformer/index.js"));

/** `type`: what stands before an imported name that is a type, where it has to. */
const filesWith = (type: string): Record<string, string> => ({
  "all.ts": `
export { pipe, self, genserver, call, cast } from "tincture";
export class Used { n = 1 }
export class Typed { n = 2 }
export const enum Level { Low = 1 }
export interface Shape { readonly n: number }
export const unused = 3;`,
  "names.ts": `
import { pipe, self, Used, Typed, Level, ${type}Shape, unused } from "./all.js";
import { tap, ${type}Pid } from "tincture";
export const n = pipe(new Used().n, tap((x) => void x), (x) => x + Level.Low);
// Of a type and a value with one name the import is the type.
const Shape: Shape = { n };
const Pid = Shape.n as unknown as Pid;
console.log(Pid);
export const typed: Typed | undefined = undefined;
export { self };`,
  "server.ts": `
import { call, cast, genserver } from "./all.js";
export interface Item { readonly id: string; readonly tags: readonly string[] }
export const Box = genserver((first: readonly Item[] = []) => {
  let items = [...first];
  return { add: cast((item: Item) => { items = [...items, item]; }), count: call(() => items.length) };
});`,
  "main.ts": `
import * as t from "tincture";
import { Box } from "./server.js";
t.run(async () => { const pid = await Box.startLink(); await Box.at(pid).count(); t.send(t.self(), 1); });`,
  "plain.ts": `export const plain = 1;`,
});

function programOf(options: ts.CompilerOptions): ts.Program {
  const folder = join(root, "build/hosts");
  const files = filesWith(options.verbatimModuleSyntax === true ? "type " : "");
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const names = Object.keys(files).map((file) => join(folder, file));
  const program = ts.createProgram(names, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    outDir: join(folder, "out"),
    ...options,
  });
  return transformProgram(program, undefined, { transformProgram: true }, { ts });
}

function written(emit: (write: ts.WriteFileCallback) => void): Map<string, string> {
  const outputs = new Map<string, string>();
  emit((file, text) => outputs.set(file, text));
  return outputs;
}

test.for([
  ["checked", {}, "self, Used"],
  ["unchecked", { noCheck: true }, "self, Used"],
  ["verbatim", { verbatimModuleSyntax: true }, "self, Used, Typed, Level, unused"],
] as const)("whole and file by file: %s", ([, options, left]) => {
  const whole = programOf(options);
  expect(whole.getSemanticDiagnostics().map(({ messageText }) => messageText)).toEqual([]);
  const single = programOf(options);
  const atOnce = written((write) => whole.emit(undefined, write));
  const oneByOne = written((write) => {
    for (const file of single.getSourceFiles()) if (!file.isDeclarationFile) single.emit(file, write);
  });
  expect(atOnce.size).toBe(5);
  expect(oneByOne).toEqual(atOnce);
  const names = [...atOnce].find(([file]) => file.endsWith("names.js"))?.[1];
  expect(names).toContain(`import { ${left} } from "./all.js"`);
});
