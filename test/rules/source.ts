// Reads our own TypeScript sources for the rules: which file imports which, and how many of its lines are code. Syntax only, nothing is resolved
// but relative paths; it knows no rule.
//
// Shape: sources("runtime") -> [{ path: "runtime/otp/agent.ts", imports: [{ specifier: "../core/pid.js", target: "runtime/core/pid.ts", typeOnly: false }], tree }]
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import ts from "typescript";
import { root } from "../suite.js";

/** One import, export-from, `import()` or `import x = require()`. */
export interface Import {
  readonly specifier: string;
  /** Path of the file meant, for a relative specifier; else undefined. */
  readonly target: string | undefined;
  /** Nothing of it is left at run time: `import type`, or only `type` names. */
  readonly typeOnly: boolean;
}

/** One source file; `path` is relative to the checkout, with `/`. */
export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly tree: ts.SourceFile;
}

/** All TypeScript sources below a folder of the checkout, in order of path. */
export function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[mc]?ts$/.test(file))
    .map((file) => `${folder}/${file.split(sep).join("/")}`)
    .sort()
    .map((path) => {
      const tree = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest, true);
      return { path, imports: importsOf(path, tree), tree };
    });
}

/** Calls `look` with every node of a file. */
export function walk(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => walk(child, look));
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const target = text.startsWith(".") ? sourceOf(posix.join(posix.dirname(path), text)) : undefined;
    found.push({ specifier: text, target, typeOnly });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], false);
  });
  return found;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

const isLoad = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");

/** `./pid.js` is written in `pid.ts`. */
const sourceOf = (path: string): string => path.replace(/\.([mc]?)js$/, ".$1ts");

/** How many lines hold a token: are neither blank nor only comment. */
export function codeLines(tree: ts.SourceFile): number {
  const lines = new Set<number>();
  const mark = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || node.kind === ts.SyntaxKind.EndOfFileToken) return;
    const children = node.getChildren(tree);
    for (const child of children) mark(child);
    if (children.length > 0 || node.getWidth(tree) === 0) return;
    const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line;
    const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line++) lines.add(line);
  };
  mark(tree);
  return lines.size;
}
