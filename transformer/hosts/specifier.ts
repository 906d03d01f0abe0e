// The modules that a file imports or exports from, by the specifiers in it.
import { ts } from "../ts.js";

/** What a program has collected of its files, whose statements need not be gone through then (internal, the same in 5.9 and 6.0). */
interface Collected {
  readonly imports?: readonly ts.StringLiteralLike[];
}

/** With those of `import("...")` and the like where the file is of a program. */
export const specifiersOf = (file: ts.SourceFile): readonly ts.StringLiteralLike[] =>
  (file as Collected).imports ?? file.statements.flatMap((statement) => specifierIn(statement) ?? []);

function specifierIn(statement: ts.Statement): ts.StringLiteralLike | undefined {
  const specifier =
    ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
      ? statement.moduleSpecifier
      : ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)
        ? statement.moduleReference.expression
        : undefined;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}
