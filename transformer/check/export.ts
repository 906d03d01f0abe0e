// What an exported name of a module is declared as, followed through re-exports, in files that have nothing of tincture too.
//
//   export { Room as Lobby } from "./room.js"   exportedBinding(file, "Lobby", known) -> the constant Room of room.ts, and the facts of that file
import type { Binding } from "../1-find/scope.js";
import { isExported } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Facts, Known } from "./facts.js";

export interface Origin {
  readonly facts: Facts;
  readonly binding: Binding;
}

/** `seen` ends circles of `export *`. */
export function exportedBinding(
  file: ts.SourceFile,
  name: string,
  known: Known,
  seen: readonly ts.SourceFile[] = [],
): Origin | undefined {
  if (file.isDeclarationFile || seen.includes(file)) return undefined;
  const facts = known.factsOf(file);
  const own = facts?.moduleScope?.names.get(name);
  if (facts !== undefined && own !== undefined && isExportedHere(own)) return { facts, binding: own };
  const follow = (specifier: ts.Expression, exported: string): Origin | undefined => {
    const target = ts.isStringLiteralLike(specifier) ? known.resolve(specifier, file) : undefined;
    return target && exportedBinding(target, exported, known, [...seen, file]);
  };
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    const { exportClause: clause, moduleSpecifier: specifier } = statement;
    if (clause === undefined) {
      const found = specifier && follow(specifier, name);
      if (found !== undefined) return found;
    } else if (ts.isNamedExports(clause)) {
      const item = clause.elements.find((element) => element.name.text === name);
      if (item === undefined) continue;
      const local = (item.propertyName ?? item.name).text;
      if (specifier !== undefined) return follow(specifier, local);
      const binding = facts?.moduleScope?.names.get(local);
      if (facts !== undefined && binding !== undefined && binding.kind !== "import") return { facts, binding };
      const imported = importOf(local, file);
      return imported && follow(imported.specifier, imported.name);
    }
  }
  return undefined;
}

/** `import { Room as Lobby } from "./room.js"`: Lobby -> Room of that module. */
function importOf(local: string, file: ts.SourceFile): { specifier: ts.Expression; name: string } | undefined {
  for (const statement of file.statements) {
    const names = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    const item =
      names && ts.isNamedImports(names) ? names.elements.find((each) => each.name.text === local) : undefined;
    if (item !== undefined && ts.isImportDeclaration(statement))
      return { specifier: statement.moduleSpecifier, name: (item.propertyName ?? item.name).text };
  }
  return undefined;
}

/** Is it declared with `export`? */
export function isExportedHere({ declaration }: Binding): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return isExported(statement);
}
