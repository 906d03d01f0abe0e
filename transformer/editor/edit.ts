// Changes of text, as the editor takes them; and the import that a change may need.
import { exportsOfModule, importedNames, packageName, type Resolve } from "../1-find/exports.js";
import { memberOf } from "../1-find/names.js";
import { ts } from "../ts.js";

/** A file as fixes and refactorings see it. */
export interface Page {
  readonly file: ts.SourceFile;
  readonly program: ts.Program;
  readonly resolve: Resolve;
  readonly isOperatorEnabled: boolean;
}

export const replace = (start: number, end: number, newText: string): ts.TextChange => ({
  span: { start, length: end - start },
  newText,
});

export const insert = (place: number, newText: string): ts.TextChange => replace(place, place, newText);

/** Puts parentheses around a node. */
export const parenthesise = (node: ts.Node, file: ts.SourceFile): ts.TextChange[] => [
  insert(node.getStart(file), "("),
  insert(node.end, ")"),
];

/** How an export of tincture is called in a file, and what must be changed so that it is. */
export function nameInFile(name: string, { file, resolve }: Page): { name: string; changes: ts.TextChange[] } {
  const meanings = importedNames(file, (specifier) => exportsOfModule(specifier, file, resolve));
  for (const [local, meaning] of meanings) if (meaning === name) return { name: local, changes: [] };
  for (const [local, meaning] of meanings)
    if (typeof meaning !== "string" && memberOf(meaning, name) === name)
      return { name: `${local}.${name}`, changes: [] };
  const imports = file.statements.filter(ts.isImportDeclaration);
  const own = imports.find((each) => namesImported(each) !== undefined);
  const last = own === undefined ? undefined : namesImported(own)?.elements.at(-1);
  if (last !== undefined) return { name, changes: [insert(last.end, `, ${name}`)] };
  const text = `import { ${name} } from "${packageName}";\n`;
  return { name, changes: [insert(imports[0]?.getStart(file) ?? startOf(file), text)] };
}

/** `{ pipe, tap }` of an import of values from tincture. */
function namesImported(statement: ts.ImportDeclaration): ts.NamedImports | undefined {
  const { importClause, moduleSpecifier } = statement;
  const bindings = importClause?.namedBindings;
  if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== packageName) return undefined;
  const isForTypes = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return bindings !== undefined && ts.isNamedImports(bindings) && !isForTypes ? bindings : undefined;
}

/** Behind `#!` and the comments that the file begins with. */
const startOf = (file: ts.SourceFile): number => file.statements[0]?.getStart(file) ?? file.end;

/** The innermost node around a place that passes. A repaired call stands around all of its parts, wherever they are written. */
export function innermost<T extends ts.Node>(
  file: ts.SourceFile,
  { start, end }: { readonly start: number; readonly end: number },
  test: (node: ts.Node) => node is T,
): T | undefined {
  let found: T | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (node.getStart(file) <= start && test(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The white space that the line of a place begins with. */
export function indentAt(place: number, { text }: ts.SourceFile): string {
  const line = text.lastIndexOf("\n", place - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? "";
}
