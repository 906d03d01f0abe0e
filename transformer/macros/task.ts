// Functions of the runtime that run a function in a process of its own: the call stays as it is, the function written in place is process code.
//
//   Task.async(async () => { await sleep(5); })   ->   Task.async(function* () { if (rt.waitCall(undefined, sleep, 5) === rt.parked) yield; })

import type { Expansion, Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
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
    build.mapped(build.call(x.visit(call.expression), withProcessCode(call, index, x, { tail: "body" })), call),
  value: (name) => name as ts.Expression,
});

export const taskMacros: readonly Macro[] = Object.entries(taskFunctions).map(([name, index]) =>
  withFunction(name, index),
);
