// Which names of a module mean names of `tincture`: followed through the user's own re-exports, from syntax alone.
//
//   export { pipe as flow } from "tincture"; export * from "tincture"; import { run } from "tincture"; export { run }; export * as t from "./all.js"
//
// Shape: exportsOfFile(file, resolve).get("flow") -> "pipe", .get("t") -> the names of ./all.js. How a specifier becomes a file is the host's affair.
import { bare, declaredNames, isExported } from "../ast/look.js";
import { ts } from "../ts.js";

/** The package whose exports are macros. */
export const packageName = "tincture";

/** What macros are written with. */
export const macroEntry = `${packageName}/macro`;

/** Its entries that the compiler knows, and what stands before their names: `run` of "tincture" is "run", `quote` of "tincture/macro" is "macro:quote". */
const entries: ReadonlyMap<string, string> = new Map([
  [packageName, ""],
  [`${packageName}/abi`, "abi:"],
  [macroEntry, "macro:"],
  [`${packageName}/testing`, "testing:"],
]);

/** Does the specifier mean an entry of tincture, and not a module of the user's? */
export const isEntry = (specifier: string): boolean => entries.has(specifier);

/** A macro of the user's: `const unless = defmacro(...)` at the top of a file. */
export interface UserMacro {
  readonly file: ts.SourceFile;
  /** The constant's name. */
  readonly macro: string;
  readonly definition: ts.CallExpression;
  /** Another macro that the name means just as well, since both come through `export *`. */
  readonly other?: UserMacro;
}

/** All that an entry exports; undefined for any other module. */
export function entryOf(specifier: string): Exports | undefined {
  const prefix = entries.get(specifier);
  return prefix === undefined ? undefined : exportsOfEntry(prefix);
}

/** Where an export of tincture is imported from: "macro:quote" is `quote` of "tincture/macro". */
export function homeOf(meaning: string): { readonly specifier: string; readonly name: string } {
  for (const [specifier, prefix] of entries)
    if (prefix !== "" && meaning.startsWith(prefix)) return { specifier, name: meaning.slice(prefix.length) };
  return { specifier: packageName, name: meaning };
}

/** What a name means: the name of an export of tincture, a macro of the user's, or a namespace of such names. */
export type Meaning = string | UserMacro | Exports;

/** Macros of tincture itself that are written as a user's are (builtin/), and the file that they are in. */
export const builtins: ReadonlyMap<string, string> = new Map([
  ["ping_pong", "ping_pong"],
  ["ping", "ping_pong"],
  ["pong", "ping_pong"],
]);

/** A macro that is written out from a quote, or a namespace with some. */
export const meansMacros = (meaning: Meaning | undefined): boolean => {
  if (typeof meaning === "string") return builtins.has(meaning);
  return meaning !== undefined && (isUserMacro(meaning) || meaning.hasMacros);
};

/** A macro of the user's, or the whole module of one: in the program there is nothing left of it. */
export const isLeftToBuild = (meaning: Meaning | undefined): boolean =>
  typeof meaning === "object" && (isUserMacro(meaning) || meaning.definesMacros);

export const isUserMacro = (meaning: Meaning | undefined): meaning is UserMacro =>
  typeof meaning === "object" && "macro" in meaning;

/** The names of a module that mean something of tincture. */
export interface Exports {
  get(name: string): Meaning | undefined;
  /** False where no name does. */
  readonly some: boolean;
  /** Some of them mean macros that are written out from quotes. */
  readonly hasMacros: boolean;
  /** The module defines macros itself. */
  readonly definesMacros: boolean;
}

/** The file that a specifier in `from` means; undefined where there is none to look into. */
export type Resolve = (specifier: ts.StringLiteralLike, from: ts.SourceFile) => ts.SourceFile | undefined;

const nothing: Exports = { get: () => undefined, some: false, hasMacros: false, definesMacros: false };
const exportsOfEntry = (prefix: string): Exports => ({
  get: (name) => (name === "default" ? undefined : prefix + name),
  some: true,
  hasMacros: true,
  definesMacros: false,
});

/** What a module specifier in `from` offers of tincture. */
export function exportsOfModule(
  specifier: ts.Expression,
  from: ts.SourceFile,
  resolve: Resolve,
  seen: readonly ts.SourceFile[] = [],
): Exports {
  if (!ts.isStringLiteralLike(specifier)) return nothing;
  const entry = entryOf(specifier.text);
  if (entry !== undefined) return entry;
  const file = resolve(specifier, from);
  return file === undefined || seen.includes(file) ? nothing : exportsOfFile(file, resolve, [...seen, file]);
}

/** What a file of the user's offers of tincture. `seen` ends circles of `export *`. */
export function exportsOfFile(file: ts.SourceFile, resolve: Resolve, seen: readonly ts.SourceFile[] = [file]): Exports {
  const sourceOf = (specifier: ts.Expression): Exports => exportsOfModule(specifier, file, resolve, seen);
  const named = new Map<string, Meaning | undefined>();
  const stars: Exports[] = [];
  const macros = macrosOf(file);
  let imported: Map<string, Meaning> | undefined;
  for (const statement of file.statements) {
    // What is declared and exported here hides what `export *` brings.
    if (isExported(statement)) for (const { text } of declaredNames(statement)) named.set(text, macros.get(text));
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
        named.set(
          item.name.text,
          source === undefined ? (macros.get(local) ?? imported?.get(local)) : source.get(local),
        );
      }
  }
  const get = (name: string): Meaning | undefined => {
    if (named.has(name)) return named.get(name);
    if (name === "default") return undefined;
    const [first, ...others] = stars.map((star) => star.get(name)).filter((meaning) => meaning !== undefined);
    const other = isUserMacro(first) ? others.filter(isUserMacro).find(({ file }) => file !== first.file) : undefined;
    return isUserMacro(first) && other !== undefined ? { ...first, other } : first;
  };
  const some = stars.some((star) => star.some) || [...named.values()].some((meaning) => meaning !== undefined);
  const hasMacros = stars.some((star) => star.hasMacros) || [...named.values()].some(meansMacros);
  return some ? { get, some, hasMacros, definesMacros: macros.size > 0 } : nothing;
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

const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, UserMacro>>();

/** The macros that a file defines, by the names of their constants; one object for each, however often it is asked. */
export function macrosOf(file: ts.SourceFile): ReadonlyMap<string, UserMacro> {
  const macros = known.get(file) ?? definedMacros(file);
  known.set(file, macros);
  return macros;
}

function definedMacros(file: ts.SourceFile): Map<string, UserMacro> {
  const macros = new Map<string, UserMacro>();
  if (!file.text.includes("defmacro")) return macros;
  const imported = importedNames(file, (specifier) => exportsOfModule(specifier, file, () => undefined));
  const meaningOf = (callee: ts.Expression): Meaning | undefined => {
    if (ts.isIdentifier(callee)) return imported.get(callee.text);
    if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
    const object = imported.get(callee.expression.text);
    return typeof object === "object" && !isUserMacro(object) ? object.get(callee.name.text) : undefined;
  };
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && bare(initializer);
      if (!ts.isIdentifier(name) || value === undefined || !ts.isCallExpression(value)) continue;
      if (meaningOf(bare(value.expression)) === "macro:defmacro" && !macros.has(name.text))
        macros.set(name.text, { file, macro: name.text, definition: value });
    }
  }
  return macros;
}
