// pipe(value, ...stages): nested calls.
//
//   pipe(a, f, x => g(x, 1), h)    ->   h(g(f(a), 1))
//   pipe(f(), make(), obj.m)       ->   (tmp = f(), tmp_1 = make(), obj.m(tmp_1(tmp)))
//
// Order: the value, then the stage expressions from left to right, then the calls, each once, as an ordinary function `pipe` would do it.
// What can't have effects is written where it is used; a value or stage that stands before one that can goes through a temporary.

import type { Expansion, Macro } from "../2-expand/expansion.js";
import { isConstant, isName } from "../2-expand/order.js";
import * as build from "../ast/build.js";
import { bare, isFunctionValue } from "../ast/look.js";
import { ts } from "../ts.js";
import { applySaved, applyStage, applyTap, type Caller, isPlainStage, type Saved, type Value } from "./stage.js";

export const pipe: Macro = {
  name: "pipe",
  expand: (call, x) => composePipe(call, plainCaller(x), x),
};

export const plainCaller = (x: Expansion): Caller => ({
  call: (callee, args, place) =>
    build.mapped(build.call(isFunctionValue(callee) ? build.paren(callee) : callee, args), place),
  callMethod: (callee, args, place) => build.mapped(build.call(callee, args), place),
  body: (body) => x.visit(body),
});

/** What a pipe can be told beside the stages. */
export interface PipeOptions {
  /** Keeps a value for later, and gives its name. Default: in a temporary, within the same expression. */
  readonly save?: (value: ts.Expression, base: string) => ts.Expression;
  /** Also what comes after the last effect is kept. */
  readonly saveAll?: boolean;
  /** Seen with the value and with the outcome of every stage. */
  readonly watch?: (value: ts.Expression, source: ts.Expression) => ts.Expression;
  /** What the value goes through before the first stage. */
  readonly first?: (value: ts.Expression, source: ts.Expression) => ts.Expression;
}

export function composePipe(
  call: ts.CallExpression,
  caller: Caller,
  x: Expansion,
  options: PipeOptions = {},
): ts.Expression {
  const { place } = x;
  const flows = place.flows === true;
  place.flows = x.options.typing !== undefined && place.head === call && options.save === undefined;
  const made = compose(call, caller, x, options);
  place.flows = flows;
  return made;
}

function compose(call: ts.CallExpression, caller: Caller, x: Expansion, options: PipeOptions): ts.Expression {
  const [source, ...stages] = call.arguments;
  const spread = call.arguments.find(ts.isSpreadElement);
  if (spread !== undefined) return x.reject("pipe_spread", spread, {});
  if (source === undefined) return x.reject("pipe_empty", call, {});

  const saved: ts.Expression[] = [];
  const save =
    options.save ??
    ((value: ts.Expression, base: string): ts.Expression => {
      const { first, name } = x.keep(value, base);
      if (first !== undefined) saved.push(first);
      return name;
    });
  const watch = options.watch ?? ((value: ts.Expression) => value);
  const effects = stages.map((stage) => !isDbg(stage, x) && !isPlainStage(lookOf(stage, x) ?? stage, x));
  const last = options.saveAll === true ? stages.length : effects.lastIndexOf(true);

  let value = startOf(source, last >= 0, save, x);
  // Evaluated ahead of the calls: every stage with effects but the last one, which is evaluated first in the nested calls anyway (what is in a
  // `tap` is not: the value comes before it).
  const ahead = stages.map((stage, i) =>
    effects[i] && (i < last || (i > 0 && lookOf(stage, x) !== undefined))
      ? saveStage(lookOf(stage, x) ?? stage, save, x)
      : undefined,
  );
  if (options.first !== undefined) value = { code: options.first(value.code, source), simple: false };
  if (options.watch !== undefined) value = { code: watch(value.code, source), simple: false };
  stages.forEach((stage, i) => {
    const look = lookOf(stage, x);
    const known = ahead[i];
    let code: ts.Expression;
    if (look !== undefined) code = applyTap(known ?? look, value, plainCaller(x), x);
    else if (isDbg(stage, x))
      code = x.rt(
        "dbg",
        [value.code, build.str(x.textOf(stages[i - 1] ?? source)), build.str(x.placeOf(stage))],
        stage,
      );
    else if (known !== undefined) code = applySaved(known, value, caller, stage);
    else code = applyStage(stage, value, caller, x);
    // What a tap has looked at has a name by now, where that is a constant.
    const isNamed = look !== undefined && x.place.flows === true && options.watch === undefined;
    value = { code: watch(code, stage), simple: isNamed };
  });
  return saved.length === 0 ? value.code : build.comma(...saved, value.code);
}

function startOf(
  source: ts.Expression,
  early: boolean,
  save: (value: ts.Expression, base: string) => ts.Expression,
  x: Expansion,
): Value {
  const simple = isName(source, x);
  const code = x.visit(source);
  return early && !isConstant(source, x) ? { code: save(code, "value"), simple: true } : { code, simple };
}

function saveStage(
  stage: ts.Expression,
  save: (value: ts.Expression, base: string) => ts.Expression,
  x: Expansion,
): Saved {
  const inner = bare(stage);
  if (!ts.isPropertyAccessExpression(inner) || inner.expression.kind === ts.SyntaxKind.SuperKeyword)
    return { fn: save(x.visit(stage), "stage") };
  const object = isName(inner.expression, x) ? x.visit(inner.expression) : save(x.visit(inner.expression), "object");
  return { object, fn: save(build.withObject(inner, object), "stage") };
}

/** `look` of a stage `tap(look)`. */
function lookOf(stage: ts.Expression, x: Expansion): ts.Expression | undefined {
  const inner = bare(stage);
  if (!ts.isCallExpression(inner) || x.names.callOf(inner) !== "tap" || inner.arguments.length !== 1) return undefined;
  const [look] = inner.arguments;
  return look === undefined || ts.isSpreadElement(look) ? undefined : look;
}

const isDbg = (stage: ts.Expression, x: Expansion): boolean => x.names.nameOf(stage) === "dbg";
