// receive(clauses?, after?): the oldest message that the clause function takes. What falls out of its `switch` is left in the mailbox (clause.ts).
//
//   await receive(m => { switch (m.tag) { case "a": return m; } }, after(5, () => "late"))
//   rt.receive(m => { switch (m.tag) { case "a": return m; default: return rt.skip; } }, rt.after(5, () => "late"))     and waits for it
//
// Not awaited at once it is a promise, from rt.receiveLater.

import { withDefaultClause } from "../2-expand/clause.js";
import type { Expansion, Macro } from "../2-expand/expansion.js";
import { processFunction, type Wanted } from "../2-expand/process_code.js";
import type { AbiName } from "../abi.js";
import * as build from "../ast/build.js";
import { bare, type FunctionValue, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import { withProcessCode } from "./spawn.js";

export const receive: Macro = {
  name: "receive",
  waits: "returned",
  operation: (call, x, isTail) => received("receive", call, isTail ? "clause" : undefined, x),
  expand: (call, x) => received("receiveLater", call, undefined, x),
};

/** `tail`: what a clause returns is what the process function returns. */
function received(name: AbiName, call: ts.CallExpression, tail: "clause" | undefined, x: Expansion): ts.Expression {
  const args = call.arguments.map((argument, i) => {
    const fn = i === 0 ? writtenFunction(argument) : undefined;
    if (fn !== undefined) return clauseFunction(fn, x, { tail });
    const inner = bare(argument);
    return i === 1 && ts.isCallExpression(inner) && x.names.callOf(inner) === "after"
      ? timeout(inner, tail, x)
      : x.visit(argument);
  });
  return x.rt(name, args, call);
}

const timeout = (call: ts.CallExpression, tail: "clause" | undefined, x: Expansion): ts.Expression =>
  build.at(x.rt("after", withProcessCode(call, 1, x, { tail }), call), call);

/** A clause function written in place. */
export const clauseFunction = (fn: FunctionValue, x: Expansion, wanted: Wanted): ts.Expression =>
  processFunction(fn, x, { ...wanted, body: (body) => withDefaultClause(body, () => x.runtimeName("skip")) });

export const after: Macro = {
  name: "after",
  expand: (call, x) => timeout(call, undefined, x),
};
