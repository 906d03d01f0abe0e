// spawn, spawnLink, spawnMonitor, run: the function written in place is process code, and the call goes to the runtime.
//
//   run(async () => { await sleep(5); })   ->   rt.run(function* () { if (rt.waitCall(undefined, sleep, 5) === rt.parked) yield; })
//   spawn(loop)                            ->   rt.spawn(loop)

import type { Expansion, Macro } from "../2-expand/expansion.js";
import { processFunction, type Wanted } from "../2-expand/process_code.js";
import type { AbiName } from "../abi.js";
import * as build from "../ast/build.js";
import { writtenFunction } from "../ast/look.js";
import type { ts } from "../ts.js";

/** The arguments of a macro, the function at `index` as process code where it is written in place. */
export function withProcessCode(call: ts.CallExpression, index: number, x: Expansion, wanted: Wanted): ts.Expression[] {
  return call.arguments.map((argument, i) => {
    const fn = i === index ? writtenFunction(argument) : undefined;
    return fn === undefined ? x.visit(argument) : processFunction(fn, x, wanted);
  });
}

const starter = (name: AbiName): Macro => ({
  name,
  expand: (call, x) => x.rt(name, withProcessCode(call, 0, x, { tail: "body", drops: true }), call),
  value: (_, x) => x.runtimeName(name),
});

export const spawn = starter("spawn");
export const spawnLink = starter("spawnLink");
export const spawnMonitor = starter("spawnMonitor");

export const run: Macro = {
  ...starter("run"),
  expand: (call, x) => x.rt("run", withProcessCode(call, 0, x, { tail: "body" }), call),
  operation: (call, x) =>
    x.rt("waitCall", [build.nothing(), x.runtimeName("run"), ...withProcessCode(call, 0, x, { tail: "body" })], call),
};
