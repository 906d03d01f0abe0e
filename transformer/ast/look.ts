// Questions about a piece of code that its own syntax answers: is it a loop, a function, what is under the parentheses?
// Shape: node -> answer; nothing is changed, and no scope or import is known here.
import { byKind, kinds, ts } from "../ts.js";

/** An arrow or function expression. */
export type FunctionValue = ts.ArrowFunction | ts.FunctionExpression;
/** A function whose code can become process code: no method, no constructor. */
export type FunctionCode = FunctionValue | ts.FunctionDeclaration;

/** What is left without parentheses, `as`, `satisfies`, `!` and type arguments: `((f as F)!)` -> `f`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (isWrapping(inner)) inner = inner.expression;
  return inner;
}

const wrapping = byKind(() => {
  const kind = ts.SyntaxKind;
  const casts = [kind.AsExpression, kind.SatisfiesExpression, kind.NonNullExpression, kind.TypeAssertionExpression];
  return [kind.ParenthesizedExpression, ...casts, kind.ExpressionWithTypeArguments].map((each) => [each, true]);
});

export const isWrapping = (node: ts.Node): node is ts.Expression & { readonly expression: ts.Expression } =>
  wrapping[node.kind] === true;

/** The part of an expression that is printed first: `a` of `a.b(1) + 2`. */
export function leftmost(expression: ts.Expression): ts.Expression {
  if (ts.isBinaryExpression(expression)) return leftmost(expression.left);
  if (ts.isConditionalExpression(expression)) return leftmost(expression.condition);
  if (ts.isTaggedTemplateExpression(expression)) return leftmost(expression.tag);
  const isChain =
    ts.isCallExpression(expression) ||
    ts.isPropertyAccessExpression(expression) ||
    ts.isElementAccessExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return isChain ? leftmost(expression.expression) : expression;
}

export const isFunctionValue = (node: ts.Node): node is FunctionValue =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);
export const isFunctionCode = (node: ts.Node): node is FunctionCode =>
  isFunctionValue(node) || ts.isFunctionDeclaration(node);

/** The function written at this place, or undefined. */
export function writtenFunction(expression: ts.Expression | undefined): FunctionValue | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  return isFunctionValue(inner) ? inner : undefined;
}

/** `"use strict";` */
export const isDirective = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

/** What stands at the top of a file: directives and imports. */
export const isOpening = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node) || isDirective(node);

/** How many statements stand there. */
export function openingLength(statements: readonly ts.Statement[]): number {
  const end = statements.findIndex((statement) => !isOpening(statement));
  return end === -1 ? statements.length : end;
}

export const isLoop = (node: ts.Node): node is ts.IterationStatement =>
  ts.isForStatement(node) ||
  ts.isForOfStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isWhileStatement(node) ||
  ts.isDoStatement(node);

export const isForAwait = (node: ts.Node): node is ts.ForOfStatement =>
  ts.isForOfStatement(node) && node.awaitModifier !== undefined;

/** Types have no code. `f<string>` and `extends Base<string>` are expressions all the same. */
export const isType = (node: ts.Node): boolean => types[node.kind] === true;

const types = byKind(() =>
  kinds(ts.SyntaxKind.Unknown, ts.SyntaxKind.LastTypeNode)
    .filter((kind) => ts.isTypeNode({ kind } as ts.Node))
    .map((kind) => [kind, true]),
);

export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true;
export const isAsync = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.AsyncKeyword);
export const isGenerator = (node: FunctionCode): boolean =>
  !ts.isArrowFunction(node) && node.asteriskToken !== undefined;
/** `function* () {}`, or one that was bound to a `this`. */
export function isGeneratorFunction(node: ts.Expression): boolean {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return node.expression.name.text === "bind" && isGeneratorFunction(node.expression.expression);
  return ts.isFunctionExpression(node) && isGenerator(node);
}
export const isExported = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.ExportKeyword);
export const isAmbient = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.DeclareKeyword);

/** A call or access with `?.` somewhere in its chain. */
export const isOptional = (node: ts.Node): boolean => ts.isOptionalChain(node);

export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** Calls `look` for the code of a function (or any other piece) without the functions and classes in it. */
export function ownCode(node: ts.Node, look: (node: ts.Node) => void): void {
  const visit = (child: ts.Node): void => {
    if (isType(child)) return;
    look(child);
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
}

/** Is `test` true of `node` or of anything in it? */
export function contains(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  const visit = (part: ts.Node): true | undefined =>
    isType(part) ? undefined : test(part) || ts.forEachChild(part, visit);
  return visit(node) === true;
}

/** All names that a pattern binds: `{ a, b: [c] }` -> a, c. */
export function namesOf(pattern: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(pattern)) return [pattern];
  const elements: readonly ts.Node[] = pattern.elements;
  return elements.flatMap((item) => (ts.isBindingElement(item) ? namesOf(item.name) : []));
}

/** The names that a statement declares. */
export function declaredNames(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((item) => namesOf(item.name));
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name] : [];
}

/** The names that are assigned to in a target: `[a, { b: c }] = ...` -> a, c. */
export function assignedNames(target: ts.Node): ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  if (ts.isShorthandPropertyAssignment(target)) return [target.name];
  if (ts.isPropertyAssignment(target)) return assignedNames(target.initializer);
  if (isAssignment(target)) return assignedNames(target.left);
  if (ts.isSpreadElement(target) || ts.isSpreadAssignment(target)) return assignedNames(target.expression);
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(assignedNames);
  if (ts.isObjectLiteralExpression(target)) return target.properties.flatMap(assignedNames);
  return ts.isExpression(target) && bare(target) !== target ? assignedNames(bare(target)) : [];
}

/** Edits (one letter more, less, other, or two swapped) from `a` to `b`. */
export function distance(a: string, b: string): number {
  const rows = [...Array(a.length + 1).keys()].map((i) => [i, ...Array<number>(b.length).fill(0)]);
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + other);
      (rows[i] as number[])[j] = swapped ? Math.min(best, at(i - 2, j - 2) + 1) : best;
    }
  return at(a.length, b.length);
}

/** Was this node made by the compiler, and not written by the user? */
export const isMade = (node: ts.Node): boolean => (node.flags & ts.NodeFlags.Synthesized) !== 0;

/** Code that has no text of its own, as TypeScript writes it. */
export const printed = (node: ts.Node, file: ts.SourceFile): string =>
  ts.createPrinter({ removeComments: true }).printNode(ts.EmitHint.Unspecified, node, file);
