// When something of ours breaks, TypeScript's own answer is given and the log says so.
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { editorService } = require(join(root, "dist/transformer/editor/service.js"));
const { repairDocuments } = require(join(root, "dist/transformer/editor/registry.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

afterEach(() => useTypeScript(ts));

const settings = {
  plugins: [{ name: "tincture/language-service", pipelineOperator: true }],
} as unknown as ts.CompilerOptions;

/** A language service of one file over a registry of its own. */
function serviceOf(text: string, log: (line: string) => void): ts.LanguageService {
  const registry = ts.createDocumentRegistry();
  repairDocuments(registry, log);
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ ...settings, noLib: true }),
    getScriptFileNames: () => ["/main.ts"],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => (name === "/main.ts" ? ts.ScriptSnapshot.fromString(text) : undefined),
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (name) => name === "/main.ts",
    readFile: () => undefined,
  };
  return ts.createLanguageService(host, registry);
}

const codesOf = (found: readonly ts.Diagnostic[]): number[] => found.map(({ code }) => code);

test("a repair that throws leaves the file as TypeScript parses it", () => {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  useTypeScript(ts);
  expect(codesOf(serviceOf("1 |> f;", log).getSyntacticDiagnostics("/main.ts"))).toEqual([]);
  expect(lines).toEqual([]);
  const forEachChild = () => {
    throw new Error("broken");
  };
  useTypeScript(Object.create(ts, { forEachChild: { value: forEachChild } }));
  expect(codesOf(serviceOf("1 |> f;", log).getSyntacticDiagnostics("/main.ts"))).toEqual([1109]);
  expect(lines.map((line) => line.split("\n")[0])).toEqual(["/main.ts is left as TypeScript parses it: Error: broken"]);
});

test("an addition that throws leaves TypeScript's answer", () => {
  const lines: string[] = [];
  useTypeScript(ts);
  const languageService = serviceOf("const n: number = 'a';", () => {});
  const getProgram = () => {
    throw new Error("broken");
  };
  const service = editorService({ languageService: { ...languageService, getProgram } }, (line: string) =>
    lines.push(line),
  );
  expect(codesOf(service.getSemanticDiagnostics("/main.ts"))).toEqual(
    codesOf(languageService.getSemanticDiagnostics("/main.ts")),
  );
  expect(service.getApplicableRefactors("/main.ts", 1, {})).toEqual([]);
  expect(service.getCodeFixesAtPosition("/main.ts", 0, 1, [70011], {}, {})).toEqual([]);
  expect(service.getEditsForRefactor("/main.ts", {}, 1, "tincture", "expand_macro", {})).toBe(undefined);
  expect(lines.length).toBe(4);
});

test("a question that was called off is called off", () => {
  useTypeScript(ts);
  const languageService = serviceOf("1;", () => {});
  const getProgram = () => {
    throw new ts.OperationCanceledException();
  };
  const service = editorService({ languageService: { ...languageService, getProgram } }, () => {});
  expect(() => service.getSemanticDiagnostics("/main.ts")).toThrow(ts.OperationCanceledException);
});
