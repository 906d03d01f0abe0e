// Order of evaluation: may a value be written into the middle of another expression without anything running earlier or later than before?
//
//   x => g(x, 1)        with f(a) for x: g(f(a), 1), nothing but the name g comes before it
//   x => g(h(), x)      h() would run before f(a): not moved
//   x => ok() && x      x is not always evaluated: not moved

import { rootOf } from "../1-find/process_function.js";
import type { Binding } from "../1-find/scope.js";
import { bare, contains, isAssignment, isFunctionValue, isOptional } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";

/** Its value is the same wherever it stands, and evaluating it does nothing: literals, functions written in place, names that are never assigned to, `console.log`. */
export function isConstant(expression: ts.Expression, x: Expansion): boolean {
  const inner = bare(expression);
  if (isFunctionValue(inner) || isName(inner, x)) return true;
  if (ts.isPrefixUnaryExpression(inner)) return ts.isNumericLiteral(inner.operand);
  return inner.kind === ts.SyntaxKind.RegularExpressionLiteral;
}

/** A constant that may be written several times: a name, `this`, a literal, `console.log`. */
export function isName(expression: ts.Expression, x: Expansion): boolean {
  const inner = bare(expression);
  if (ts.isIdentifier(inner)) return inner.pos < 0 || x.scopes.isStable(inner);
  if (ts.isPropertyAccessExpression(inner))
    return x.scopes.isGlobal(rootOf(inner)) && !contains(inner, ts.isCallExpression);
  return (
    ts.isStringLiteral(inner) ||
    ts.isNumericLiteral(inner) ||
    ts.isNoSubstitutionTemplateLiteral(inner) ||
    inner.kind === ts.SyntaxKind.ThisKeyword ||
    inner.kind === ts.SyntaxKind.TrueKeyword ||
    inner.kind === ts.SyntaxKind.FalseKeyword ||
    inner.kind === ts.SyntaxKind.NullKeyword
  );
}

/** How often a binding is used in an expression; Infinity when a function or class in it uses it. */
export function usesOf(binding: Binding, expression: ts.Node, x: Expansion): number {
  let count = 0;
  const look = (node: ts.Node, nested: boolean): void => {
    if (ts.isIdentifier(node) && x.scopes.bindingOf(node) === binding) count += nested ? Number.POSITIVE_INFINITY : 1;
    const inside = nested || ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => look(child, inside));
  };
  look(expression, false);
  return count;
}

/** Is the binding evaluated always, and before anything that could have an effect or be affected? */
export function comesFirst(binding: Binding, expression: ts.Expression, x: Expansion): boolean {
  const isIt = (node: ts.Node): boolean => ts.isIdentifier(node) && x.scopes.bindingOf(node) === binding;
  return reach(expression, isIt, (node) => isConstant(node, x)) === "found";
}

/** `found`: it is reached first. `clear`: not in here, and nothing happens here. `blocked`: something else happens first. */
type Reach = "found" | "clear" | "blocked";

/** How evaluation of an expression meets what `isIt` says; `isClear` says of what nothing is said here that evaluating it does nothing. */
export function reach(
  expression: ts.Expression,
  isIt: (node: ts.Node) => boolean,
  isClear: (node: ts.Expression) => boolean,
): Reach {
  const node = bare(expression);
  if (isIt(node)) return "found";
  if (isClear(node)) return "clear";
  const inOrder = (parts: readonly (ts.Expression | undefined)[], then: Reach): Reach => {
    for (const part of parts) {
      const result = part === undefined ? "clear" : reach(part, isIt, isClear);
      if (result !== "clear") return result;
    }
    return then;
  };
  if (ts.isCallExpression(node))
    return inOrder([node.expression, ...(isOptional(node) ? [] : node.arguments)], "blocked");
  if (ts.isNewExpression(node)) return inOrder([node.expression, ...(node.arguments ?? [])], "blocked");
  if (ts.isPropertyAccessExpression(node)) return inOrder([node.expression], "blocked");
  if (ts.isElementAccessExpression(node))
    return inOrder([node.expression, ...(isOptional(node) ? [] : [node.argumentExpression])], "blocked");
  if (isAssignment(node as ts.Node)) return "blocked";
  if (ts.isBinaryExpression(node)) {
    return isShortCircuit(node.operatorToken.kind)
      ? inOrder([node.left], "blocked")
      : inOrder([node.left, node.right], "clear");
  }
  if (ts.isConditionalExpression(node)) return inOrder([node.condition], "blocked");
  if (ts.isTemplateExpression(node))
    return inOrder(
      node.templateSpans.map((span) => span.expression),
      "clear",
    );
  if (ts.isArrayLiteralExpression(node)) return inOrder(node.elements, "clear");
  if (ts.isSpreadElement(node)) return inOrder([node.expression], "blocked");
  if (ts.isObjectLiteralExpression(node)) return inOrder(node.properties.map(valueOfProperty), "clear");
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return inOrder([node.expression], "clear");
  if (ts.isAwaitExpression(node)) return inOrder([node.expression], "blocked");
  if (ts.isPrefixUnaryExpression(node)) return isStep(node.operator) ? "blocked" : inOrder([node.operand], "clear");
  return "blocked";
}

const isShortCircuit = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.AmpersandAmpersandToken ||
  operator === ts.SyntaxKind.BarBarToken ||
  operator === ts.SyntaxKind.QuestionQuestionToken;
const isStep = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;

/** A computed name, a spread or a method makes the literal opaque: the whole of it is looked at as one thing. */
function valueOfProperty(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  if (ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name)) return property.initializer;
  return ts.isSpreadAssignment(property) ? property.expression : undefined;
}
