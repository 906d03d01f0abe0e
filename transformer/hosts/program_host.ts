// What the pipeline asks about the files of a program: module formats, and which modules of the user's hand macros on.
//
// Most programs have no re-exports of tincture. They are looked for once, among the files whose text says "tincture"; without any, no other file is ever looked into.
import { isAbsolute, relative, sep } from "node:path";
import { exportsOfFile, packageName, type Resolve } from "../1-find/exports.js";
import type { Host } from "../pipeline.js";
import { ts } from "../ts.js";

/** Internal methods of a program, the same in 5.9 and 6.0. */
interface ProgramInternals {
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile,
  ): { resolvedModule?: { resolvedFileName: string } } | undefined;
  getEmitModuleFormatOfFile(file: ts.SourceFile): ts.ModuleKind;
}

export function programHost(program: ts.Program): Host {
  const internals = program as ts.Program & ProgramInternals;
  const resolve: Resolve = (specifier, from) => {
    const fileName = internals.getResolvedModuleFromModuleSpecifier(specifier, from)?.resolvedModule?.resolvedFileName;
    return fileName === undefined ? undefined : program.getSourceFile(fileName);
  };
  let handers: ReadonlySet<ts.SourceFile> | undefined;
  return {
    resolve,
    mayReachTincture(file) {
      handers ??= handingOn(program, resolve);
      return (
        handers.size > 0 &&
        specifiersOf(file).some((specifier) => handers?.has(resolve(specifier, file) as ts.SourceFile))
      );
    },
    isCommonJs: (file) => internals.getEmitModuleFormatOfFile(file) === ts.ModuleKind.CommonJS,
    shownName: (file) => shownName(file.fileName, program.getCurrentDirectory()),
  };
}

/** A file's name relative to the project, with slashes: the same on every machine. */
export function shownName(fileName: string, folder: string): string {
  const path = isAbsolute(fileName) ? relative(folder, fileName) : fileName;
  return path.split(sep).join("/");
}

/** The files that hand names of tincture on, through any number of others. */
function handingOn(program: ts.Program, resolve: Resolve): Set<ts.SourceFile> {
  const files = program.getSourceFiles().filter((file) => !program.isSourceFileDefaultLibrary(file));
  const found = new Set(
    files.filter(
      (file) => file.statements.some(mayHandOn) && file.text.includes(packageName) && exportsOfFile(file, resolve).some,
    ),
  );
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const file of files)
      if (
        !found.has(file) &&
        file.statements.some((statement) => ts.isExportDeclaration(statement)) &&
        reaches(file, found, resolve) &&
        exportsOfFile(file, resolve).some
      )
        found.add(file);
  }
  return found;
}

/** A statement that can give a name of another module away. Asked before the text: it is there after parsing anyway. */
const mayHandOn = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || ts.isImportEqualsDeclaration(statement);

const reaches = (file: ts.SourceFile, targets: ReadonlySet<ts.SourceFile>, resolve: Resolve): boolean =>
  specifiersOf(file).some((specifier) => targets.has(resolve(specifier, file) as ts.SourceFile));

/** The modules that a file imports or exports from. */
function specifiersOf(file: ts.SourceFile): ts.StringLiteralLike[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier !== undefined && ts.isStringLiteralLike(moduleSpecifier) ? [moduleSpecifier] : [];
  });
}
