// Which names of a module mean names of `tincture`: followed through the user's own re-exports, from syntax alone.
//
//   export { pipe as flow } from "tincture"; export * from "tincture"; import { run } from "tincture"; export { run }; export * as t from "./all.js"
//
// Shape: exportsOfFile(file, resolve).get("flow") -> "pipe", .get("t") -> the names of ./all.js. How a specifier becomes a file is the host's affair.
import { isExported, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";

/** The package whose exports are macros. */
export const packageName = "tincture";

/** Its entries that the compiler knows, and what stands before their names: `run` of "tincture" is "run", `quote` of "tincture/macro" is "macro:quote". */
const entries: ReadonlyMap<string, string> = new Map([
  [packageName, ""],
  [`${packageName}/abi`, "abi:"],
  [`${packageName}/macro`, "macro:"],
  [`${packageName}/testing`, "testing:"],
]);

/** Does the specifier mean an entry of tincture, and not a module of the user's? */
export const isEntry = (specifier: string): boolean => entries.has(specifier);

/** What a name means: the name of an export of tincture, or a namespace of such names. */
export type Meaning = string | Exports;

/** The names of a module that mean something of tincture. */
export interface Exports {
  get(name: string): Meaning | undefined;
  /** False where no name does. */
  readonly some: boolean;
}

/** The file that a specifier in `from` means; undefined where there is none to look into. */
export type Resolve = (specifier: ts.StringLiteralLike, from: ts.SourceFile) => ts.SourceFile | undefined;

const nothing: Exports = { get: () => undefined, some: false };
const exportsOfEntry = (prefix: string): Exports => ({
  get: (name) => (name === "default" ? undefined : prefix + name),
  some: true,
});

/** What a module specifier in `from` offers of tincture. */
export function exportsOfModule(
  specifier: ts.Expression,
  from: ts.SourceFile,
  resolve: Resolve,
  seen: readonly ts.SourceFile[] = [],
): Exports {
  if (!ts.isStringLiteralLike(specifier)) return nothing;
  const entry = entries.get(specifier.text);
  if (entry !== undefined) return exportsOfEntry(entry);
  const file = resolve(specifier, from);
  return file === undefined || seen.includes(file) ? nothing : exportsOfFile(file, resolve, [...seen, file]);
}

/** What a file of the user's offers of tincture. `seen` ends circles of `export *`. */
export function exportsOfFile(file: ts.SourceFile, resolve: Resolve, seen: readonly ts.SourceFile[] = [file]): Exports {
  const sourceOf = (specifier: ts.Expression): Exports => exportsOfModule(specifier, file, resolve, seen);
  const named = new Map<string, Meaning | undefined>();
  const stars: Exports[] = [];
  let imported: Map<string, Meaning> | undefined;
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement)) for (const name of ownExports(statement)) named.set(name, undefined);
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    const { exportClause: clause, moduleSpecifier: specifier } = statement;
    const source = specifier === undefined ? undefined : sourceOf(specifier);
    if (clause === undefined) stars.push(source ?? nothing);
    else if (ts.isNamespaceExport(clause)) named.set(clause.name.text, source?.some ? source : undefined);
    else
      for (const item of clause.elements) {
        const local = (item.propertyName ?? item.name).text;
        if (item.isTypeOnly) continue;
        if (source === undefined) imported ??= importedNames(file, sourceOf);
        named.set(item.name.text, source === undefined ? imported?.get(local) : source.get(local));
      }
  }
  const get = (name: string): Meaning | undefined => {
    if (named.has(name)) return named.get(name);
    if (name === "default") return undefined;
    return stars.map((star) => star.get(name)).find((meaning) => meaning !== undefined);
  };
  const some = stars.some((star) => star.some) || [...named.values()].some((meaning) => meaning !== undefined);
  return some ? { get, some } : nothing;
}

/** What the imports of a file bind: local name -> meaning. Only names that mean something of tincture. */
export function importedNames(
  file: ts.SourceFile,
  sourceOf: (specifier: ts.Expression) => Exports,
): Map<string, Meaning> {
  const names = new Map<string, Meaning>();
  const add = (name: ts.Identifier, meaning: Meaning | undefined): void => {
    if (meaning !== undefined) names.set(name.text, meaning);
  };
  for (const statement of file.statements) {
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const source = sourceOf(statement.moduleReference.expression);
      if (source.some) add(statement.name, source);
    }
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) continue;
    const { name, namedBindings, phaseModifier } = statement.importClause;
    if (phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    const source = sourceOf(statement.moduleSpecifier);
    if (!source.some) continue;
    if (name !== undefined) add(name, source.get("default"));
    if (namedBindings === undefined) continue;
    if (ts.isNamespaceImport(namedBindings)) add(namedBindings.name, source);
    else
      for (const item of namedBindings.elements)
        if (!item.isTypeOnly) add(item.name, source.get((item.propertyName ?? item.name).text));
  }
  return names;
}

/** Names that a statement declares and exports: they hide what `export *` brings. */
function ownExports(statement: ts.Statement): string[] {
  if (!isExported(statement)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((item) => namesOf(item.name).map((name) => name.text));
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}
