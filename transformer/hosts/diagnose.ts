// What the compiler has to say of a program, without compiling it: for editors, bundlers and other tools that have a TypeScript program. The ts-patch host
// asks the same way.
//
// Shape: diagnose(ts, program, file?) -> diagnostics as TypeScript's own, errors and warnings; of one file, or of all.
import type { CheckLevels } from "../check/check_file.js";
import { Pipeline } from "../pipeline.js";
import { type TypeScriptApi, type ts, useTypeScript } from "../ts.js";
import { programHost } from "./program_host.js";

export interface DiagnoseOptions {
  /** How grave the findings of a check are, by its name: "off", "warning" or "error". Default: as docs/diagnostics.md says. */
  readonly checks?: CheckLevels;
}

const pipelines = new WeakMap<ts.Program, Pipeline>();

/** Mistakes in the use of macros, and the findings of all checks. A program is looked into once, with the options of the first time. */
export function diagnose(
  typescript: TypeScriptApi,
  program: ts.Program,
  file?: ts.SourceFile,
  { checks }: DiagnoseOptions = {},
): readonly ts.Diagnostic[] {
  useTypeScript(typescript);
  const pipeline = pipelines.get(program) ?? new Pipeline(programHost(program, { ...(checks && { checks }) }));
  pipelines.set(program, pipeline);
  return diagnosticsIn(program, pipeline, file);
}

export function diagnosticsIn(program: ts.Program, pipeline: Pipeline, file?: ts.SourceFile): readonly ts.Diagnostic[] {
  program.getTypeChecker(); // binds all files
  return file === undefined ? pipeline.allDiagnostics(program.getSourceFiles()) : pipeline.diagnostics(file);
}
