// Functions of the runtime that run a function in a process of its own: the call stays as it is, the function written in place is process code.
//
//   Task.async(async () => { await sleep(5); })   ->   Task.async(function* () { if (rt.waitCall(undefined, sleep, 5) === rt.parked) yield; })

import type { Expansion, Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
import { isGeneratorFunction } from "../ast/look.js";
import type { ts } from "../ts.js";
import { withProcessCode } from "./spawn.js";

/** Which argument is the function that runs in the new process. */
export const taskFunctions: Readonly<Record<string, number>> = {
  "Task.async": 0,
  "Task.start": 0,
  "Task.startLink": 0,
  "Task.child": 0,
  "Task.asyncStream": 1,
};

/** A function of the runtime that runs its argument number `index`. */
export const withFunction = (name: string, index: number): Macro => ({
  name,
  expand: (call: ts.CallExpression, x: Expansion) =>
    build.mapped(build.call(x.visit(call.expression), bodies(call, index, x)), call),
  value: (name) => name as ts.Expression,
});

/** The arguments. The types of the functions know nothing of generator functions, so source for people says what they are. */
function bodies(call: ts.CallExpression, index: number, x: Expansion): ts.Expression[] {
  const args = withProcessCode(call, index, x, { tail: "body" });
  const isTyped = x.options.typing !== undefined && args[index] !== undefined && isGeneratorFunction(args[index]);
  return isTyped ? args.with(index, x.rt("process", [args[index]])) : args;
}

export const taskMacros: readonly Macro[] = Object.entries(taskFunctions).map(([name, index]) =>
  withFunction(name, index),
);
