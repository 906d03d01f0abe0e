// A program of one file, so that TypeScript prints and maps it as `tsc` does. Nothing is resolved, nothing is known of types.
import { posix } from "node:path";
import { repairOperators } from "../operator/repair.js";
import type { Pipeline } from "../pipeline.js";
import { ts } from "../ts.js";

export interface PrintedFile {
  readonly js: string;
  /** Source map, as JSON text. */
  readonly map: string;
  /** Syntax errors and mistakes in the use of macros. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

/**
 * The options under which one file can be compiled alone. `node`: as Node itself runs it, where `import()` stays what it is in CommonJS, and ES modules may
 * `import x = require("x")`.
 */
export const optionsFor = (
  module: "esm" | "commonjs",
  options: ts.CompilerOptions = {},
  node = false,
): ts.CompilerOptions => ({
  target: ts.ScriptTarget.ES2022,
  sourceMap: true,
  ...options,
  module: node ? ts.ModuleKind.NodeNext : module === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
  moduleResolution: node ? ts.ModuleResolutionKind.NodeNext : ts.ModuleResolutionKind.Bundler,
  isolatedModules: true,
  // As transpileModule: types of one file by itself mean nothing. In CommonJS TypeScript finds out only by checking which names are imports.
  noCheck: module !== "commonjs",
  allowNonTsExtensions: true,
  allowJs: true,
  noResolve: true,
  noLib: true,
  types: [],
  suppressOutputPathCheck: true,
});

/** `pipelineOperator`: `|>` may be used in it. `module`: what Node takes it for. */
export function parse(
  fileName: string,
  text: string,
  options: ts.CompilerOptions,
  pipelineOperator: boolean,
  module?: "esm" | "commonjs",
): ts.SourceFile {
  const impliedNodeFormat = module === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const file = ts.createSourceFile(fileName, text, {
    languageVersion: options.target ?? ts.ScriptTarget.ES2022,
    ...(module && { impliedNodeFormat }),
  });
  repairOperators(file, pipelineOperator);
  return file;
}

let printing = false;

/** Is the program that is being made one of these? ts-patch gives the project's plugins to every program, and this one has its transformer already. */
export const isPrinting = (): boolean => printing;

function createProgram(options: ts.CreateProgramOptions): ts.Program {
  printing = true;
  try {
    return ts.createProgram(options);
  } finally {
    printing = false;
  }
}

export function print(
  file: ts.SourceFile,
  pipeline: Pipeline,
  options: ts.CompilerOptions,
  after: readonly ts.TransformerFactory<ts.SourceFile>[] = [],
): PrintedFile {
  const output = { js: "", map: "" };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
    writeFile: (name, written) => {
      if (name.endsWith(".map")) output.map = written;
      else if (/\.[mc]?jsx?$/.test(name)) output.js = written;
    },
    fileExists: (name) => name === file.fileName,
    readFile: () => undefined,
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => posix.dirname(file.fileName),
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const program = createProgram({ rootNames: [file.fileName], options, host });
  program.getTypeChecker(); // binds the file, as in a whole program
  program.emit(undefined, undefined, undefined, false, { before: [pipeline.before, ...after] });
  return { ...output, diagnostics: [...program.getSyntacticDiagnostics(file), ...pipeline.diagnostics(file)] };
}
