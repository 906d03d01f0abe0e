// The language service of a project with our part added: every method asks TypeScript first, and what we have to say comes on top.
//
// Shape: editorService(info, log) -> a service. An error of ours is logged, and the answer is TypeScript's own.

import { optionsOf } from "../hosts/entry.js";
import { ts } from "../ts.js";
import { diagnosticsOf, hostOf } from "./diagnostics.js";
import type { Page } from "./edit.js";
import { fixableCodes, fixesAt } from "./fix.js";
import { edits, offered, refactorName } from "./refactor.js";
import { shiftedHelp } from "./signature.js";

/** Makes TypeScript's answer ours. */
type Better<M extends keyof ts.LanguageService> = ts.LanguageService[M] extends (...args: infer A) => infer R
  ? (answer: R, ...args: A) => R
  : never;

export function editorService(info: ts.server.PluginCreateInfo, log: (text: string) => void): ts.LanguageService {
  const original = info.languageService;
  const service = { ...original };
  const pageOf = (fileName: string): Page | undefined => {
    const program = original.getProgram();
    const file = program?.getSourceFile(fileName);
    if (program === undefined || file === undefined) return undefined;
    program.getTypeChecker(); // binds the file: fixes look at parents
    const isOperatorEnabled = optionsOf(program.getCompilerOptions()).pipelineOperator === true;
    return { file, program, resolve: hostOf(program).resolve, isOperatorEnabled };
  };
  const better = <M extends keyof ts.LanguageService>(method: M, improve: Better<M>): void => {
    const ask = original[method] as (...args: unknown[]) => unknown;
    const wrapped = (...args: unknown[]): unknown => {
      const answer = ask.apply(original, args);
      try {
        return (improve as (answer: unknown, ...args: unknown[]) => unknown)(answer, ...args);
      } catch (error) {
        if (error instanceof ts.OperationCanceledException) throw error;
        log(`${method} is left to TypeScript: ${(error as Error).stack}`);
        return answer;
      }
    };
    Object.assign(service, { [method]: wrapped });
  };

  better("getSemanticDiagnostics", (found, fileName) => {
    const page = pageOf(fileName);
    return page === undefined ? found : [...found, ...diagnosticsOf(page.program, page.file)];
  });
  better(
    "getSignatureHelpItems",
    (help, fileName, position) => help && shiftedHelp(help, original.getProgram()?.getSourceFile(fileName), position),
  );
  better("getSupportedCodeFixes", (codes) => [...codes, ...fixableCodes]);
  better("getCodeFixesAtPosition", (fixes, fileName, start, end, errorCodes) => {
    const page = pageOf(fileName);
    return page === undefined
      ? fixes
      : [...fixes, ...errorCodes.flatMap((code) => fixesAt(page, { start, end }, code))];
  });
  better("getApplicableRefactors", (found, fileName, place, _preferences, _reason, kind) => {
    const page = pageOf(fileName);
    return page === undefined ? found : [...found, ...offered(page, spanOf(place), kind)];
  });
  better("getEditsForRefactor", (found, fileName, _format, place, name, action) => {
    const page = name === refactorName ? pageOf(fileName) : undefined;
    return page === undefined ? found : edits(page, spanOf(place), action);
  });
  return service;
}

const spanOf = (place: number | ts.TextRange): { start: number; end: number } =>
  typeof place === "number" ? { start: place, end: place } : { start: place.pos, end: place.end };
