// One file at a time, without the rest of the program: for bundlers, test runners and our own tests. Knows no types.
//
// Shape: compileFile(ts, text, "src/room.ts") -> { js, map, diagnostics }. A program of this one file is made, so that TypeScript prints and maps the output
// as `tsc` does. Modules that hand on macros are found through `resolve`.
import { posix } from "node:path";
import { isEntry } from "../1-find/exports.js";
import { repairOperators } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { type TypeScriptApi, ts, useTypeScript } from "../ts.js";
import { versionMistake } from "./version.js";

export interface CompileOptions {
  /** Default: ES modules. */
  readonly module?: "esm" | "commonjs";
  /** Further options of TypeScript's: target, jsx, verbatimModuleSyntax ... */
  readonly compilerOptions?: ts.CompilerOptions;
  /** Text of the module that a specifier in `from` means, so that macros handed on by a module of the user's are known. */
  readonly resolve?: (
    specifier: string,
    from: string,
  ) => { readonly fileName: string; readonly text: string } | undefined;
  /** `|>` may be used. Default: false. */
  readonly pipelineOperator?: boolean;
  /** The file's name as `dbg` shows it. Default: `fileName`. */
  readonly shownName?: string;
}

export interface CompiledFile {
  readonly js: string;
  /** Source map, as JSON text. */
  readonly map: string;
  /** Syntax errors and mistakes in the use of macros. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

export function compileFile(
  typescript: TypeScriptApi,
  text: string,
  fileName: string,
  options: CompileOptions = {},
): CompiledFile {
  const mistake = versionMistake(typescript.version);
  if (mistake !== undefined) throw new Error(mistake.whole);
  useTypeScript(typescript);
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    sourceMap: true,
    ...options.compilerOptions,
    module: options.module === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    isolatedModules: true,
    allowNonTsExtensions: true,
    noResolve: true,
    noLib: true,
    types: [],
    suppressOutputPathCheck: true,
  };
  const parse = (name: string, source: string): ts.SourceFile =>
    ts.createSourceFile(name, source, compilerOptions.target ?? ts.ScriptTarget.ES2022);
  const file = parse(fileName, text);
  repairOperators(file, options.pipelineOperator === true);
  const output = { js: "", map: "" };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === fileName ? file : undefined),
    writeFile: (name, written) => {
      output[name.endsWith(".map") ? "map" : "js"] = written;
    },
    fileExists: (name) => name === fileName,
    readFile: () => undefined,
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => posix.dirname(fileName),
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const program = ts.createProgram({ rootNames: [fileName], options: compilerOptions, host });
  const others = new Map<string, ts.SourceFile>();
  const pipeline = new Pipeline({
    resolve(specifier, from) {
      const found = isEntry(specifier.text) ? undefined : options.resolve?.(specifier.text, from.fileName);
      if (found === undefined) return undefined;
      const known = others.get(found.fileName) ?? parse(found.fileName, found.text);
      others.set(found.fileName, known);
      return known;
    },
    mayReachTincture: () => options.resolve !== undefined,
    isCommonJs: () => options.module === "commonjs",
    shownName: () => options.shownName ?? fileName,
  });
  program.getTypeChecker(); // binds the file, as in a whole program
  program.emit(undefined, undefined, undefined, false, { before: [pipeline.before] });
  return { ...output, diagnostics: [...program.getSyntacticDiagnostics(file), ...pipeline.diagnostics(file)] };
}
