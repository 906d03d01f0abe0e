// Macro modules inside the build: TypeScript of the user's, compiled and run synchronously, with what it imports.
//
// Flow: a macro's file -> its text, compiled to CommonJS with quotes by number (macro/module.ts) -> run as a module of Node whose `require` comes
// back here -> the functions given to `defmacro`, by the names of their constants. A module whose text, and that of all it imports, is the same as
// in an earlier build of this process is not run again.
import { readFileSync } from "node:fs";
import Module, { createRequire, SourceMap } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { builtins, macroEntry, macrosOf, type Resolve, type UserMacro } from "../1-find/exports.js";
import * as build from "../ast/build.js";
import { apiFor } from "../macro/api.js";
import type { Macro } from "../macro/expanding.js";
import { type MacroSource, ModuleFailure } from "../macro/macro_source.js";
import { Pipeline } from "../pipeline.js";
import { ts } from "../ts.js";
import { optionsFor, parse, print } from "./one_file.js";

export interface ModuleText {
  readonly fileName: string;
  readonly text: string;
}

/** How modules are found. */
export interface Modules {
  /** A module that is to be compiled for the build; undefined for what Node finds by itself: packages, its own modules, JSON. */
  resolve(specifier: string, from: string): ModuleText | undefined;
  /** A module with macros of a package that the project does not list: to find names in. */
  unlisted(specifier: string, from: string): ModuleText | undefined;
  /** The package of such a module. */
  unlistedOf(fileName: string): string | undefined;
  /** The package module that this is, as the project imports it. */
  packageOf(fileName: string): string | undefined;
  shownName(fileName: string): string;
  /** `|>` may be used. */
  readonly pipelineOperator: boolean;
}

interface Loaded extends ModuleText {
  exports: unknown;
  readonly macros: Map<string, Macro>;
  /** Modules that it imports: specifier -> file. */
  readonly imports: Map<string, string>;
  map: SourceMap | undefined;
  failure: ModuleFailure | undefined;
}

/** By the TypeScript they were compiled with: quotes hold its nodes. */
const known = new WeakMap<typeof ts, Map<string, Loaded>>();

/** Internals of Node's modules that have been the same since they are. */
interface NodeModule {
  filename: string;
  paths: string[];
  exports: unknown;
  require(specifier: string): unknown;
  _compile(text: string, fileName: string): void;
}

export class MacroLoader implements MacroSource {
  private readonly loaded = new Map<string, Loaded>();
  private readonly earlier: Map<string, Loaded>;
  private readonly own = new Map<string, ts.SourceFile>();

  constructor(private readonly modules: Modules) {
    this.earlier = known.get(ts) ?? new Map();
    known.set(ts, this.earlier);
  }

  builtin(name: string): UserMacro | undefined {
    const fileName = builtins.get(name);
    if (fileName === undefined) return undefined;
    const path = join(__dirname, "../builtin", `${fileName}.macro.ts`).replaceAll("\\", "/");
    const file = this.own.get(path) ?? parse(path, readFileSync(path, "utf8"), optionsFor("esm"), false);
    this.own.set(path, file);
    return macrosOf(file).get(name);
  }

  load({ file, macro }: UserMacro): Macro {
    const module = this.module(file);
    if (module.failure !== undefined) throw module.failure;
    const found = module.macros.get(macro);
    if (found === undefined)
      throw new ModuleFailure(
        `${macro} is needed before its module is ready`,
        "Two macro modules import each other's macros.",
      );
    return found;
  }

  dependenciesOf(file: ts.SourceFile): readonly string[] {
    const all = new Set<string>();
    const add = (fileName: string): void => {
      if (all.has(fileName)) return;
      all.add(fileName);
      for (const imported of this.loaded.get(fileName)?.imports.values() ?? []) add(imported);
    };
    this.module(file);
    add(file.fileName);
    return [...all];
  }

  packageOf(file: ts.SourceFile): string | undefined {
    return this.modules.packageOf(file.fileName);
  }

  unlistedOf(file: ts.SourceFile): string | undefined {
    return this.modules.unlistedOf(file.fileName);
  }

  placeOf(error: unknown, { file, definition }: UserMacro): string {
    const { line, character } = ts.getLineAndCharacterOfPosition(file, definition.getStart(file));
    return this.thrownAt(error) ?? `${this.modules.shownName(file.fileName)}:${line + 1}:${character + 1}`;
  }

