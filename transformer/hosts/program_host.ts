// What the pipeline asks about the files of a program: module formats, and which modules of the user's hand macros on.
//
// Most programs have no re-exports of tincture. They are looked for once, among the files that import tincture; without any, no other file is ever looked into.
import { isAbsolute, relative, sep } from "node:path";
import { exportsOfFile, isEntry, macrosOf, packageName, type Resolve } from "../1-find/exports.js";
import { isExported } from "../ast/look.js";
import type { Host } from "../compiler.js";
import { ts } from "../ts.js";
import type { PluginOptions } from "./entry.js";
import { MacroLoader, type Modules } from "./macro_loader.js";
import { parse } from "./one_file.js";
import { Packages } from "./package_macro.js";
import { isDeclaration } from "./reach.js";
import { specifiersOf } from "./specifier.js";
import { typeInfo } from "./type_info.js";

/** Internal methods of a program, the same in 5.9 and 6.0. */
interface ProgramInternals {
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile,
  ): { resolvedModule?: { resolvedFileName: string } } | undefined;
  getEmitModuleFormatOfFile(file: ts.SourceFile): ts.ModuleKind;
}

export function programHost(
  program: ts.Program,
  { macros: listed = [], pipelineOperator = false, checks = {}, validators = true }: PluginOptions = {},
): Host {
  const internals = program as ts.Program & ProgramInternals;
  const options = program.getCompilerOptions();
  const { getSemanticDiagnostics } = program; // before anybody wraps it
  const packages = new Packages(listed, options);
  const parsed = new Map<string, ts.SourceFile>();
  const sourceOf = (fileName: string, given?: string): ts.SourceFile | undefined => {
    const known = parsed.get(fileName);
    if (known !== undefined) return known;
    const text = given ?? ts.sys.readFile(fileName);
    if (text === undefined) return undefined;
    const made = parse(fileName, text, options, pipelineOperator);
    parsed.set(fileName, made);
    return made;
  };
  let behind: ReadonlyMap<string, string> | undefined;
  /** The source behind a name: the declarations of a project that is referenced say nothing of its macros. */
  const sourceFile = (fileName: string): ts.SourceFile | undefined => {
    const file = program.getSourceFile(fileName);
    if (file?.isDeclarationFile !== true && file !== undefined) return file;
    behind ??= sourcesBehind(program);
    const source = behind.get(fileName);
    return source === undefined ? file : (sourceOf(source) ?? file);
  };
  const resolve: Resolve = (specifier, from) => {
    const listed = packages.find(specifier.text, from.fileName) ?? packages.unlisted(specifier.text, from.fileName);
    if (listed !== undefined) return sourceOf(listed.fileName, listed.text);
    const isOurs = parsed.get(from.fileName) === from;
    const { resolvedModule } = isOurs
      ? ts.resolveModuleName(
          specifier.text,
          from.fileName,
          options,
          ts.sys,
          undefined,
          undefined,
          from.impliedNodeFormat,
        )
      : (internals.getResolvedModuleFromModuleSpecifier(specifier, from) ?? {});
    return resolvedModule === undefined ? undefined : sourceFile(resolvedModule.resolvedFileName);
  };
  const modules: Modules = {
    resolve(specifier, from) {
      if (isEntry(specifier)) return undefined;
      const listed = packages.find(specifier, from);
      if (listed !== undefined) return listed;
      const mode = program.getSourceFile(from)?.impliedNodeFormat;
      const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys, undefined, undefined, mode);
      if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport) return undefined;
      const file = sourceFile(resolvedModule.resolvedFileName);
      if (file !== undefined && !file.isDeclarationFile && !file.fileName.endsWith(".json")) return file;
      const { resolvedFileName: fileName, extension } = resolvedModule;
      if (extension === ts.Extension.Json || fileName.endsWith(".d.ts")) return undefined;
      const text = ts.sys.readFile(fileName);
      return text === undefined ? undefined : { fileName, text };
    },
    pipelineOperator,
    unlisted: (specifier, from) => packages.unlisted(specifier, from),
    unlistedOf: (fileName) => packages.unlistedOf(fileName),
    packageOf: (fileName) => packages.nameOf(fileName),
    shownName: (fileName) => shownName(fileName, program.getCurrentDirectory()),
  };
  let handers: ReadonlySet<ts.SourceFile> | undefined;
  return {
    resolve,
    macros: new MacroLoader(modules),
    typeOf: (node) => typeInfo(node, program.getTypeChecker()),
    checks,
    validators,
    mayReachTincture(file) {
      for (const { text } of specifiersOf(file)) if (packages.offers(text, file.fileName)) return true;
      handers ??= handingOn(program, resolve, sourceFile);
      return handers.size > 0 && reaches(file, handers, resolve);
    },
    isCommonJs: (file) => internals.getEmitModuleFormatOfFile(file) === ts.ModuleKind.CommonJS,
    shownName: (file) => shownName(file.fileName, program.getCurrentDirectory()),
    // Types that are asked for before their file is checked can make TypeScript see circles that are none. The result is kept: nothing is checked twice.
    checkerFor: (file) => {
      getSemanticDiagnostics(file);
      return program.getTypeChecker();
    },
  };
}

