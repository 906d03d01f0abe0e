// Functions that stay what they are: parameters, bodies, and what their frame asks to stand at the start of the body.
//
//   (a = pipe(f(), g)) => ...      a default has no statements of its own: what it needs goes into a function around it
//   x => genserver(() => ...)      becomes x => { const helper = ...; return rt.genserver(...); } when something must be declared first
import * as build from "../ast/build.js";
import { isAsync, isDirective } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { returned } from "./returned.js";
import { headOfExpression, visitStatements } from "./statement.js";

/** A function with everything in it expanded. */
export function visitFunction<T extends ts.FunctionLikeDeclaration>(fn: T, x: Expansion): T {
  return x.inFrame(isAsync(fn) ? "async" : "plain", fn, () =>
    x.visitChildren(fn, (child) => {
      if (ts.isParameter(child)) return visitParameter(child, fn, x);
      return child === fn.body ? functionBody(fn.body, fn, x, (expression) => returned(expression, x)) : x.visit(child);
    }),
  );
}

export const visitParameters = (fn: ts.FunctionLikeDeclaration, x: Expansion): ts.ParameterDeclaration[] =>
  fn.parameters.map((parameter) => visitParameter(parameter, fn, x));

function visitParameter(parameter: ts.ParameterDeclaration, fn: ts.Node, x: Expansion): ts.ParameterDeclaration {
  const { name, initializer, modifiers } = parameter;
  if (ts.isIdentifier(name) && initializer === undefined && modifiers === undefined) return parameter;
  return x.inFrame("parameters", fn, () => x.visit(parameter));
}

/** The body of the function whose frame is the current one. `concise` expands the expression of an arrow without braces. */
export function functionBody(
  body: ts.ConciseBody,
  fn: ts.Node,
  x: Expansion,
  concise: (expression: ts.Expression) => ts.Expression,
): ts.ConciseBody {
  if (ts.isBlock(body)) {
    const statements = visitStatements(body.statements, x.scopeOf(body), x);
    const start = statements.findIndex((statement) => !isDirective(statement));
    const opening = start === -1 ? statements.length : start;
    return build.withStatements(body, [
      ...statements.slice(0, opening),
      ...x.frame.openings(),
      ...statements.slice(opening),
    ]);
  }
  const { result, before } = x.inPlace(x.scopeOf(fn), () => concise(body), headOfExpression(body));
  const needed = [...x.frame.openings(), ...before];
  return needed.length === 0 ? result : build.block([...needed, build.at(build.ret(result), body)]);
}
