// Process code: functions whose `await` waits in the scheduler, without a promise. A function that waits (or loops) becomes a generator function;
// any other stays a plain function, which is faster.
//
//   async () => { await sleep(5); }   ->   function* () { if (rt.waitCall(undefined, sleep, 5) === rt.parked) yield; }
//   () => self()                      ->   () => self()
//
// What `await` becomes is in suspension.ts, loops are in loop.ts; this file turns the function around.
import * as build from "../ast/build.js";
import { type FunctionCode, type FunctionValue, isAsync, isGenerator } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import type { Frame } from "./frame.js";
import { functionBody, visitParameters } from "./function.js";
import { returned, unused } from "./returned.js";

/** What a macro asks beyond the function as it was written. */
export interface Wanted {
  /** Parameters in front of the user's (`state`), or in place of them. */
  readonly before?: readonly ts.ParameterDeclaration[];
  readonly parameters?: readonly ts.ParameterDeclaration[];
  /** The macro whose block this is, for macros that belong in one. */
  readonly owner?: string;
  /** What the macro makes of the body, once it is expanded. */
  readonly body?: (body: ts.ConciseBody) => ts.ConciseBody;
  /** Nobody gets what the function returns. */
  readonly drops?: boolean;
  /** See `Frame.tail`. */
  readonly tail?: "body" | "clause" | undefined;
}

/** A function written in place for a macro, as process code. */
export function processFunction(fn: FunctionValue, x: Expansion, wanted: Wanted = {}): ts.Expression {
  // A generator function of the user's own: whatever it is for, it is not for the scheduler.
  if (isGenerator(fn)) return x.visit(fn);
  return x.inFrame("process", fn, (frame) => {
    frame.owner = wanted.owner;
    frame.tail = wanted.tail;
    const parameters = wanted.parameters ?? [...(wanted.before ?? []), ...visitParameters(fn, x)];
    const written = functionBody(
      fn.body,
      fn,
      x,
      (expression) => (wanted.drops ? unused(expression, x) : undefined) ?? returned(expression, x),
    );
    const body = wanted.body?.(written) ?? written;
    if (!frame.suspends) return build.functionLike(fn, parameters, body, false);
    const name = ts.isFunctionExpression(fn) ? fn.name : undefined;
    return generator(
      fn,
      frame,
      parameters,
      body,
      { name, result: fn.type && isAsync(fn) ? build.awaitedType(fn.type) : fn.type },
      x,
    );
  });
}

/** `function* (...) { ... }` with the `this` of the arrow it was. */
export function generator(
  fn: FunctionCode,
  frame: Frame,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.ConciseBody,
  { name, result }: { readonly name?: ts.Identifier | undefined; readonly result?: ts.TypeNode | undefined },
  x: Expansion,
): ts.Expression {
  const [borrowed] = frame.borrowed;
  if (borrowed !== undefined) return x.reject("super_in_process", borrowed, { what: x.textOf(borrowed) });
  const statements = ts.isBlock(body) ? body : build.block([build.at(build.ret(body), fn.body ?? fn)]);
  const isBound = ts.isArrowFunction(fn) && frame.usesThis;
  const self = isBound ? x.options.typing?.ofThis(fn) : undefined;
  const all = self === undefined ? parameters : [build.parameter(build.id("this"), self), ...parameters];
  const frameType = result && x.runtimeType("Frame", [result]);
  const types = { parameters: fn.typeParameters, result: frameType };
  const made = build.mapped(build.generatorFunction(name, all, statements, types), fn);
  if (!isBound) return made;
  return build.call(build.member(made, "bind"), [build.self()]);
}

/** `async function loop` of the file -> `rt.process(function* ..., "loop")`; with parameters in front for a server's helper. */
export function processValue(
  fn: FunctionCode,
  x: Expansion,
  before: readonly ts.ParameterDeclaration[] = [],
): ts.Expression {
  return x.inFrame("process", fn, (frame) => {
    frame.tail = "body";
    const parameters = [...before, ...visitParameters(fn, x)];
    const body = functionBody(fn.body as ts.ConciseBody, fn, x, (expression) => returned(expression, x));
    // No name of its own: in its code the name must mean the process function, not the bare generator.
    const result = x.options.typing?.ofResult(fn) ?? (fn.type && build.awaitedType(fn.type));
    const made = generator(fn, frame, parameters, body, { result }, x);
    const name = fn.name?.text ?? x.hintOf(fn);
    return x.rt("process", name === undefined ? [made] : [made, build.str(name)]);
  });
}
