// What all per-file hosts share: which files are compiled, with which TypeScript and options, and where macros that a module hands on come from.
//
// Shape: new SourceCompiler("vite", folder, options).compile(text, "/p/src/room.ts", { module: "esm" }) -> { js, map, mistakes, dependencies }, or undefined for a file that has
// nothing of tincture: the host leaves it to its tool, untouched. A file that has been compiled already has nothing of it any more.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { packageName } from "../1-find/exports.js";
import { mistakeInLevels } from "../check/check_file.js";
import { messageCode } from "../diagnostics/report.js";
import { type TypeScriptApi, ts } from "../ts.js";
import { Cache, fingerprint } from "./cache.js";
import { checkCopies, thisCopy } from "./copies.js";
import { type CompileOptions, compileFile } from "./per_file.js";
import { shownName } from "./program_host.js";
import {
  configFileOf,
  findTypeScript,
  HostError,
  type HostOptions,
  loadTypeScript,
  noSettings,
  readSettings,
  type Settings,
} from "./project.js";
import { isDeclaration, Reach } from "./reach.js";
import { type Shown, shown } from "./shown.js";

/** How a file is compiled here. */
export interface Way extends Pick<CompileOptions, "module" | "node" | "before"> {
  /** Compile files that have nothing of tincture, too: where nobody else would. Default: false. */
  readonly all?: boolean;
}

export interface Compiled {
  readonly js: string;
  /** Source map, as JSON text. */
  readonly map: string;
  readonly mistakes: readonly Shown[];
  /** Further files whose change changes the output. */
  readonly dependencies: readonly string[];
}

export class SourceCompiler {
  private readonly reach = new Reach((specifier, from) => this.resolvePackage(specifier, from));
  private foundTypeScript: ReturnType<typeof findTypeScript> | undefined;

  /** `host` is the tool's name in messages, `folder` where it runs. */
  constructor(
    private readonly host: string,
    private readonly folder: string,
    private readonly options: HostOptions = {},
    private readonly cache = new Cache(),
  ) {}

  compile(text: string, fileName: string, way: Way): Compiled | undefined {
    if (!isSource(fileName) || (isCompiled(text) && !way.all)) return undefined;
    const mayHave = text.includes(packageName) || text.includes("|>") || this.reach.mayReach(text, fileName);
    if (!mayHave && !way.all) return undefined;
    if (isJavaScript(fileName) && !this.settings(fileName).allowJs) return this.refuseOperator(text, fileName, way);
    const made = this.cache.get(this.keyOf(text, fileName, way), () => {
      const compiled = this.compileNow(text, fileName, way);
      return { value: compiled, files: [...this.configFilesOf(fileName), ...compiled.dependencies] };
    });
    return made.isRewritten || way.all ? made : undefined;
  }

  /** JavaScript that is the tool's: with `|>` in it, the tool would only say that it can't read it. */
  private refuseOperator(text: string, fileName: string, way: Way): Compiled | undefined {
    if (!text.includes("|>")) return undefined;
    const code = messageCode("operator_in_javascript");
    const compiled = this.compileNow(text, fileName, way);
    const mistakes = compiled.mistakes.filter((mistake) => mistake.code === code);
    return mistakes.length === 0 ? undefined : { ...compiled, mistakes };
  }

  /** What the output of a file depends on: changes whenever the output may. For tools with a cache of their own. */
  keyOf(text: string, fileName: string, { module, node }: Way): string {
    const { version } = this.found(fileName);
    const settings = this.settings(fileName);
    return JSON.stringify([
      thisCopy.version,
      version,
      module,
      node,
      fileName,
      this.options,
      settings,
      fingerprint(text),
    ]);
  }

  /** The texts of other modules of the user's that may decide about the output of this one. */
  reachableTexts(text: string, fileName: string): string[] {
    return this.reach.filesReached(text, fileName).map((file) => readFileSync(file, "utf8"));
  }

