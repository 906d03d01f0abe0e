// One stage of a pipe, applied to the value so far. A function written in place is written out where that changes no order of evaluation:
//
//   f                  f(value)
//   obj.m              obj.m(value)                  called as a method
//   x => g(x, 1)       g(value, 1)
//   x => x * x         (tmp = value, tmp * tmp)      used twice, or not first: through a temporary
//   x => { ... }       (x => { ... })(value)
//   tap(look)          (tmp = value, look(tmp), tmp)

import type { Binding } from "../1-find/scope.js";
import type { Expansion } from "../2-expand/expansion.js";
import { calleeOf } from "../2-expand/name.js";
import { comesFirst, isName, usesOf } from "../2-expand/order.js";
import * as build from "../ast/build.js";
import { bare, isAsync, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";

/** A value on its way: `simple` when it may be written more than once and anywhere. */
export interface Value {
  readonly code: ts.Expression;
  readonly simple: boolean;
}

/** A stage whose own expression was evaluated ahead of time: `method.call(object, value)`, or `fn(value)`. */
export interface Saved {
  readonly object?: ts.Expression | undefined;
  readonly fn: ts.Expression;
}

/** Makes the call of a stage out of its parts; a pipe that awaits builds something else than a plain call. */
export interface Caller {
  call(callee: ts.Expression, args: readonly ts.Expression[], place: ts.Node): ts.Expression;
  /** `object.name(...args)`; the callee is already expanded. */
  callMethod(
    callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    args: readonly ts.Expression[],
    place: ts.Node,
  ): ts.Expression;
  /** The body of a function that is written out. */
  body(body: ts.Expression): ts.Expression;
}

export function applyStage(stage: ts.Expression, value: Value, caller: Caller, x: Expansion): ts.Expression {
  const fn = writtenFunction(stage);
  const written = fn === undefined ? undefined : writeOut(fn, value, caller, x);
  if (written !== undefined) return withCommentsOf(stage, build.at(written, stage), x);
  const inner = bare(stage);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    const callee = x.visit(inner);
    if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))
      return build.at(caller.callMethod(callee, [value.code], stage), stage);
  }
  const { callee, before } = calleeOf(fn ?? stage, x);
  return build.at(caller.call(callee, [...before, value.code], stage), stage);
}

/** A function that is written out leaves its comments to what was in it. */
const withCommentsOf = (stage: ts.Expression, code: ts.Expression, x: Expansion): ts.Expression =>
  x.options.keepsComments === true && stage.pos >= 0 ? build.noted(code, stage, x.file) : code;

export function applySaved({ object, fn }: Saved, value: Value, caller: Caller, stage: ts.Expression): ts.Expression {
  if (object === undefined) return caller.call(fn, [value.code], stage);
  return caller.call(build.member(fn, "call"), [object, value.code], stage);
}

/** `tap(look)`: looks at the value and hands it on. `look` is the user's expression, or one saved before. */
export function applyTap(look: ts.Expression | Saved, value: Value, caller: Caller, x: Expansion): ts.Expression {
  const kept = value.simple ? undefined : x.keep(value.code, nameFor("fn" in look ? look.fn : look));
  const again = (): ts.Expression => kept?.name ?? repeat(value.code);
  const simple: Value = { code: kept?.name ?? value.code, simple: true };
  const looked = "fn" in look ? applySaved(look, simple, caller, look.fn) : applyStage(look, simple, caller, x);
  if (x.place.flows === true) {
    x.place.before.push(build.statement(looked));
    return again();
  }
  return kept?.first === undefined ? build.comma(looked, again()) : build.comma(kept.first, looked, kept.name);
}

/** The name that a stage has for its value. */
function nameFor(stage: ts.Expression): string {
  const name = writtenFunction(stage)?.parameters[0]?.name;
  return name !== undefined && ts.isIdentifier(name) ? name.text : "value";
}

/** A name or literal once more. */
const repeat = (code: ts.Expression): ts.Expression => {
  const inner = bare(code);
  return ts.isIdentifier(inner) ? build.again(inner) : inner;
};

/** The body of `x => body` with the value for `x`, or undefined where that can't be done. */
function writeOut(fn: ts.Expression, value: Value, caller: Caller, x: Expansion): ts.Expression | undefined {
  if (!ts.isArrowFunction(fn) || ts.isBlock(fn.body) || isAsync(fn) || fn.parameters.length !== 1) return undefined;
  const [parameter] = fn.parameters;
  if (parameter === undefined || !ts.isIdentifier(parameter.name)) return undefined;
  if (parameter.initializer !== undefined || parameter.dotDotDotToken !== undefined) return undefined;
  const binding = x.scopes.bindingOf(parameter.name);
  if (binding === undefined || binding.written) return undefined;
  const uses = usesOf(binding, fn.body, x);
  if (uses === 0 || uses === Number.POSITIVE_INFINITY) return undefined;
  if (value.simple)
    return substitute(binding, () => (uses === 1 ? value.code : repeat(value.code)), fn.body, caller, x);
  if (uses === 1 && comesFirst(binding, fn.body, x)) return substitute(binding, () => value.code, fn.body, caller, x);
  const { first, name } = x.keep(value.code, parameter.name.text);
  const made = substitute(binding, () => name, fn.body, caller, x);
  return first === undefined ? made : build.comma(first, made);
}

function substitute(
  binding: Binding,
  value: () => ts.Expression,
  body: ts.Expression,
  caller: Caller,
  x: Expansion,
): ts.Expression {
  x.replaced.set(binding, { kind: "value", value });
  const made = caller.body(body);
  x.replaced.delete(binding);
  return made;
}

/** Is a stage's own expression free of effects, so that it need not be evaluated ahead of the others? */
export const isPlainStage = (stage: ts.Expression, x: Expansion): boolean =>
  writtenFunction(stage) !== undefined || isName(stage, x);
