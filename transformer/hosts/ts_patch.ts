// The way in for ts-patch (`tspc`). One entry in tsconfig's `plugins` does it all:
//
//   { "transform": "tincture/transformer", "transformProgram": true }
//
// ts-patch hands over the program before anything asks it a question. The same program goes back, with some methods wrapped: `emit` gets our
// transformer, and the two that report type errors get our errors as well, so that they show under --noEmit, --incremental, --watch and -b.
//
// Warnings can't go that way: whatever category a diagnostic has, tsc counts it, ends with an exit code other than 0 and, with noEmitOnError, writes
// nothing. So they are printed here, in tsc's form: when tsc has asked for the errors of all files, or, where it builds on what it did before and may find nothing
// to check, when it asks for the errors of no file.
import { isEntry } from "../1-find/exports.js";
import { mistakeInLevels } from "../check/check_file.js";
import { type MessageText, textOf } from "../diagnostics/report.js";
import { repairOperators } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { timed } from "../timing.js";
import { type TypeScriptApi, ts, useTypeScript } from "../ts.js";
import { copiesMistake } from "./copies.js";
import { diagnosticsIn } from "./diagnose.js";
import type { PluginOptions } from "./entry.js";
import { keepsVersions, mixVersions, withMacroHash } from "./macro_version.js";
import { isPrinting } from "./one_file.js";
import { programHost } from "./program_host.js";
import { specifiersOf } from "./specifier.js";
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
  timed(() => {
    useTypeScript(extras.ts);
    for (const file of program.getSourceFiles())
      if (!file.isDeclarationFile) repairOperators(file, config?.pipelineOperator === true);
  });
  const wrong = timed(() => [mistakeInLevels(config?.checks), copiesIn(program)]).filter(
    (mistake) => mistake !== undefined,
  );
  const pipeline = timed(() => new Pipeline(programHost(program, config)));
  const hasPackages = (config?.macros ?? []).length > 0;
  const isBuiltAgain = timed(() => keepsVersions(program));
  timed(() => mixVersions(program, pipeline, { hasPackages, hasValidators: config?.validators !== false }));
  const target = program as unknown as Wrapped;
  const ofCategory = (category: ts.DiagnosticCategory, file?: ts.SourceFile): readonly ts.Diagnostic[] =>
    diagnosticsIn(program, pipeline, file).filter((diagnostic) => diagnostic.category === category);
  const mistakesIn = (file: ts.SourceFile | undefined) => ofCategory(ts.DiagnosticCategory.Error, file);

  const { getGlobalDiagnostics, getOptionsDiagnostics } = target;
  let isPrinted = false;
  const showWarnings = (): void => {
    if (!isPrinted) printWarnings(ofCategory(ts.DiagnosticCategory.Warning), program);
    isPrinted = true;
  };
  target.getGlobalDiagnostics = (...args) => {
    const found = getGlobalDiagnostics(...args);
    if (isBuiltAgain) showWarnings();
    return found;
  };
  if (wrong.length > 0) target.getOptionsDiagnostics = (...args) => [...getOptionsDiagnostics(...args), ...wrong];

  const { composite: isBuiltOn, noEmit, emitDeclarationOnly } = program.getCompilerOptions();
  const writesCode = noEmit !== true && emitDeclarationOnly !== true;
  const { getSemanticDiagnostics, getBindAndCheckDiagnostics, emit } = target;
  target.getSemanticDiagnostics = (file, ...rest) => {
    const found = getSemanticDiagnostics(file, ...rest);
    if (file === undefined) showWarnings();
    return [...found, ...mistakesIn(file)];
  };
  if (getBindAndCheckDiagnostics !== undefined)
    target.getBindAndCheckDiagnostics = (file, ...rest) => [
      ...getBindAndCheckDiagnostics(file, ...rest),
      ...mistakesIn(file),
    ];
  target.emit = (file, writeFile, cancellation, onlyDeclarations, transformers, ...rest) => {
    if (file === undefined && writesCode && onlyDeclarations !== true) pipeline.prepare(program.getSourceFiles());
    const before = [pipeline.before, ...(transformers?.before ?? [])];
    const afterDeclarations = isBuiltOn
      ? [...(transformers?.afterDeclarations ?? []), withMacroHash(pipeline)]
      : transformers?.afterDeclarations;
    const all = { ...transformers, before, ...(afterDeclarations && { afterDeclarations }) };
    return emit(file, writeFile, cancellation, onlyDeclarations, all, ...rest);
  };
  return program;
}

/** Said once, of the first file that another copy would run. */
function copiesIn(program: ts.Program): ts.Diagnostic | undefined {
  for (const file of program.getSourceFiles()) {
    const isOurs = !file.isDeclarationFile && specifiersOf(file).some(({ text }) => isEntry(text));
    const mistake = isOurs ? copiesMistake(file.fileName) : undefined;
    if (mistake !== undefined) return ofNoFile(mistake);
  }
  return undefined;
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

/** For an entry without "transformProgram", as ts-patch calls it: an error, and files as they are. */
export function refuseToEmit(extras: unknown): ts.TransformerFactory<ts.SourceFile> {
  const { addDiagnostic } = extras as { addDiagnostic(diagnostic: ts.Diagnostic): number };
  addDiagnostic(ofNoFile(textOf("ts_patch_entry", {})));
  return () => (file) => file;
}

/** Under a version that is not supported: one error, as TypeScript prints it, and no output at all. */
function refuse(program: ts.Program, typescript: TypeScriptApi): ts.Program {
  const error = ofNoFile(versionMistake(typescript.version) as MessageText);
  program.getOptionsDiagnostics = () => [error];
  program.getSemanticDiagnostics = () => [];
  program.emit = () => ({ emitSkipped: true, diagnostics: [] });
  return program;
}

const ofNoFile = ({ code, whole }: MessageText): ts.Diagnostic => ({
  category: 1, // an error, whatever the version
  code,
  messageText: whole,
  file: undefined,
  start: undefined,
  length: undefined,
});
