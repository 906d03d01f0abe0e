// What the programs of the documentation come to: their type errors, what the plugin makes of them, and what they print. Output is written to
// build/docs/, from where "tincture" is found by its name. `dbg` and errors show a program's file as `example.ts`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileFile } from "tincture/transformer";
import ts from "typescript";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { repairOperators } = require(join(root, "dist/transformer/operator/repair.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

const fileOf = (i: number | string, file: string): string => join(root, "build/docs", String(i), file);

/** Where nodes of these programs meet: none of them has a name that another program of this machine has. */
const runtimeFolder = mkdtempSync(join(tmpdir(), "tincture-docs-"));
process.once("exit", () => rmSync(runtimeFolder, { recursive: true, force: true }));

/**
 * The files of a program. A line `// unless.macro.ts` begins a file of that name; what stands in none is example.ts, and so is the last one: it is
 * compiled and run, the others are what it imports.
 */
function filesOf(source: string): ReadonlyMap<string, string> {
  const parts = source.split(/^\/\/ ([\w.]+\.ts)\n/m);
  const files = new Map<string, string>();
  for (let i = 1; i < parts.length - 2; i += 2) files.set(parts[i] as string, parts[i + 1] as string);
  return files.set("example.ts", parts.at(-1) as string);
}

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
  const programs = sources.map((source, i) =>
    [...filesOf(source)].map(([name, text]) => [fileOf(i, name), text] as const),
  );
  const files = new Map(programs.flat());
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile, directoryExists } = host;
  const folders = new Set([...files.keys()].map((file) => dirname(file)));
  host.directoryExists = (folder) => folders.has(folder) || directoryExists?.(folder) !== false;
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
  const errorsIn = (file: string): string => {
    const source = program.getSourceFile(file);
    return ts.formatDiagnostics(
      [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)],
      format,
    );
  };
  return programs.map((program) => program.map(([file]) => errorsIn(file)).join(""));
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
  const files = filesOf(source);
  const resolve = (specifier: string): { fileName: string; text: string } | undefined => {
    const fileName = specifier.replace("./", "").replace(/js$/, "ts");
    const text = files.get(fileName);
    return text === undefined ? undefined : { fileName, text };
  };
  const compiled = [...files].map(([name, text]) => {
    const made = compileFile(ts, text, name, {
      pipelineOperator: true,
      compilerOptions: { target: options.target!, sourceMap: false },
      resolve,
    });
    const file = fileOf(i, name.replace(/ts$/, "js"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made.js);
    return { ...made, file };
  });
  const { js, file } = compiled.at(-1) as (typeof compiled)[number];
  const diagnostics = compiled.flatMap((made) => made.diagnostics);
  const reporter = source.includes('from "node:test"')
    ? [`--test-reporter=${join(root, "test/docs/reporter.mjs")}`]
    : [];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...reporter, file], {
    encoding: "utf8",
    timeout: 20_000,
    env: { ...process.env, NO_COLOR: "1", XDG_RUNTIME_DIR: runtimeFolder },
  });
  return {
    mistakes: ts.formatDiagnostics(diagnostics, format),
    js,
    printed: stdout === "" ? stderr : stdout,
    code: status,
  };
}
