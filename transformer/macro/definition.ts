// What a macro module shows of itself: the names under which quotes that were written out elsewhere reach it.
//
//   export const unless = defmacro(...)       exported as it is
//   const helper = ...  used in a quote       private: the output of the module exports it, as `helper`, or `helper_1` where that is something else
import { declaredNames, hasModifier, isExported } from "../ast/look.js";
import { ts } from "../ts.js";

export interface PrivateNames {
  exportOf(local: string): { readonly exported: string; readonly isPrivate: boolean };
  /** Does the module itself export something under this name? */
  exports(name: string): boolean;
}

const known = new WeakMap<ts.SourceFile, PrivateNames>();

/** The names of a module, from its own text: the module and its users are compiled apart and must say the same. */
export function privateNames(file: ts.SourceFile): PrivateNames {
  const names = known.get(file) ?? read(file);
  known.set(file, names);
  return names;
}

function read(file: ts.SourceFile): PrivateNames {
  /** Local name -> the name it is exported by. */
  const exported = new Map<string, string>();
  /** Names that a private one can't be exported by: they are, or would be, something else. */
  const taken = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier } = statement;
      if (clause === undefined || !ts.isNamedExports(clause) || statement.isTypeOnly) continue;
      for (const item of clause.elements) {
        taken.add(item.name.text);
        if (moduleSpecifier === undefined) exported.set((item.propertyName ?? item.name).text, item.name.text);
      }
    } else if (ts.isExportAssignment(statement)) {
      if (ts.isIdentifier(statement.expression)) exported.set(statement.expression.text, "default");
    } else if (isExported(statement)) {
      const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
      for (const { text } of declaredNames(statement)) exported.set(text, isDefault ? "default" : text);
    }
  }
  for (const name of exported.values()) taken.add(name);
  const declared = new Set(file.statements.flatMap(declaredNames).map(({ text }) => text));
  return {
    exports: (name) => taken.has(name),
    exportOf(local) {
      const name = exported.get(local);
      if (name !== undefined) return { exported: name, isPrivate: false };
      let other = local;
      for (let i = 1; taken.has(other) || (other !== local && declared.has(other)); i++) other = `${local}_${i}`;
      return { exported: other, isPrivate: true };
    },
  };
}
