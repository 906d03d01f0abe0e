// rpc.allow(name, fn): a call of the runtime, as it was written. What other nodes may hand to the function is said beside it where a checker knows its type.
//
//   rpc.allow("add", (a: number, b: number) => a + b)   ->   rpc.allow("add", (a, b) => a + b, () => [rt.number, rt.number])

import type { Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
import type { ts } from "../ts.js";

export const rpcAllow: Macro = {
  name: "rpc.allow",
  expand(call, x) {
    const made = build.withCall(call, x.visit(call.expression), x.visitAll(call.arguments));
    const [, fn, options] = call.arguments;
    if (fn !== undefined && options === undefined) x.accepting.set(made, { fn, skipped: 0 });
    return made;
  },
  value: (name) => name as ts.Expression,
};