/** A file's name relative to the project, with slashes: the same on every machine. */
export function shownName(fileName: string, folder: string): string {
  const path = isAbsolute(fileName) ? relative(folder, fileName) : fileName;
  return path.split(sep).join("/");
}

/** The files that hand names of tincture on, through any number of others. */
function handingOn(
  program: ts.Program,
  resolve: Resolve,
  sourceFile: (fileName: string) => ts.SourceFile | undefined,
): Set<ts.SourceFile> {
  const files = program.getSourceFiles();
  /** Declarations of a referenced project stand for its source. */
  const behind = (file: ts.SourceFile): ts.SourceFile =>
    file.isDeclarationFile ? (sourceFile(file.fileName) ?? file) : file;
  const hasReferences = (program.getResolvedProjectReferences() ?? []).length > 0;
  const found = new Set(
    files
      .filter((file) => mayHandOn(file, hasReferences))
      .map(behind)
      .filter((file) => exportsOfFile(file, resolve).some),
  );
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const file of files) {
      if (found.has(file) || !file.statements.some((statement) => ts.isExportDeclaration(statement))) continue;
      if (!reaches(file, found, resolve)) continue;
      const source = behind(file);
      if (exportsOfFile(source, resolve).some) found.add(source);
    }
  }
  return found;
}

/** Imports tincture and has a statement that can give a name of another module away, or a macro. */
function mayHandOn(file: ts.SourceFile, hasReferences: boolean): boolean {
  // Declarations of a referenced project say of its macros in a comment only (macro_version.ts).
  const speaks =
    specifiersOf(file).some(({ text }) => isEntry(text)) ||
    (hasReferences && file.isDeclarationFile && file.text.includes(packageName));
  if (!speaks) return false;
  // Of which constants of a declaration are macros its source has to be asked.
  const mayHaveMacros = file.isDeclarationFile || macrosOf(file).size > 0;
  return file.statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      ts.isImportEqualsDeclaration(statement) ||
      (mayHaveMacros && ts.isVariableStatement(statement) && isExported(statement)),
  );
}

const reaches = (file: ts.SourceFile, targets: ReadonlySet<ts.SourceFile>, resolve: Resolve): boolean =>
  specifiersOf(file).some((specifier) => targets.has(resolve(specifier, file) as ts.SourceFile));

/** The source files of referenced projects, by what a name resolves to: their declarations or, where these are not built yet, the source itself. */
function sourcesBehind(program: ts.Program): Map<string, string> {
  const sources = new Map<string, string>();
  const ignoresCase = !ts.sys.useCaseSensitiveFileNames;
  for (const { commandLine } of (program.getResolvedProjectReferences() ?? []).filter((each) => each !== undefined))
    for (const source of commandLine.fileNames) {
      sources.set(source, source);
      for (const output of ts.getOutputFileNames(commandLine, source, ignoresCase))
        if (isDeclaration(output)) sources.set(output, source);
    }
  return sources;
}
