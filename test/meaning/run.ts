// Runs a program twice: compiled, on the real runtime, and as the plain closures and async functions that it says, on the stand-ins of plain.ts.
import { createRequire } from "node:module";
import transformer from "tincture/transformer";
import ts from "typescript";
import { plain } from "./plain.js";

const require = createRequire(import.meta.url);

/** What a program logs, line by line; it exports `main`. */
async function logOf(js: string, load: (name: string) => unknown): Promise<string> {
  const lines: string[] = [];
  const log = (...values: unknown[]): void => {
    if (lines.length < 3000) lines.push(values.map((value) => JSON.stringify(value) ?? String(value)).join(" "));
  };
  const exports: { main?: () => Promise<void> } = {};
  new Function("require", "exports", "log", js)(load, exports, log);
  await exports.main?.();
  return `${lines.join("\n")}\n`;
}

/** As the compiler makes it. Errors: mistakes it reports; its warnings are not about meaning. */
export async function compiledLog(text: string): Promise<string> {
  const { js, diagnostics } = transformer.compileFile(ts, text, "input.ts", { module: "commonjs" });
  const mistakes = diagnostics.filter((item) => item.category === ts.DiagnosticCategory.Error);
  if (mistakes.length > 0)
    throw new Error(mistakes.map((item) => ts.flattenDiagnosticMessageText(item.messageText, "\n")).join("\n"));
  return logOf(js, require);
}

/** As JavaScript means it. */
export async function plainLog(text: string): Promise<string> {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const js = ts.transpileModule(text, { fileName: "input.ts", compilerOptions }).outputText;
  return logOf(js, (name) => (name === "tincture" ? plain : require(name)));
}