  /** The first frame of the stack that is in a macro module. */
  private thrownAt(error: unknown): string | undefined {
    if (!(error instanceof Error)) return undefined;
    for (const line of error.stack?.split("\n") ?? []) {
      const [, path, row, column] =
        /\(?((?:file:\/\/)?\/?[^()]*?):(\d+):(\d+)\)?$/.exec(line.replace(/^\s*at /, "")) ?? [];
      const fileName = path?.replace(/^.*? \(/, "").replace(/^file:\/\//, "");
      const module = fileName === undefined ? undefined : this.loaded.get(fileName.replaceAll("\\", "/"));
      if (module === undefined || fileName === undefined) continue;
      const entry = module.map?.findEntry(Number(row) - 1, Number(column) - 1);
      if (entry === undefined || !("originalLine" in entry)) continue;
      return `${this.modules.shownName(module.fileName)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    }
    return undefined;
  }

  private module({ fileName, text }: ModuleText): Loaded {
    const present = this.loaded.get(fileName);
    if (present !== undefined) return present;
    const earlier = this.earlier.get(fileName);
    if (earlier !== undefined && this.isPresent(earlier, text)) return earlier;
    const module: Loaded = {
      fileName,
      text,
      exports: {},
      macros: new Map(),
      imports: new Map(),
      map: undefined,
      failure: undefined,
    };
    this.loaded.set(fileName, module);
    this.earlier.set(fileName, module);
    try {
      this.run(module);
    } catch (error) {
      if (error instanceof ModuleFailure) module.failure = error;
      else {
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        const place = this.thrownAt(error) ?? this.modules.shownName(fileName);
        module.failure = new ModuleFailure(reason ?? "", `It was thrown at ${place}.`);
      }
    }
    return module;
  }

  /** Is what was loaded earlier made of the files as they are now? Then all of it is taken over. */
  private isPresent(module: Loaded, text: string): boolean {
    const same = new Map<string, Loaded>();
    const check = (each: Loaded, now: string): boolean => {
      if (each.failure !== undefined || each.text !== now) return false;
      same.set(each.fileName, each);
      return [...each.imports].every(([specifier, fileName]) => {
        if (same.has(fileName)) return true;
        const imported = this.earlier.get(fileName);
        const found = this.modules.resolve(specifier, each.fileName);
        return imported !== undefined && found?.fileName === fileName && check(imported, found.text);
      });
    };
    if (!check(module, text)) return false;
    for (const [fileName, each] of same) this.loaded.set(fileName, each);
    return true;
  }

  private run(module: Loaded): void {
    const { fileName, text } = module;
    const options = optionsFor("commonjs", { esModuleInterop: true, jsx: ts.JsxEmit.React });
    const file = parse(fileName, text, options, this.modules.pipelineOperator);
    const pipeline = new Pipeline(
      {
        resolve: resolveIn(this.modules, options),
        mayReachTincture: () => true,
        isCommonJs: () => true,
        shownName: () => this.modules.shownName(fileName),
        macros: this,
      },
      "build",
    );
    const { js, map, diagnostics } = print(file, pipeline, options, [withoutImportMeta]);
    const [problem] = diagnostics;
    if (problem !== undefined) throw this.failureOf(problem, fileName);
    module.map = new SourceMap(JSON.parse(map));
    const node = new Module(fileName) as unknown as NodeModule;
    node.filename = fileName;
    const api = apiFor({
      folder: dirname(fileName),
      templates: pipeline.templatesOf(file),
      define: (name, expand) => void module.macros.set(name, expand),
    });
    const plain = createRequire(resolve(fileName));
    node.require = (specifier) => {
      if (specifier === macroEntry) return api;
      if (specifier === importMeta)
        return { url: pathToFileURL(fileName).href, filename: resolve(fileName), dirname: resolve(dirname(fileName)) };
      const found = this.modules.resolve(specifier, fileName);
      if (found === undefined) return plain(specifier);
      module.imports.set(specifier, found.fileName);
      const imported = this.module(found);
      if (imported.failure !== undefined) throw imported.failure;
      return imported.exports;
    };
    node.exports = module.exports;
    node._compile(js.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), fileName);
    module.exports = node.exports;
  }

  private failureOf({ file, start, messageText }: ts.Diagnostic, fileName: string): ModuleFailure {
    const [reason = ""] = ts.flattenDiagnosticMessageText(messageText, "\n").split("\n");
    const shown = this.modules.shownName(fileName);
    if (file === undefined || start === undefined) return new ModuleFailure(reason, `See ${shown}.`);
    const { line, character } = ts.getLineAndCharacterOfPosition(file, start);
    return new ModuleFailure(reason, `See ${shown}:${line + 1}:${character + 1}.`);
  }
}

/** Source files for what modules hand on, parsed once. */
export function resolveIn(modules: Modules, options: ts.CompilerOptions): Resolve {
  const files = new Map<string, ts.SourceFile>();
  return (specifier, from) => {
    const found = modules.unlisted(specifier.text, from.fileName) ?? modules.resolve(specifier.text, from.fileName);
    if (found === undefined) return undefined;
    const file = files.get(found.fileName) ?? parse(found.fileName, found.text, options, modules.pipelineOperator);
    files.set(found.fileName, file);
    return file;
  };
}

const importMeta = "import.meta";

/** `import.meta` has no meaning in CommonJS: `require("import.meta")`, which is answered above. */
const withoutImportMeta: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  if (!file.text.includes(importMeta)) return file;
  const visit = (node: ts.Node): ts.Node =>
    ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
      ? build.call(build.id("require"), [build.str(importMeta)])
      : ts.visitEachChild(node, visit, context);
  return ts.visitEachChild(file, visit, context);
};
