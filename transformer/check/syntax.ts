// Questions about a place in the user's tree that are answered by looking outwards. (Questions about what is inside: ast/look.ts.)
import type { Names } from "../1-find/names.js";
import { bare, type FunctionCode, isAssignment, isWrapping, ownCode } from "../ast/look.js";
import { ts } from "../ts.js";

/** The largest expression that is only this one in parentheses, `as`, `!` ... */
export function outside(node: ts.Node): ts.Node {
  let outer = node;
  while (isWrapping(outer.parent)) outer = outer.parent;
  return outer;
}

/** The functions around a place, innermost first; of a function itself: those around it. */
export function* functionsAround(node: ts.Node): Generator<ts.SignatureDeclaration> {
  for (let at = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) yield at;
}

/** Is this name assigned to here: `n = 1`, `n++`, `[n] = list`, `for (n of list)`? */
export function isWritten(name: ts.Node): boolean {
  const place = outside(name);
  const { parent } = place;
  if (isAssignment(parent)) return parent.left === place;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === place;
  const isPart =
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === place);
  if (!isPart) return false;
  const whole = ts.isArrayLiteralExpression(parent) ? parent : parent.parent;
  return ts.isExpression(whole) && isWritten(whole);
}

/** Is the value of this call waited for: awaited, returned, or handed on to something that is? */
export function isWaitedFor(call: ts.Node): boolean {
  const place = outside(call);
  const { parent } = place;
  if (ts.isAwaitExpression(parent) || ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === place;
  // Promise.all([a, b]), a.catch(f), c ? a : b
  if (ts.isPropertyAccessExpression(parent)) {
    const next = parent.parent;
    return ts.isCallExpression(next) && /^(then|catch|finally)$/.test(parent.name.text) && isWaitedFor(next);
  }
  const isPassing =
    ts.isArrayLiteralExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    (ts.isCallExpression(parent) && /^Promise\.\w+$/.test(parent.expression.getText())) ||
    (ts.isBinaryExpression(parent) && /^(\?\?|\|\||&&)$/.test(parent.operatorToken.getText()));
  return isPassing && isWaitedFor(parent);
}

const endless = /\bwhile\s*\(\s*(?:true|1)\s*\)|\bfor\s*\([^;()]*;\s*;/;

/** One look at the text spares most files the walk. */
export const mayHaveEndlessLoop = (text: string): boolean => endless.test(text);

/** A loop of the function's own code that nothing in it leaves. */
export function endlessLoop(fn: FunctionCode, names: Names): ts.IterationStatement | undefined {
  let found: ts.IterationStatement | undefined;
  ownCode(fn, (node) => {
    if (found === undefined && isEndless(node) && !isLeft(node, names) && !isTried(node, fn)) found = node;
  });
  return found;
}

function isEndless(node: ts.Node): node is ts.IterationStatement {
  if (ts.isForStatement(node)) return node.condition === undefined || isTrue(node.condition);
  return (ts.isWhileStatement(node) || ts.isDoStatement(node)) && isTrue(node.expression);
}

const isTrue = (test: ts.Expression): boolean => {
  const inner = bare(test);
  return inner.kind === ts.SyntaxKind.TrueKeyword || (ts.isNumericLiteral(inner) && inner.text === "1");
};

function isLeft(loop: ts.IterationStatement, names: Names): boolean {
  let left = false;
  ownCode(loop, (node) => {
    left ||=
      ts.isReturnStatement(node) ||
      ts.isThrowStatement(node) ||
      (ts.isBreakStatement(node) && leavesLoop(node, loop)) ||
      (ts.isContinueStatement(node) && node.label !== undefined && leavesLoop(node, loop)) ||
      names.callOf(node) === "exit" ||
      (ts.isCallExpression(node) && node.expression.getText() === "process.exit");
  });
  return left;
}

/** `break` belongs to the nearest loop or switch, with a label to the statement that has it. */
function leavesLoop(jump: ts.BreakStatement | ts.ContinueStatement, loop: ts.Node): boolean {
  for (let at: ts.Node = jump.parent; at !== loop; at = at.parent) {
    if (jump.label === undefined && (ts.isSwitchStatement(at) || ts.isIterationStatement(at, false))) return false;
    if (ts.isLabeledStatement(at) && at.label.text === jump.label?.text) return false;
  }
  const own = ts.isLabeledStatement(loop.parent) && loop.parent.label.text === jump.label?.text;
  return !(ts.isContinueStatement(jump) && own);
}

/** An error in a `try` leaves the loop in it. */
function isTried(loop: ts.Node, fn: ts.Node): boolean {
  for (let at = loop; at !== fn; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return true;
  return false;
}
