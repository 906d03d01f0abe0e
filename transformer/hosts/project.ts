// The project that a file is in, as a per-file host sees it: its TypeScript and what its tsconfig.json says of how one file is printed.
//
// Shape: settingsOf(project, "/p/src/room.ts") -> { options, resolution, plugin, ... }, plain data, so that it can be kept in a cache on disk.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { CheckLevels } from "../check/check_file.js";
import { textOf } from "../diagnostics/report.js";
import { type TypeScriptApi, type ts, useTypeScript } from "../ts.js";
import type { Made } from "./cache.js";
import { optionsOf, type PluginOptions } from "./entry.js";
import { above } from "./reach.js";
import { versionMistake } from "./version.js";

/** What every host takes. What isn't given is what the plugin's entry in tsconfig.json says. */
export interface HostOptions {
  /** `|>` may be used. Default: false. */
  readonly pipelineOperator?: boolean;
  /** Packages whose macros the project uses. Default: none. */
  readonly macros?: readonly string[];
  /** How grave the findings of a check are, by its name: "off", "warning" or "error". Default: as docs/diagnostics.md says. */
  readonly checks?: CheckLevels;
  /** The tsconfig.json to read, relative to the folder that the tool runs in. Default: the one nearest to each file. */
  readonly tsconfig?: string;
}

/** What tsconfig.json says of a file. */
export interface Settings {
  /** How one file is printed. */
  readonly options: ts.CompilerOptions;
  /** How specifiers become files. */
  readonly resolution: ts.CompilerOptions;
  /** The plugin's entry. */
  readonly plugin: PluginOptions;
  readonly allowJs: boolean;
}

/** Options of TypeScript's that decide what is written for one file. The others speak of a whole program, or of where output goes. */
const printing = [
  "alwaysStrict",
  "downlevelIteration",
  "emitBOM",
  "emitDecoratorMetadata",
  "erasableSyntaxOnly",
  "esModuleInterop",
  "experimentalDecorators",
  "importHelpers",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "moduleDetection",
  "noEmitHelpers",
  "preserveConstEnums",
  "reactNamespace",
  "removeComments",
  "rewriteRelativeImportExtensions",
  "strict",
  "target",
  "useDefineForClassFields",
  "verbatimModuleSyntax",
];
const resolving = [
  "allowImportingTsExtensions",
  "baseUrl",
  "configFilePath",
  "customConditions",
  "module",
  "moduleResolution",
  "moduleSuffixes",
  "paths",
  "pathsBasePath",
  "preserveSymlinks",
  "resolveJsonModule",
  "rootDirs",
];

/** The tsconfig.json that may hold for a file; undefined where there is none. */
export function configFileOf(fileName: string, given: string | undefined, root: string): string | undefined {
  return given === undefined ? above(dirname(fileName), "tsconfig.json") : join(root, given);
}

/** Reads a tsconfig.json; where it only lists other projects, the one of them that has the file. */
export function readSettings(typescript: TypeScriptApi, configFile: string, fileName: string): Made<Settings> {
  const files: string[] = [];
  const readFile = (name: string): string | undefined => {
    files.push(name);
    return typescript.sys.readFile(name);
  };
  const parse = (file: string, readDirectory: ts.System["readDirectory"]): ts.ParsedCommandLine => {
    const { config, error } = typescript.readConfigFile(file, readFile);
    if (error !== undefined)
      throw new Error(`${file}: ${typescript.flattenDiagnosticMessageText(error.messageText, "\n")}`);
    const host = { ...typescript.sys, readFile, readDirectory };
    return typescript.parseJsonConfigFileContent(config, host, dirname(file), undefined, file);
  };
  const own = parse(configFile, () => []);
  const member = own.projectReferences
    ?.map((reference) => parse(typescript.resolveProjectReferencePath(reference), typescript.sys.readDirectory))
    .find((project) => project.fileNames.includes(fileName));
  const { options } = member ?? own;
  const value: Settings = {
    options: {
      target: typescript.ScriptTarget.ES2022,
      ...nodeDefaults(typescript, options),
      ...pick(options, printing),
    },
    resolution: pick(options, resolving),
    plugin: optionsOf(options),
    allowJs: options.allowJs ?? false,
  };
  return { value, files };
}

/** What holds where there is no tsconfig.json. */
export const noSettings: Settings = { options: {}, resolution: {}, plugin: {}, allowJs: false };

/** What `module` nodenext switches on, although the file is printed by itself under another one. */
function nodeDefaults(typescript: TypeScriptApi, { module = 0 }: ts.CompilerOptions): ts.CompilerOptions {
  return module >= typescript.ModuleKind.Node16 && module <= typescript.ModuleKind.NodeNext
    ? { esModuleInterop: true }
    : {};
}

function pick(from: object, names: readonly string[]): Record<string, any> {
  return Object.fromEntries(
    Object.entries(from).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/**
 * What the package of a TypeScript that compiles is called: `typescript` may be version 7, which has no plugins and prints nothing for us, with one of the others
 * beside it.
 */
const compilers = ["typescript", "@typescript/typescript6", "typescript6"];

interface Installed {
  readonly path: string;
  readonly version: string;
}

/** A package as seen from a folder, or from ours. */
function installed(name: string, folder: string): Installed | undefined {
  for (const from of [join(folder, "package.json"), __filename])
    try {
      const path = createRequire(from).resolve(`${name}/package.json`);
      return { path: dirname(path), version: JSON.parse(readFileSync(path, "utf8")).version };
    } catch {}
  return undefined;
}

/** Where the TypeScript that compiles a project is, and its version; or why there is none: the version that is there, or undefined. */
export function compilerOf(
  folder: string,
): Installed | { readonly path?: undefined; readonly version: string | undefined } {
  const found = compilers.flatMap((name) => installed(name, folder) ?? []);
  return found.find(({ version }) => versionMistake(version) === undefined) ?? { version: found[0]?.version };
}

/** TypeScript 7, where a project has it. */
export const nativeOf = (folder: string): Installed | undefined =>
  ["typescript", "typescript7", "@typescript/native-preview"]
    .flatMap((name) => installed(name, folder) ?? [])
    .find(({ version }) => version.startsWith("7."));

/** Where the TypeScript of a project is, and its version. Errors: what to install, where there is none that works. */
export function findTypeScript(folder: string, host: string, fileName: string): Installed {
  const { path, version } = compilerOf(folder);
  if (path !== undefined) return { path, version };
  const mistake = version === undefined ? undefined : versionMistake(version);
  throw new HostError(mistake?.whole ?? textOf("host_without_typescript", { host, file: fileName }).whole);
}

export function loadTypeScript(path: string): TypeScriptApi {
  const typescript: TypeScriptApi = createRequire(__filename)(path);
  useTypeScript(typescript);
  return typescript;
}

/** What a user has to put right: tools print its text, without a stack of ours. */
export class HostError extends Error {
  override readonly name = "TinctureError";
  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
