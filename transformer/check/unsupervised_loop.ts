// A process that serves for ever and that nobody knows: no supervisor, no link, no monitor. Nobody is told when it crashes, and nobody starts it again.
//
//   spawn(async () => { for (;;) { const message = await receive(); ... } });
import { ts } from "../ts.js";
import { check } from "./check.js";
import { endlessLoop, functionsAround, mayHaveEndlessLoop, outside } from "./syntax.js";

export const unsupervisedLoop = check("unsupervised_loop", "warning", (facts, report) => {
  const receives = facts.callsOf("receive");
  if (receives.length === 0 || !mayHaveEndlessLoop(facts.file.text)) return;
  for (const call of facts.callsOf("spawn")) {
    const fn = facts.code.functionAt(call.arguments[0]);
    if (fn === undefined || !isLeftAlone(call)) continue;
    const loop = endlessLoop(fn, facts.names);
    if (loop !== undefined && receives.some((receive) => receive.pos >= loop.pos && receive.end <= loop.end))
      report(call.expression, {}, [loop.getFirstToken() ?? loop]);
  }
});

/** A module lives as long as the program. A function may watch over a pid that it keeps, or hand it to somebody who does; it can't when it drops it. */
function isLeftAlone(call: ts.CallExpression): boolean {
  const { parent } = outside(call);
  return functionsAround(call).next().done || ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
}