  private compileNow(text: string, fileName: string, way: Way): Compiled & { readonly isRewritten: boolean } {
    checkCopies(fileName);
    const typescript = this.typescript(fileName);
    const { options, plugin } = this.settings(fileName);
    const macros = this.options.macros ?? plugin.macros ?? [];
    const checks = this.options.checks ?? plugin.checks ?? {};
    const wrong = mistakeInLevels(checks);
    if (wrong !== undefined) throw new HostError(ts.flattenDiagnosticMessageText(wrong.messageText, "\n"));
    const asked = new Set<string>();
    const { js, map, diagnostics, isRewritten, dependencies } = compileFile(typescript, text, fileName, {
      ...way,
      compilerOptions: { ...options, inlineSources: true },
      pipelineOperator: this.options.pipelineOperator ?? plugin.pipelineOperator ?? false,
      macros,
      checks,
      shownName: shownName(fileName, this.folder),
      resolve: (specifier, from) => {
        if (macros.some((name) => specifier === name || specifier.startsWith(`${name}/`))) return undefined;
        // Of what the file itself imports, only modules that may hand on: the others need not be read.
        const found = from === fileName ? this.reach.resolve(specifier, from) : this.reach.fileOf(specifier, from);
        // What a macro module imports of a package is run by Node.
        if (found === undefined || (isDeclaration(found) && from !== fileName && !isDeclaration(from)))
          return undefined;
        asked.add(found);
        return { fileName: found, text: readFileSync(found, "utf8") };
      },
    });
    const mistakes = diagnostics.map((diagnostic) => shown(diagnostic, fileName));
    return {
      js: withoutMapComment(js),
      map,
      mistakes,
      dependencies: [...new Set([...asked, ...dependencies])],
      isRewritten,
    };
  }

  private settings(fileName: string): Settings {
    const configFile = configFileOf(fileName, this.options.tsconfig, this.folder);
    if (configFile === undefined) return noSettings;
    return this.cache.get(this.configKey(configFile, fileName), () =>
      readSettings(this.typescript(fileName), configFile, fileName),
    );
  }

  private configFilesOf(fileName: string): readonly string[] {
    const configFile = configFileOf(fileName, this.options.tsconfig, this.folder);
    return configFile === undefined ? [] : this.cache.filesOf(this.configKey(configFile, fileName));
  }

  private readonly configKey = (configFile: string, fileName: string): string =>
    JSON.stringify([thisCopy.version, "settings", configFile, dirname(fileName)]);

  private typescript(fileName: string): TypeScriptApi {
    return loadTypeScript(this.found(fileName).path);
  }

  /** The TypeScript of the project: the same for all files. `fileName`: what needs it, for the message where there is none. */
  private found(fileName: string): ReturnType<typeof findTypeScript> {
    this.foundTypeScript ??= findTypeScript(this.folder, this.host, fileName);
    return this.foundTypeScript;
  }

  private resolvePackage(specifier: string, from: string): string | undefined {
    const { resolution } = this.settings(from);
    this.typescript(from);
    const { resolvedModule } = ts.resolveModuleName(specifier, from, resolution, ts.sys);
    return resolvedModule?.resolvedFileName;
  }
}

const isSource = (fileName: string): boolean =>
  /\.[mc]?[jt]sx?$/.test(fileName) && !isDeclaration(fileName) && !/[\\/]node_modules[\\/]/.test(fileName);

const isJavaScript = (fileName: string): boolean => /\.[mc]?jsx?$/.test(fileName);

/** Output of ours, from this host or another one, imports the runtime for compiled code; nobody writes that by hand. */
const isCompiled = (text: string): boolean => /\b(?:from|require\s*\()\s*["']tincture\/abi["']/.test(text);

/** Hosts hand the map on in their own way. */
const withoutMapComment = (js: string): string => js.replace(/\n\/\/# sourceMappingURL=[^\n]*\n?$/, "\n");
