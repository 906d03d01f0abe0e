// dbg(expression): its value, and a line on standard error with its text, its place and the value.
//
//   dbg(a + b)            ->   rt.dbg(a + b, "a + b", "sum.ts:3:9")
//   dbg(pipe(a, f, g))    ->   the same around the value and around every stage
//   dbg(a |> f |> g)      ->   the same
//
// Not written with quotes, as ping_pong is: in a pipe it is a part of how the pipe writes its stages out.

import type { Expansion, Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
import { bare } from "../ast/look.js";
import { type Piped, pipedCall } from "../operator/repair.js";
import { ts } from "../ts.js";
import { composePipe, plainCaller } from "./pipe.js";

export const dbg: Macro = {
  name: "dbg",
  expand(call, x) {
    const [argument] = call.arguments;
    if (argument === undefined) return x.reject("dbg_empty", call, {});
    const shown = (value: ts.Expression, source: ts.Node, place: ts.Node): ts.Expression =>
      x.rt("dbg", [value, build.str(x.textOf(source)), build.str(x.placeOf(place))], place);
    const inner = bare(argument);
    if (ts.isCallExpression(inner) && x.names.callOf(inner) === "pipe")
      return composePipe(inner, plainCaller(x), x, { watch: (value, source) => shown(value, source, source) });
    if (pipedCall(inner) !== undefined) return watchChain(inner, x, (source) => shown(x.visit(source), source, source));
    return shown(x.visit(argument), argument, call);
  },
  value: (name, x) =>
    build.arrow(
      [build.parameter(build.id("value"))],
      x.rt("dbg", [build.id("value"), build.str("value"), build.str(x.placeOf(name))]),
    ),
};

/** A chain of `|>` with every stage shown as it stands there: "|> f(2)". `start` makes the value that it begins with. */
function watchChain(node: ts.Expression, x: Expansion, start: (source: ts.Expression) => ts.Expression): ts.Expression {
  const stage: Piped | undefined = pipedCall(node);
  if (stage === undefined) return start(node);
  const { left, operator } = stage;
  x.given.set(left, () => {
    x.given.delete(left);
    return watchChain(left, x, start);
  });
  const text = x.file.text.slice(operator, node.end);
  return x.rt("dbg", [x.visit(node), build.str(text), build.str(x.placeAt(operator))], node);
}
