// What may stand beside `|>`. The parser gives it the rank of `|`: looser than + - * / and the like, tighter than && || ?? ?: = and =>. Operators in between
// would group otherwise than a reader of Elixir expects, so they need parentheses; and the right side must be something that can be called.
import { bare } from "../ast/look.js";
import { report } from "../diagnostics/report.js";
import { ts } from "../ts.js";

type Cast = ts.AsExpression | ts.SatisfiesExpression;

export const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isSatisfiesExpression(node);

/** Binds tighter than `|`, so it took the left side for itself: `3 == 1 |> f` is `(3 == 1) |> f` to the parser. */
const tighter = "== != === !== < > <= >= instanceof in & ^ | << >> >>>".split(" ");

/** The neighbour on the left that makes a pipe ambiguous. */
export function besideLeft(left: ts.Expression): ts.Node | undefined {
  if (isCast(left)) return left;
  const isTighter = ts.isBinaryExpression(left) && tighter.includes(ts.tokenToString(left.operatorToken.kind) ?? "");
  return isTighter ? left.operatorToken : undefined;
}

/** The neighbour on the right, where the right side is more than `inner`, the pipe itself: `x |> f(1) > 2`. */
export function besideRight(right: ts.Expression, inner: ts.Expression): ts.Node | undefined {
  let neighbour: ts.Node | undefined;
  for (let node = right; node !== inner; ) {
    neighbour = ts.isBinaryExpression(node) ? node.operatorToken : node;
    node = ts.isBinaryExpression(node) ? node.left : (node as Cast).expression;
  }
  return neighbour;
}

export function ambiguous(neighbour: ts.Node, file: ts.SourceFile): ts.DiagnosticWithLocation {
  const operator = isCast(neighbour) ? (ts.isAsExpression(neighbour) ? "as" : "satisfies") : neighbour.getText(file);
  return report(file, "operator_neighbour", neighbour, { operator }).diagnostic;
}

/** An error, if this can't stand on the right of `|>`. */
export function notCallable(right: ts.Expression, file: ts.SourceFile): ts.DiagnosticWithLocation | undefined {
  if (canBeCalled(right)) return undefined;
  const isFunction = ts.isFunctionExpression(right) || ts.isArrowFunction(right) || ts.isClassExpression(right);
  const text = right.getText(file);
  const what = isFunction ? "A function or class written in place" : text.includes("`") ? text : `\`${text}\``;
  return report(file, "operator_not_callable", right, { what }).diagnostic;
}

function canBeCalled(right: ts.Expression): boolean {
  switch (right.kind) {
    case ts.SyntaxKind.Identifier:
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.ElementAccessExpression:
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.ExpressionWithTypeArguments:
    case ts.SyntaxKind.NewExpression:
      return true;
    case ts.SyntaxKind.CallExpression: {
      const { kind } = bare((right as ts.CallExpression).expression);
      return kind !== ts.SyntaxKind.ImportKeyword && kind !== ts.SyntaxKind.SuperKeyword;
    }
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.NonNullExpression:
      return canBeCalled((right as ts.AwaitExpression | ts.NonNullExpression).expression);
    default:
      return false;
  }
}
