// What `return` gives back. An async function waits for what it returns whether it says `await` or not, so process code may call it in the
// process: a process that goes on with `return loop(n + 1)` stays in that process and uses no more memory, and `return receive(...)` waits.
import * as build from "../ast/build.js";
import { bare, isAsync } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { isProcessCall, operationOf, suspension, tailCall } from "./suspension.js";

/** The value of `return expression`, or of an arrow without braces. */
export function returned(expression: ts.Expression, x: Expansion): ts.Expression {
  if (ts.isParenthesizedExpression(expression)) return build.withInner(expression, returned(expression.expression, x));
  if (ts.isConditionalExpression(expression)) {
    const { condition, whenTrue, whenFalse } = expression;
    return build.withBranches(expression, x.visit(condition), returned(whenTrue, x), returned(whenFalse, x));
  }
  if (ts.isBinaryExpression(expression) && isChoice(expression.operatorToken.kind))
    return build.withOperands(expression, x.visit(expression.left), returned(expression.right, x));
  const inner = bare(expression);
  if (x.frame.isLooping) return x.visit(expression);
  if (!x.frame.isProcess) return (isOrdinaryAsync(x) ? lastAwaited(inner, x) : undefined) ?? x.visit(expression);
  const waited = ts.isAwaitExpression(inner) ? bare(inner.expression) : inner;
  const isTyped = x.options.typing?.isPromise(inner) === true && isAsync(x.frame.node) && x.frame.tries === 0;
  // By its type a generator function gives a value, and no promise of one.
  const other = (): ts.Expression =>
    isTyped ? suspension(x.rt("wait", [x.visit(expression)], expression), expression, x) : x.visit(expression);
  if (!ts.isCallExpression(waited) || x.isDeferred(waited)) return other();
  const macro = x.macroOf(waited);
  const isTail = x.frame.tail !== undefined && x.frame.tries === 0;
  if (macro !== undefined) {
    const waits = macro.operation !== undefined && (waited !== inner || macro.waits !== undefined);
    return waits ? suspension(operationOf(waited, x, isTail), expression, x) : other();
  }
  const isWaitedFor = waited !== inner || mayWait(waited, x);
  const call = isWaitedFor && isTail && isProcessCall(waited, x) !== "no" ? tailCall(waited, x) : undefined;
  if (call !== undefined) {
    if (x.frame.tail === "body") x.frame.suspends = true;
    return build.at(call, expression);
  }
  return isWaitedFor ? suspension(operationOf(waited, x), expression, x) : other();
}

/** An expression whose value nobody gets, where its macro has a form for that. */
export function unused(expression: ts.Expression, x: Expansion): ts.Expression | undefined {
  const inner = bare(expression);
  const macro = x.macroOf(inner);
  // Source for people says what it says, and not what is a little faster.
  if (macro?.statement === undefined || x.options.typing !== undefined) return undefined;
  const made = x.expanding(inner, () => macro.statement?.(inner as ts.CallExpression, x));
  return made === undefined ? undefined : build.at(made, expression);
}

/** The right side of `&&`, `||`, `??` and `,` is a value that is returned, too. */
const isChoice = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.AmpersandAmpersandToken ||
  operator === ts.SyntaxKind.BarBarToken ||
  operator === ts.SyntaxKind.QuestionQuestionToken ||
  operator === ts.SyntaxKind.CommaToken;

/** Without an `await`. In a `try` the difference would show: what is returned there is waited for outside of it. */
function mayWait(call: ts.CallExpression, x: Expansion): boolean {
  const { frame } = x;
  if (frame.tries > 0) return false;
  const kind = isProcessCall(call, x);
  const isBody = frame.tail === "body" && ts.isIdentifier(bare(call.expression));
  return kind === "yes" || (kind === "perhaps" && (isAsync(frame.node) || isBody));
}

const isOrdinaryAsync = (x: Expansion): boolean => x.frame.kind === "async" && x.frame.tries === 0;

/** The last `await` of what an async function returns changes nothing. */
function lastAwaited(expression: ts.Expression, x: Expansion): ts.Expression | undefined {
  const made = awaited(expression, x);
  return made !== undefined && ts.isAwaitExpression(made) ? made.expression : made;
}

/** What `await call` is in ordinary async code, for a macro that has a form of its own there. */
export function awaited(call: ts.Expression, x: Expansion): ts.Expression | undefined {
  const macro = x.macroOf(call);
  if (macro?.awaited === undefined) return undefined;
  const made = x.expanding(call, () => macro.awaited?.(call as ts.CallExpression, x));
  return made && build.at(made, call);
}
