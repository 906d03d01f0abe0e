// What the compiler makes of source, sample by sample: samples/MACRO/CASE/input.ts beside the JavaScript that a person has read. `input.cts` is
// compiled to CommonJS, `input.tsx` keeps its JSX; other files of the folder are modules that the input imports.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import ts59 from "typescript59";
import { describe, expect, test } from "vitest";
import { filesOf, root, type Sample, suite } from "../suite.js";

const { compileFile } = transformer;

/** The JavaScript of a sample; its own mistakes and syntax errors of the output are part of it, so that nobody overlooks them. */
function expand(sample: Sample, typescript: typeof ts = ts): string {
  const file = basename(sample.input);
  const { js, diagnostics } = compileFile(typescript, sample.read(file), file, {
    module: file.endsWith(".cts") ? "commonjs" : "esm",
    compilerOptions: { jsx: ts.JsxEmit.Preserve },
    pipelineOperator: true,
    resolve: sample.resolve,
  });
  const text = js.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const problems = [...diagnostics, ...syntaxErrors(text)].map((problem) =>
    ts.flattenDiagnosticMessageText(problem.messageText, "\n"),
  );
  return problems.length === 0 ? text : `${text}/* PROBLEMS\n${problems.join("\n")}\n*/\n`;
}

function syntaxErrors(text: string): readonly ts.Diagnostic[] {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: "output.jsx",
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
      allowJs: true,
    },
  });
  return diagnostics ?? [];
}

suite("test/expand/samples", (sample) => ({ "expected.js": expand(sample) }));

describe("TypeScript 5.9", () => {
  test("makes the same of a sample as 6.0", () => {
    const folder = join(root, "test/expand/samples/genserver/helpers");
    const sample: Sample = {
      name: "helpers",
      folder,
      input: join(folder, "input.ts"),
      files: ["input.ts"],
      ...filesOf(folder),
    };
    expect(ts59.version).toMatch(/^5\.9\./);
    expect(expand(sample, ts59 as unknown as typeof ts)).toBe(expand(sample));
  });
});

describe("a file", () => {
  const require = createRequire(import.meta.url);
  const { Pipeline } = require(join(root, "dist/transformer/pipeline.js"));
  const host = {
    resolve: () => undefined,
    mayReachTincture: () => false,
    isCommonJs: () => false,
    shownName: () => "",
  };
  const parse = (text: string) => ts.createSourceFile("input.ts", text, ts.ScriptTarget.ES2022);

  test.for([
    "export const a = 1;",
    "export const tincture = 1; // speaks of tincture, imports nothing",
    'import type { Pid } from "tincture"; export type P = Pid;',
    'import type { Client } from "tincture"; export async function f(c: Client<any>) { return c; }',
    'import { pipe } from "./tincture.js"; pipe();',
  ])("without macros comes back as the same object: %s", (text) => {
    compileFile(ts, "", "input.ts");
    const file = parse(text);
    expect(ts.transform(file, [new Pipeline(host).before]).transformed[0]).toBe(file);
  });

  test("may have nothing but a type of tincture", () => {
    const text = `import type { Client } from "tincture";\nexport async function f(c: Client<any>) { await c.get(); }`;
    expect(compileFile(ts, text, "input.ts").js).toContain("rt.waitCall(c, c.get)");
  });

  test("may be emitted again and again", () => {
    const text = readFileSync(join(root, "test/expand/samples/genserver/helpers/input.ts"), "utf8");
    const options = { noResolve: true, noLib: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const file = parse(text);
    const compilerHost = { ...ts.createCompilerHost(options), getSourceFile: () => file };
    const program = require("tincture/transformer")(
      ts.createProgram(["input.ts"], options, compilerHost),
      undefined,
      {},
      { ts },
    );
    const written: string[] = [];
    for (const _ of [1, 2]) program.emit(undefined, (_name: string, js: string) => written.push(js));
    expect(written[0]).toContain("rt.genserver");
    expect(written[1]).toBe(written[0]);
  });
});
