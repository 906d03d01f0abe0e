// What the programs of the documentation come to: their type errors, what the plugin makes of them, and what they print. Output is written to
// build/docs/, from where "tincture" is found by its name. `dbg` and errors show a program's file as `example.ts`.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFile } from "tincture/transformer";
import ts from "typescript";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { repairOperators } = require(join(root, "dist/transformer/operator/repair.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

const fileOf = (i: number | string, extension: string): string =>
  join(root, "build/docs", String(i), `example.${extension}`);

const format: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => root,
  getCanonicalFileName: (file) => file,
  getNewLine: () => "\n",
};

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/** Type errors of each program, as stock TypeScript prints them (with `|>`, which it does not know, repaired); "" for a good one. All are checked at once, which is faster. */
export function typeErrors(sources: readonly string[]): string[] {
  const files = new Map(sources.map((source, i) => [fileOf(i, "ts"), source]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const source = files.get(file);
    if (source === undefined) return getSourceFile(file, ...rest);
    const parsed = ts.createSourceFile(file, source, {
      languageVersion: ts.ScriptTarget.ES2023,
      impliedNodeFormat: ts.ModuleKind.ESNext,
    });
    useTypeScript(ts);
    repairOperators(parsed, true);
    return parsed;
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((file) => {
    const source = program.getSourceFile(file);
    return ts.formatDiagnostics(
      [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)],
      format,
    );
  });
}

export interface Outcome {
  /** What the plugin has to say; "" for a good program. */
  readonly mistakes: string;
  readonly js: string;
  readonly printed: string;
  readonly code: number | null;
}

/** Compiles and runs program `i`: a number, or a name of its own. */
export function outcomeOf(source: string, i: number | string): Outcome {
  const { js, diagnostics } = compileFile(ts, source, "example.ts", {
    pipelineOperator: true,
    compilerOptions: { target: options.target!, sourceMap: false },
  });
  const file = fileOf(i, "js");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, js);
  const reporter = source.includes('from "node:test"')
    ? [`--test-reporter=${join(root, "test/docs/reporter.mjs")}`]
    : [];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...reporter, file], {
    encoding: "utf8",
    timeout: 20_000,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return {
    mistakes: ts.formatDiagnostics(diagnostics, format),
    js,
    printed: stdout === "" ? stderr : stdout,
    code: status,
  };
}
