// Macros of packages: only of those that the project lists, since they are code that runs in its build.
//
//   "plugins": [{ "transform": "tincture/transformer", "transformProgram": true, "macros": ["unless-kit"] }]
//
// A package ships its macro modules as ES modules that plain `tsc` made: the JavaScript of a macro module holds all there is to know of its macros.
import { ts } from "../ts.js";
import type { ModuleText } from "./macro_loader.js";
import { isDeclaration } from "./reach.js";

export class Packages {
  /** File -> the specifier that the project imports it by. */
  private readonly names = new Map<string, string>();
  private readonly found = new Map<string, ModuleText | undefined>();

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

  /** May a module that the host found be looked into for macros? Any but one of a package that is not listed. */
  admits(specifier: string, from: string, { fileName }: ModuleText): boolean {
    const isInside = specifier.startsWith(".") && this.isInside(from);
    if (isInside || this.has(specifier))
      this.names.set(fileName, isInside ? (this.nameOf(from) ?? specifier) : specifier);
    // Declarations run nothing: they can only hand names of tincture on.
    return this.names.has(fileName) || !/[\\/]node_modules[\\/]/.test(fileName) || isDeclaration(fileName);
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
