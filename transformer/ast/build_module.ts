// Imports and exports. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { assign, id, member, str } from "./build_expression.js";
import { statement } from "./build_statement.js";

export const exportNames = (name: ts.Identifier, exported = name.text): ts.Statement => {
  const specifier =
    exported === name.text
      ? ts.factory.createExportSpecifier(false, undefined, name)
      : ts.factory.createExportSpecifier(false, name, exported);
  return ts.factory.createExportDeclaration(undefined, false, ts.factory.createNamedExports([specifier]));
};
/** `exports.name = name;`, which CommonJS has for it. */
export const exportProperty = (name: ts.Identifier, exported: string): ts.Statement =>
  statement(assign(member(id("exports"), exported), name));
export const exportDefault = (value: ts.Expression): ts.Statement => ts.factory.createExportDefault(value);

/** `import * as rt from "module";` */
export const importNamespace = (name: ts.Identifier, module: string): ts.Statement =>
  ts.factory.createImportDeclaration(
    undefined,
    ts.factory.createImportClause(undefined, undefined, ts.factory.createNamespaceImport(name)),
    str(module),
  );
/** `import { name as local } from "module";` */
export const importNames = (
  names: readonly { readonly local: ts.Identifier; readonly imported: string }[],
  module: string,
): ts.Statement => {
  const specifiers = names.map(({ local, imported }) =>
    ts.factory.createImportSpecifier(false, imported === local.text ? undefined : id(imported), local),
  );
  const clause = ts.factory.createImportClause(undefined, undefined, ts.factory.createNamedImports(specifiers));
  return ts.factory.createImportDeclaration(undefined, clause, str(module));
};
/** The default of a module, or with "*" all of it. */
export const importWhole = (local: ts.Identifier, what: "default" | "*", module: string): ts.Statement => {
  const all = what === "*" ? ts.factory.createNamespaceImport(local) : undefined;
  const clause = ts.factory.createImportClause(undefined, all === undefined ? local : undefined, all);
  return ts.factory.createImportDeclaration(undefined, clause, str(module));
};
/** An imported name under another one. */
export const importedAs = (old: ts.ImportSpecifier, local: ts.Identifier): ts.ImportSpecifier =>
  ts.factory.updateImportSpecifier(old, old.isTypeOnly, old.propertyName ?? id(old.name.text), local);
/** `import rt = require("module");` */
export const importEquals = (name: ts.Identifier, module: string): ts.Statement =>
  ts.factory.createImportEqualsDeclaration(
    undefined,
    false,
    name,
    ts.factory.createExternalModuleReference(str(module)),
  );
/** `import "module";` */
export const importForEffect = (declaration: ts.ImportDeclaration): ts.Statement =>
  ts.factory.updateImportDeclaration(
    declaration,
    declaration.modifiers,
    undefined,
    declaration.moduleSpecifier,
    declaration.attributes,
  );
/** The same import with fewer names. */
export function importFewer(
  declaration: ts.ImportDeclaration,
  clause: ts.ImportClause,
  defaultName: ts.Identifier | undefined,
  names: readonly ts.ImportSpecifier[] | ts.NamespaceImport | undefined,
): ts.Statement {
  const bindings = names === undefined || !("length" in names) ? names : ts.factory.createNamedImports(names);
  return ts.factory.updateImportDeclaration(
    declaration,
    declaration.modifiers,
    ts.factory.updateImportClause(clause, clause.phaseModifier, defaultName, bindings),
    declaration.moduleSpecifier,
    declaration.attributes,
  );
}
