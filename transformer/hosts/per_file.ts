// One file at a time, without the rest of the program: for bundlers, test runners and our own tests. Knows no types.
//
// Shape: compileFile(ts, text, "src/room.ts") -> { js, map, diagnostics }. A program of this one file is made, so that TypeScript prints and maps the output
// as `tsc` does. Modules that hand on macros are found through `resolve`.
import { isEntry, packageName } from "../1-find/exports.js";
import type { CheckLevels } from "../check/check_file.js";
import { isRepaired } from "../operator/repair.js";
import { Pipeline } from "../pipeline.js";
import { type TypeScriptApi, type ts, useTypeScript } from "../ts.js";
import { MacroLoader, type Modules, resolveIn } from "./macro_loader.js";
import { optionsFor, type PrintedFile, parse, print } from "./one_file.js";
import { Packages } from "./package_macro.js";
import { versionMistake } from "./version.js";

export interface CompileOptions {
  /** Default: ES modules. */
  readonly module?: "esm" | "commonjs";
  /** As Node itself runs it: `import()` stays what it is in CommonJS, and ES modules may `import x = require("x")`. Default: false, for tools with a loader of their own. */
  readonly node?: boolean;
  /** Further options of TypeScript's: target, jsx, verbatimModuleSyntax ... */
  readonly compilerOptions?: ts.CompilerOptions;
  /** The module that a specifier in `from` means, with its text: for macros that a module of the user's defines or hands on. */
  readonly resolve?: (
    specifier: string,
    from: string,
  ) => { readonly fileName: string; readonly text: string } | undefined;
  /** Run after ours, on what the macros became. */
  readonly before?: readonly ts.TransformerFactory<ts.SourceFile>[];
  /** `|>` may be used. Default: false. */
  readonly pipelineOperator?: boolean;
  /** Packages whose macros the project uses. Default: none. */
  readonly macros?: readonly string[];
  /** How grave the findings of a check are, by its name: "off", "warning" or "error". Default: as docs/diagnostics.md says. */
  readonly checks?: CheckLevels | undefined;
  /** The file's name as `dbg` shows it. Default: `fileName`. */
  readonly shownName?: string;
}

export interface CompiledFile extends PrintedFile {
  /** Further files that the output depends on: macro modules, what these import, and what macros say they read. */
  readonly dependencies: readonly string[];
  /** False where nothing in the file was of tincture: then the output is what TypeScript alone makes of it. */
  readonly isRewritten: boolean;
}

export function compileFile(
  typescript: TypeScriptApi,
  text: string,
  fileName: string,
  options: CompileOptions = {},
): CompiledFile {
  const mistake = versionMistake(typescript.version);
  if (mistake !== undefined) throw new Error(mistake.whole);
  useTypeScript(typescript);
  const { pipelineOperator = false, module = "esm", before = [] } = options;
  const compilerOptions = optionsFor(module, options.compilerOptions, options.node);
  const packages = new Packages(options.macros ?? [], compilerOptions);
  const modules: Modules = {
    resolve(specifier, from) {
      if (isEntry(specifier)) return undefined;
      const found = options.resolve?.(specifier, from);
      if (found === undefined) return packages.find(specifier, from);
      return packages.admits(specifier, from, found) ? found : undefined;
    },
    pipelineOperator,
    unlisted: (specifier, from) => packages.unlisted(specifier, from),
    unlistedOf: (name) => packages.unlistedOf(name),
    packageOf: (name) => packages.nameOf(name),
    shownName: (name) => (name === fileName ? (options.shownName ?? fileName) : name),
  };
  const file = parse(fileName, text, compilerOptions, pipelineOperator, module);
  const pipeline = new Pipeline({
    resolve: resolveIn(modules, compilerOptions),
    // A file that speaks of tincture may import macros of a package that isn't listed.
    mayReachTincture: (file) => options.resolve !== undefined || packages.some || file.text.includes(packageName),
    isCommonJs: () => module === "commonjs",
    isForNode: options.node ?? false,
    shownName: () => options.shownName ?? fileName,
    macros: new MacroLoader(modules),
    checks: options.checks ?? {},
  });
  const printed = print(file, pipeline, compilerOptions, before);
  const isRewritten = isRepaired(file) || pipeline.rewrites(file);
  return { ...printed, dependencies: [...pipeline.dependenciesOf(file)], isRewritten };
}
