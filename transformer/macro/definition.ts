// What a macro module shows of itself: the names under which quotes that were written out elsewhere reach it.
//
//   export const unless = defmacro(...)       exported as it is
//   const helper = ...  used in a quote       private: the output of the module exports it, as `helper`, or `helper_1` where that is something else
import { isExported, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";

export interface PrivateNames {
  exportOf(local: string): { readonly exported: string; readonly isPrivate: boolean };
}

const known = new WeakMap<ts.SourceFile, PrivateNames>();

/** The names of a module, from its own text: the module and its users are compiled apart and must say the same. */
export function privateNames(file: ts.SourceFile): PrivateNames {
  const names = known.get(file) ?? read(file);
  known.set(file, names);
  return names;
}

function read(file: ts.SourceFile): PrivateNames {
  const exported = new Map<string, string>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause, moduleSpecifier } = statement;
      if (clause !== undefined && ts.isNamedExports(clause) && !statement.isTypeOnly)
        for (const item of clause.elements)
          exported.set(
            moduleSpecifier === undefined ? (item.propertyName ?? item.name).text : ` ${item.name.text}`,
            item.name.text,
          );
    } else if (ts.isExportAssignment(statement)) {
      if (ts.isIdentifier(statement.expression)) exported.set(statement.expression.text, "default");
    } else if (isExported(statement)) for (const name of declared(statement)) exported.set(name, name);
  }
  const taken = new Set(exported.values());
  return {
    exportOf(local) {
      const name = exported.get(local);
      if (name !== undefined) return { exported: name, isPrivate: false };
      return { exported: taken.has(local) ? `${local}_1` : local, isPrivate: true };
    },
  };
}

/** The names that a statement declares. */
export function declared(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((item) => namesOf(item.name).map((name) => name.text));
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}
