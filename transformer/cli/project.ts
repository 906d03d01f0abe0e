// The user's project as commands see it: its TypeScript, its tsconfig.json, and its mistakes as TypeScript prints them.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { versionMistake } from "../hosts/version.js";
import { type TypeScriptApi, ts, useTypeScript } from "../ts.js";
import { Refusal, type Terminal } from "./command.js";

/** A package of the project's own, as seen from one of its folders; undefined where it is not installed. */
export function packageOf<T>(name: string, folder: string): T | undefined {
  for (const from of [join(folder, "package.json"), __filename]) {
    try {
      return createRequire(from)(name) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return undefined;
}

/** Everything from now on works with the TypeScript of the project. */
export function useTypeScriptOf(folder: string): void {
  const found = packageOf<TypeScriptApi>("typescript", folder);
  if (found === undefined)
    throw new Refusal("TypeScript is not installed here.\nhint: npm install --save-dev typescript@~6.0.3");
  const mistake = versionMistake(found.version);
  if (mistake !== undefined) throw new Refusal(mistake.whole);
  useTypeScript(found);
}

/** What applies where there is no tsconfig.json: what TypeScript's own `--init` starts from. */
const defaults = (): ts.CompilerOptions => ({
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.Preserve,
});

/** The tsconfig.json that a path means, or the one in or above its folder. */
export function configFile(path: string | undefined, folder: string): string | undefined {
  if (path === undefined) return ts.findConfigFile(folder, existsSync);
  const file = join(path).endsWith(".json") ? path : join(path, "tsconfig.json");
  if (!existsSync(file)) throw new Refusal(`There is no ${file}.`, 2);
  return file;
}

/** The options of a project. Errors: Refusal with what is wrong in its tsconfig.json. */
export function optionsOf(config: string | undefined, terminal: Terminal): ts.CompilerOptions {
  if (config === undefined) return defaults();
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, undefined, host);
  // TS18003: no file is included. The command names the files itself.
  const errors = parsed?.errors.filter(({ code }) => code !== 18003) ?? [];
  if (parsed === undefined || errors.length > 0)
    throw new Refusal(parsed === undefined ? `${config} can't be read.` : printed(errors, dirname(config), terminal));
  return { ...parsed.options, noEmit: true };
}

const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, "g");

/** Diagnostics with their lines, as `tsc` prints them. */
export function printed(diagnostics: readonly ts.Diagnostic[], folder: string, terminal: Terminal): string {
  const host: ts.FormatDiagnosticsHost = {
    getCurrentDirectory: () => folder,
    getCanonicalFileName: (name) => name,
    getNewLine: () => "\n",
  };
  const text = ts.formatDiagnosticsWithColorAndContext(diagnostics, host).trimEnd();
  return terminal.isColoured ? text : text.replace(colour, "");
}
