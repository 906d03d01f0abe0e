// The way in for ts-patch (`tspc`). One entry in tsconfig's `plugins` does it all:
//
//   { "transform": "tincture/transformer", "transformProgram": true }
//
// ts-patch hands over the program before anything asks it a question. The same program goes back, with some methods wrapped: `emit` gets our
// transformer, and the two that report type errors get our errors as well, so that they show under --noEmit, --incremental, --watch and -b.
//
// Warnings can't go that way: whatever category a diagnostic has, tsc counts it, ends with an exit code other than 0 and, with noEmitOnError, writes
// nothing. So they are printed here, in tsc's form, when it asks for the errors of the whole program. It does that once for every program, in all modes, also
// where an incremental build finds nothing to check.
import { mistakeInLevels } from "../check/check_file.js";
import { repairOperators } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { timed } from "../timing.js";
import { type TypeScriptApi, ts, useTypeScript } from "../ts.js";
import { diagnosticsIn } from "./diagnose.js";
import type { PluginOptions } from "./entry.js";
import { mixVersions, withMacroHash } from "./macro_version.js";
import { isPrinting } from "./one_file.js";
import { programHost } from "./program_host.js";
import { versionMistake } from "./version.js";

type GetDiagnostics = (file?: ts.SourceFile, ...rest: unknown[]) => readonly ts.Diagnostic[];

/** The wrapped methods; `getBindAndCheckDiagnostics` is what incremental builds ask, file by file (internal, the same in 5.9 and 6.0). */
interface Wrapped {
  emit: ts.Program["emit"];
  getSemanticDiagnostics: GetDiagnostics;
  getBindAndCheckDiagnostics?: GetDiagnostics;
  getGlobalDiagnostics: ts.Program["getGlobalDiagnostics"];
  getOptionsDiagnostics: ts.Program["getOptionsDiagnostics"];
}

export function transformProgram(
  program: ts.Program,
  _host: unknown,
  config: PluginOptions | undefined,
  extras: { ts: TypeScriptApi },
): ts.Program {
  if (isPrinting()) return program;
  if (versionMistake(extras.ts.version) !== undefined) return refuse(program, extras.ts);
  useTypeScript(extras.ts);
  timed(() => {
    for (const file of program.getSourceFiles())
      if (!file.isDeclarationFile) repairOperators(file, config?.pipelineOperator === true);
  });
  const wrongOption = mistakeInLevels(config?.checks);
  const pipeline = timed(() => new Pipeline(programHost(program, config)));
  const hasPackages = (config?.macros ?? []).length > 0;
  timed(() => mixVersions(program, pipeline, { hasPackages, hasValidators: config?.validators !== false }));
  const target = program as unknown as Wrapped;
  const ofCategory = (category: ts.DiagnosticCategory, file?: ts.SourceFile): readonly ts.Diagnostic[] =>
    diagnosticsIn(program, pipeline, file).filter((diagnostic) => diagnostic.category === category);
  const mistakesIn = (file: ts.SourceFile | undefined) => ofCategory(ts.DiagnosticCategory.Error, file);

  const { getGlobalDiagnostics, getOptionsDiagnostics } = target;
  let isPrinted = false;
  target.getGlobalDiagnostics = (...args) => {
    const found = getGlobalDiagnostics(...args);
    if (!isPrinted) printWarnings(ofCategory(ts.DiagnosticCategory.Warning), program);
    isPrinted = true;
    return found;
  };
  if (wrongOption !== undefined)
    target.getOptionsDiagnostics = (...args) => [...getOptionsDiagnostics(...args), wrongOption];

  const isBuiltOn = program.getCompilerOptions().composite === true;
  const { getSemanticDiagnostics, getBindAndCheckDiagnostics, emit } = target;
  target.getSemanticDiagnostics = (file, ...rest) => [...getSemanticDiagnostics(file, ...rest), ...mistakesIn(file)];
  if (getBindAndCheckDiagnostics !== undefined)
    target.getBindAndCheckDiagnostics = (file, ...rest) => [
      ...getBindAndCheckDiagnostics(file, ...rest),
      ...mistakesIn(file),
    ];
  target.emit = (file, writeFile, cancellation, onlyDeclarations, transformers, ...rest) => {
    const before = [pipeline.before, ...(transformers?.before ?? [])];
    const afterDeclarations = isBuiltOn
      ? [...(transformers?.afterDeclarations ?? []), withMacroHash(pipeline)]
      : transformers?.afterDeclarations;
    const all = { ...transformers, before, ...(afterDeclarations && { afterDeclarations }) };
    return emit(file, writeFile, cancellation, onlyDeclarations, all, ...rest);
  };
  return program;
}

/** As tsc prints its errors. */
function printWarnings(warnings: readonly ts.Diagnostic[], program: ts.Program): void {
  if (warnings.length === 0) return;
  const { sys } = ts;
  const host: ts.FormatDiagnosticsHost = {
    getCurrentDirectory: () => program.getCurrentDirectory(),
    getNewLine: () => sys.newLine,
    getCanonicalFileName: (name) => (sys.useCaseSensitiveFileNames ? name : name.toLowerCase()),
  };
  const isPretty = program.getCompilerOptions().pretty ?? sys.writeOutputIsTTY?.() ?? false;
  const text = isPretty
    ? ts.formatDiagnosticsWithColorAndContext(warnings, host)
    : ts.formatDiagnostics(warnings, host);
  sys.write(isPretty ? `${text}${sys.newLine}` : text);
}

/** Under a version that is not supported: one error, as TypeScript prints it, and no output at all. */
function refuse(program: ts.Program, typescript: TypeScriptApi): ts.Program {
  const { code, whole } = versionMistake(typescript.version) as { code: number; whole: string };
  const error: ts.Diagnostic = {
    category: typescript.DiagnosticCategory.Error,
    code,
    messageText: whole,
    file: undefined,
    start: undefined,
    length: undefined,
  };
  program.getOptionsDiagnostics = () => [error];
  program.getSemanticDiagnostics = () => [];
  program.emit = () => ({ emitSkipped: true, diagnostics: [] });
  return program;
}
