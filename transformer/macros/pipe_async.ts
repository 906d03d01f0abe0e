// pipe.async(value, ...stages): a pipe that waits between its stages.
//
//   await pipe.async(a, f, g)            ->   await g(await f(await a))
//   in process code                      ->   the same with suspensions
//   const p = pipe.async(a, f, g)        ->   const p = (async () => g(await f(await a)))()

import type { Expansion, Macro } from "../2-expand/expansion.js";
import { operationOf, suspension } from "../2-expand/suspension.js";
import * as build from "../ast/build.js";
import { bare, isFunctionValue } from "../ast/look.js";
import { ts } from "../ts.js";
import { composePipe, type PipeOptions, plainCaller } from "./pipe.js";
import type { Caller } from "./stage.js";

export const pipeAsync: Macro = {
  name: "pipe.async",
  waits: "returned",

  /** Kept as a promise: what has effects is evaluated outside, as the arguments of a function that waits for the rest. */
  expand(call, x) {
    const names: ts.Identifier[] = [];
    const args: ts.Expression[] = [];
    const save = (value: ts.Expression, base: string): ts.Expression => {
      const name = names.some((other) => other.text === base) ? build.uniqueName(base) : x.freshName(base, call);
      names.push(name);
      args.push(value);
      return name;
    };
    const outer = x.frame;
    return x.inFrame("async", outer.node, (frame) => {
      const body = composePipe(call, awaitingCaller(x), x, { save, saveAll: true, first: awaitValue });
      const opening = frame.openings();
      const code = opening.length === 0 ? withoutAwait(body) : build.block([...opening, build.ret(body)]);
      if (frame.usesThis) outer.usesThis = true;
      return build.call(
        build.paren(
          build.asyncArrow(
            names.map((name) => build.parameter(name)),
            code,
          ),
        ),
        args,
      );
    });
  },

  awaited: (call, x) => composePipe(call, awaitingCaller(x), x, { first: awaitValue }),

  operation(call, x) {
    const operations = new Map<ts.Expression, ts.Expression>();
    const wait = (operation: ts.Expression, place: ts.Node): ts.Expression => {
      const made = suspension(operation, place, x);
      operations.set(made, operation);
      return made;
    };
    const whole = composePipe(call, suspendingCaller(wait, x), x, {
      first: (value, source) => (isSettled(source) ? value : wait(x.rt("wait", [value], source), source)),
    });
    return lastOperation(whole, operations) ?? x.rt("wait", [whole], call);
  },
};

/** The operation of the last stage, for the one who awaits the whole. */
function lastOperation(
  whole: ts.Expression,
  operations: ReadonlyMap<ts.Expression, ts.Expression>,
): ts.Expression | undefined {
  if (!ts.isBinaryExpression(whole)) return operations.get(whole);
  const last = whole.operatorToken.kind === ts.SyntaxKind.CommaToken ? operations.get(whole.right) : undefined;
  return last === undefined ? undefined : build.comma(whole.left, last);
}

const awaitValue: NonNullable<PipeOptions["first"]> = (value, source) =>
  isSettled(source) ? value : build.waitFor(value);

/** A literal is no promise. */
const isSettled = (source: ts.Expression): boolean => {
  const inner = bare(source);
  return (
    ts.isLiteralExpression(inner) ||
    ts.isObjectLiteralExpression(inner) ||
    ts.isArrayLiteralExpression(inner) ||
    isFunctionValue(inner)
  );
};

/** The last `await` of an async function's result changes nothing. */
const withoutAwait = (body: ts.Expression): ts.Expression => (ts.isAwaitExpression(body) ? body.expression : body);

function awaitingCaller(x: Expansion): Caller {
  const plain = plainCaller(x);
  return {
    call: (callee, args, place) => build.waitFor(plain.call(callee, args, place)),
    callMethod: (callee, args, place) => build.waitFor(plain.callMethod(callee, args, place)),
    body: (body) => build.waitFor(x.visit(body)),
  };
}

type Wait = (operation: ts.Expression, place: ts.Node) => ts.Expression;

function suspendingCaller(wait: Wait, x: Expansion): Caller {
  return {
    call: (callee, args, place) => wait(x.rt("waitCall", [build.nothing(), callee, ...args], place), place),
    callMethod(callee, args, place) {
      x.frame.receiver ??= x.variable("target");
      const target = x.frame.receiver;
      const method = ts.isPropertyAccessExpression(callee)
        ? build.withObject(callee, target)
        : build.element(target, callee.argumentExpression);
      return wait(x.rt("waitCall", [build.assign(target, callee.expression), method, ...args], place), place);
    },
    body: (body) => wait(operationOf(body, x), body),
  };
}
