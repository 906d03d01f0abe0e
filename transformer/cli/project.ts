// The user's project as commands see it: its TypeScript, its tsconfig.json, and its mistakes as TypeScript prints them.
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { optionsOf, type PluginOptions } from "../hosts/entry.js";
import { programHost } from "../hosts/program_host.js";
import { compilerOf, loadTypeScript } from "../hosts/project.js";
import { versionMistake } from "../hosts/version.js";
import { repairOperators } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { ts } from "../ts.js";
import { type Option, Refusal, type Terminal } from "./command.js";

/** Everything from now on works with the TypeScript of the project. */
export function useTypeScriptOf(folder: string): void {
  const { path, version } = compilerOf(folder);
  if (path !== undefined) return void loadTypeScript(path);
  if (version === undefined)
    throw new Refusal("TypeScript is not installed here.\nhint: npm install --save-dev typescript@~6.0.3");
  throw new Refusal(versionMistake(version)?.whole ?? `TypeScript ${version} can't be loaded.`);
}

/** The option of every command that works with a project. */
export const projectOption: Option = {
  type: "string",
  short: "p",
  value: "PATH",
  help: "the tsconfig.json, or its folder. Default: the nearest",
};

/** The full path of a file that was named. Errors: Refusal where there is none. */
export function fileAt(path: string, folder: string): string {
  const file = resolve(folder, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Refusal(`There is no file ${path}.`, 2);
  return file;
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

/** A project as its tsconfig.json says. */
export interface Project {
  readonly options: ts.CompilerOptions;
  /** All of its files. */
  readonly files: readonly string[];
  readonly plugin: PluginOptions;
  /** Projects whose declarations stand for their sources. Default: none. */
  readonly references?: readonly ts.ProjectReference[];
}

/** Errors: Refusal with what is wrong in its tsconfig.json. */
export function projectOf(config: string | undefined, terminal: Terminal): Project {
  if (config === undefined) return { options: defaults(), files: [], plugin: {} };
  const { options, fileNames } = commandLineOf(config, terminal);
  return { options: { ...options, noEmit: true }, files: fileNames, plugin: optionsOf(options) };
}

/** A tsconfig.json as TypeScript reads it. Errors: Refusal with what is wrong in it. */
export function commandLineOf(config: string, terminal: Terminal): ts.ParsedCommandLine {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, undefined, host);
  // TS18003: no file is included. The command names the files itself.
  const errors = parsed?.errors.filter(({ code }) => code !== 18003) ?? [];
  if (parsed === undefined || errors.length > 0)
    throw new Refusal(parsed === undefined ? `${config} can't be read.` : printed(errors, terminal.folder, terminal));
  return parsed;
}

/** The program of some files, as the plugin sees it: with `|>` made calls. `texts`: what is to be read in place of what is on disk. */
export function programOf(
  files: readonly string[],
  { options, plugin, references = [] }: Project,
  texts: ReadonlyMap<string, string> = new Map(),
): ts.Program {
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  const program = ts.createProgram({ rootNames: files, options, host, projectReferences: references });
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile) repairOperators(file, plugin.pipelineOperator === true);
  return program;
}

/** The pipeline for source: its imports are those of modules, whatever they are compiled to. */
export function pipelineOf(program: ts.Program, { plugin }: Project): Pipeline {
  const host = programHost(program, plugin);
  const { verbatimModuleSyntax } = program.getCompilerOptions();
  return new Pipeline({ ...host, isCommonJs: (file) => verbatimModuleSyntax === true && host.isCommonJs(file) });
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
