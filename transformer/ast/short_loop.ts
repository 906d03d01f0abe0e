// Loops that surely end soon, as one can see where they stand: they stay as they are written, without a word to the scheduler, and a helper with no other loop stays
// an ordinary function.
//
//   for (const side of [left, right]) ...      nobody else has that array, so its elements can be counted
//   for (let x = 0; x < 8; x++) ...            at most a hundred turns, those of such loops in it multiplied, and nobody else changes `x`

import { ts } from "../ts.js";
import { assignedNames, bare, contains, isAssignment, ownCode } from "./look.js";

/** So many turns of tiny bodies are a tenth of a microsecond. */
const FEW = 100;

export const isShortLoop = (loop: ts.Node): boolean => isOverLiteral(loop) || turnsWithin(loop) <= FEW;

function isOverLiteral(loop: ts.Node): boolean {
  if (!ts.isForOfStatement(loop) || loop.awaitModifier !== undefined) return false;
  const list = bare(loop.expression);
  return ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement);
}

/** Turns of the loop times those of the longest in it; infinity where it can't be seen. */
function turnsWithin(loop: ts.Node): number {
  const turns = ts.isForStatement(loop) ? turnsOf(loop) : Number.POSITIVE_INFINITY;
  if (turns > FEW) return turns;
  let inner = 1;
  ownCode(loop, (node) => {
    const within = ts.isForStatement(node) ? turnsWithin(node) : 1;
    // One that is not short gives way itself.
    if (within <= FEW) inner = Math.max(inner, within);
  });
  return turns * inner;
}

function turnsOf({ initializer, condition, incrementor, statement }: ts.ForStatement): number {
  const head = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const [first] = head;
  if (head.length !== 1 || first === undefined || !ts.isIdentifier(first.name)) return Number.POSITIVE_INFINITY;
  const { text } = first.name;
  const start = first.initializer && numberOf(first.initializer);
  const end = condition && endOf(condition, text);
  const step = incrementor && stepOf(incrementor, text);
  if (start === undefined || end === undefined || !step || contains(statement, (node) => changes(node, text)))
    return Number.POSITIVE_INFINITY;
  const turns = Math.floor((end.last - start) / step) + (end.isIn || (end.last - start) % step !== 0 ? 1 : 0);
  return Math.sign(step) === end.way ? Math.max(turns, 0) : Number.POSITIVE_INFINITY;
}

/** `x < 8`, `x <= 8`, `x > 0`, `x >= 0` */
function endOf(condition: ts.Expression, name: string) {
  if (!ts.isBinaryExpression(condition) || !isName(condition.left, name)) return undefined;
  const last = numberOf(condition.right);
  const kind = condition.operatorToken.kind;
  const isUp = kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.LessThanEqualsToken;
  const isDown = kind === ts.SyntaxKind.GreaterThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken;
  if (last === undefined || !(isUp || isDown)) return undefined;
  const isIn = kind === ts.SyntaxKind.LessThanEqualsToken || kind === ts.SyntaxKind.GreaterThanEqualsToken;
  return { last, isIn, way: isUp ? 1 : -1 };
}

/** `x++`, `--x`, `x += 2`: how much more it is after a turn. */
function stepOf(step: ts.Expression, name: string): number | undefined {
  if (ts.isPostfixUnaryExpression(step) || ts.isPrefixUnaryExpression(step)) {
    if (!isName(step.operand, name)) return undefined;
    if (step.operator === ts.SyntaxKind.PlusPlusToken) return 1;
    return step.operator === ts.SyntaxKind.MinusMinusToken ? -1 : undefined;
  }
  if (!ts.isBinaryExpression(step) || !isName(step.left, name)) return undefined;
  const by = numberOf(step.right);
  if (step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return by;
  return step.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken && by !== undefined ? -by : undefined;
}

function changes(node: ts.Node, name: string): boolean {
  if (isAssignment(node)) return assignedNames(node.left).some(({ text }) => text === name);
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node))
    return isStep(node) && isName(node.operand, name);
  return (
    (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
    assignedNames(node.initializer).some(({ text }) => text === name)
  );
}

const isStep = ({ operator }: { readonly operator: ts.SyntaxKind }): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;

const isName = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

/** `8`, `-8` */
function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  return isNegative && ts.isNumericLiteral(node.operand) ? -Number(node.operand.text) : undefined;
}
