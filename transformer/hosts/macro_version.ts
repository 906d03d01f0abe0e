// Incremental builds and macros: TypeScript compiles a file again when its version changes, and it does not know that a file's output depends on what its
// macros are made of. So the version says it too: the version of a file that uses macros ends with a hash of all that these depend on.
//
//   "3f2c...-m81d0..."     stored in .tsbuildinfo, compared by --incremental, --watch and -b
//
// The types that validators are made of are such a thing as well where files are to be independent of each other (isolatedModules): there TypeScript writes a file again only when its own
// text has changed. In all other builds it follows the types itself.
//
// A project that is built on another one (`references`) looks at that one's declarations only. Those of a macro module end with such a hash in a comment.
import { createHash } from "node:crypto";
import { macroEntry } from "../1-find/exports.js";
import * as build from "../ast/build.js";
import type { Pipeline } from "../pipeline.js";
import { ts } from "../ts.js";
import { specifiersOf } from "./specifier.js";

type Versioned = ts.SourceFile & { version?: string };

/** Versions as TypeScript made them: in watch mode a file lives longer than a program. */
const versions = new WeakMap<ts.SourceFile, string>();

/** What of a project its files' output depends on. */
interface Dependent {
  /** Packages whose macros it uses. */
  readonly hasPackages: boolean;
  readonly hasValidators: boolean;
}

/** Does what builds this program look at versions: --incremental, --watch, -b? */
export const keepsVersions = (program: ts.Program): boolean =>
  program.getSourceFiles().some((file: Versioned) => file.version !== undefined);

/** Puts what macros and validators depend on into the versions of the files that have them. Only builds that keep versions have any. */
export function mixVersions(program: ts.Program, pipeline: Pipeline, { hasPackages, hasValidators }: Dependent): void {
  const sources: readonly Versioned[] = program.getSourceFiles();
  const files = sources.filter((file) => !file.isDeclarationFile && file.version !== undefined);
  const { composite, isolatedModules, verbatimModuleSyntax } = program.getCompilerOptions();
  const usesMacros = hasPackages || files.some((file) => file.text.includes(macroEntry));
  const usesTypes = hasValidators && (isolatedModules === true || verbatimModuleSyntax === true);
  if (!usesMacros && !usesTypes) return;
  for (const file of files) {
    const original = originalOf(file);
    const macros = usesMacros ? [...pipeline.dependenciesOf(file), ...(composite ? pipeline.madeOf(file) : [])] : [];
    const ofMacros = macros.length === 0 ? "" : `-m${hashOf(macros)}`;
    const ofTypes = usesTypes && pipeline.rewrites(file) ? `-t${hashOfImports(file, program)}` : "";
    const version = original + ofMacros + ofTypes;
    if (version === file.version) continue;
    versions.set(file, original);
    file.version = version;
  }
}

const originalOf = (file: Versioned): string => versions.get(file) ?? file.version ?? "";

/** Internal, the same in 5.9 and 6.0. */
interface Resolving {
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile,
  ): { resolvedModule?: { resolvedFileName: string } } | undefined;
}

/** A hash of the versions of all files that a file imports, through any number of others. */
function hashOfImports(file: ts.SourceFile, program: ts.Program): string {
  const { getResolvedModuleFromModuleSpecifier: resolve } = program as ts.Program & Resolving;
  const seen = new Set<ts.SourceFile>([file]);
  const hash = createHash("sha1");
  for (const each of seen)
    for (const specifier of specifiersOf(each)) {
      const name = resolve(specifier, each)?.resolvedModule?.resolvedFileName;
      const imported = name === undefined ? undefined : program.getSourceFile(name);
      if (imported === undefined || seen.has(imported)) continue;
      seen.add(imported);
      hash.update(`${imported.fileName}\n${originalOf(imported)}\n`);
    }
  return hash.digest("hex").slice(0, 16);
}

/** A hash of the contents of files; undefined where there are none. */
function hashOf(files: readonly string[]): string | undefined {
  if (files.length === 0) return undefined;
  const hash = createHash("sha1");
  for (const name of [...new Set(files)].sort()) hash.update(`${name}\n${ts.sys.readFile(name) ?? "missing"}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** Declarations of macro modules, for projects that are built on this one. */
export const withMacroHash =
  (pipeline: Pipeline): ts.TransformerFactory<ts.SourceFile | ts.Bundle> =>
  () =>
  (file) => {
    if (ts.isBundle(file)) return file;
    const hash = hashOf(pipeline.madeOf(ts.getOriginalNode(file) as ts.SourceFile));
    return hash === undefined
      ? file
      : build.withFileStatements(file, [...file.statements, build.comment(` tincture: macros ${hash}`)]);
  };
