// Macros of packages: only of those that the project lists, since they are code that runs in its build.
//
//   "plugins": [{ "transform": "tincture/transformer", "transformProgram": true, "macros": ["unless-kit"] }]
//
// A package ships its macro modules as ES modules that plain `tsc` made: the JavaScript of a macro module holds all there is to know of its macros.
//
// Those of a package that is not listed are found all the same, to say so where they are called: only packages that depend on tincture are looked into.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { isEntry, macroEntry, packageName } from "../1-find/exports.js";
import { ts } from "../ts.js";
import type { ModuleText } from "./macro_loader.js";
import { above, isDeclaration, nameOfPackage, specifiersIn } from "./reach.js";

export class Packages {
  /** File -> the specifier that the project imports it by. */
  private readonly names = new Map<string, string>();
  private readonly found = new Map<string, ModuleText | undefined>();
  /** Modules of packages that are not listed: file -> package. */
  private readonly others = new Map<string, string>();
  private readonly manifests = new Map<string, boolean>();

  constructor(
    private readonly listed: readonly string[],
    private readonly options: ts.CompilerOptions,
  ) {}

  get some(): boolean {
    return this.listed.length > 0;
  }

  /** Is the module one of a listed package? */
  has(specifier: string): boolean {
    return this.listed.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  }

  /** Does it mean a module that may have macros: one of a listed package, or of one that depends on tincture? */
  offers(specifier: string, from: string): boolean {
    return this.has(specifier) || this.unlisted(specifier, from) !== undefined;
  }

  /** The specifier of a package's module. */
  nameOf(fileName: string): string | undefined {
    return this.names.get(fileName);
  }

  /** The JavaScript that a specifier means: a module of a listed package, or what such a module imports of its own package. */
  find(specifier: string, from: string): ModuleText | undefined {
    const isInside = specifier.startsWith(".") && this.isInside(from);
    if (!isInside && !this.has(specifier)) return undefined;
    const key = isInside ? `${from}\n${specifier}` : specifier;
    if (!this.found.has(key)) this.found.set(key, this.read(specifier, from));
    const module = this.found.get(key);
    if (module !== undefined && !this.names.has(module.fileName))
      this.names.set(module.fileName, isInside ? (this.nameOf(from) ?? specifier) : specifier);
    return module;
  }

  /** The JavaScript that a specifier means, with macros that the project does not list: to find names in, not to be run. */
  unlisted(specifier: string, from: string): ModuleText | undefined {
    const home = specifier.startsWith(".") ? this.others.get(from) : nameOfPackage(specifier);
    if (home === undefined || this.has(specifier) || isEntry(specifier) || isBuiltin(specifier)) return undefined;
    if (!specifier.startsWith(".") && !this.dependsOnUs(home, from)) return undefined;
    const key = `${dirname(from)}\n${specifier}\n`;
    if (!this.found.has(key)) {
      const module = this.read(specifier, from);
      // A package of the same repository is linked: its sources are the project's own.
      const isForeign = module !== undefined && isInPackages(module.fileName);
      const hasMacros = isForeign && (this.others.has(from) || this.hasMacros(module, new Set()));
      this.found.set(key, hasMacros ? module : undefined);
    }
    const module = this.found.get(key);
    if (module !== undefined) this.others.set(module.fileName, home);
    return module;
  }

  /** The package of a module that `unlisted` found. */
  unlistedOf(fileName: string): string | undefined {
    return this.others.get(fileName);
  }

  private dependsOnUs(name: string, from: string): boolean {
    const key = `${dirname(from)}\n${name}`;
    let known = this.manifests.get(key);
    if (known === undefined) {
      const manifest = above(dirname(from), join("node_modules", name, "package.json"));
      known = manifest !== undefined && readFileSync(manifest, "utf8").includes(`"${packageName}"`);
      this.manifests.set(key, known);
    }
    return known;
  }

  /** Does a module, or one that it imports of its own package, speak of tincture/macro? */
  private hasMacros({ fileName, text }: ModuleText, seen: Set<string>): boolean {
    if (seen.has(fileName)) return false;
    seen.add(fileName);
    if (text.includes(macroEntry)) return true;
    return specifiersIn(text).some((specifier) => {
      const module = specifier.startsWith(".") ? this.read(specifier, fileName) : undefined;
      return module !== undefined && this.hasMacros(module, seen);
    });
  }

  /** May a module that the host found be looked into for macros? Any but one of a package that is not listed. */
  admits(specifier: string, from: string, { fileName }: ModuleText): boolean {
    const isInside = specifier.startsWith(".") && this.isInside(from);
    if (isInside || this.has(specifier))
      this.names.set(fileName, isInside ? (this.nameOf(from) ?? specifier) : specifier);
    // Declarations run nothing: they can only hand names of tincture on.
    return this.names.has(fileName) || !isInPackages(fileName) || isDeclaration(fileName);
  }

  private isInside(from: string): boolean {
    return this.names.has(from);
  }

  private read(specifier: string, from: string): ModuleText | undefined {
    // Declarations say nothing of what a macro does (an internal option of TypeScript's, the same in 5.9 and 6.0).
    const options = {
      ...this.options,
      allowJs: true,
      noDtsResolution: true,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      module: ts.ModuleKind.NodeNext,
    };
    const mode = ts.ModuleKind.ESNext;
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      ts.sys.resolvePath(from),
      options,
      ts.sys,
      undefined,
      undefined,
      mode,
    );
    const fileName = resolvedModule?.resolvedFileName;
    const text = fileName === undefined ? undefined : ts.sys.readFile(fileName);
    return fileName === undefined || text === undefined ? undefined : { fileName, text };
  }
}

const isInPackages = (fileName: string): boolean => /[\\/]node_modules[\\/]/.test(fileName);
