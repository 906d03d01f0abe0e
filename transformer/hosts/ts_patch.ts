// The way in for ts-patch (`tspc`). One entry in tsconfig's `plugins` does it all:
//
//   { "transform": "tincture/transformer", "transformProgram": true }
//
// ts-patch hands over the program before anything asks it a question. The same program goes back, with three methods wrapped: `emit` gets our
// transformer, and the two that report type errors get our mistakes as well, so that they show under --noEmit, --incremental, --watch and -b.
import { repairOperators } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { timed } from "../timing.js";
import { type TypeScriptApi, type ts, useTypeScript } from "../ts.js";
import { mixVersions, withMacroHash } from "./macro_version.js";
import { isPrinting } from "./one_file.js";
import { programHost } from "./program_host.js";
import { versionMistake } from "./version.js";

/** What may stand in the plugin's entry in tsconfig. */
export interface PluginOptions {
  /** `|>` may be used. Default: false. */
  readonly pipelineOperator?: boolean;
  /** Packages whose macros the project uses: they run in its build. Default: none. */
  readonly macros?: readonly string[];
}

type GetDiagnostics = (file?: ts.SourceFile, ...rest: unknown[]) => readonly ts.Diagnostic[];

/** The wrapped methods; `getBindAndCheckDiagnostics` is what incremental builds ask, file by file (internal, the same in 5.9 and 6.0). */
interface Wrapped {
  emit: ts.Program["emit"];
  getSemanticDiagnostics: GetDiagnostics;
  getBindAndCheckDiagnostics?: GetDiagnostics;
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
  const pipeline = timed(() => new Pipeline(programHost(program, config)));
  timed(() => mixVersions(program, pipeline, (config?.macros ?? []).length > 0));
  const target = program as unknown as Wrapped;
  const mistakesIn = (file: ts.SourceFile | undefined): readonly ts.Diagnostic[] =>
    file === undefined
      ? program.getSourceFiles().flatMap((each) => pipeline.diagnostics(each))
      : pipeline.diagnostics(file);

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
