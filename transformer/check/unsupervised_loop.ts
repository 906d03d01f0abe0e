// A process that serves for ever, started by the module itself: nobody is told when it crashes, and nobody starts it again.
//
//   spawn(async () => { for (;;) { const message = await receive(); ... } });
import { check } from "./check.js";
import { endlessLoop, functionsAround, mayHaveEndlessLoop } from "./syntax.js";

export const unsupervisedLoop = check("unsupervised_loop", "warning", (facts, report) => {
  if (!mayHaveEndlessLoop(facts.file.text)) return;
  const receives = facts.callsOf("receive");
  for (const call of facts.callsOf("spawn")) {
    const fn = facts.code.functionAt(call.arguments[0]);
    if (fn === undefined || !functionsAround(call).next().done) continue;
    const loop = endlessLoop(fn, facts.names);
    if (loop !== undefined && receives.some((receive) => receive.pos >= loop.pos && receive.end <= loop.end))
      report(call.expression, {}, [loop.getFirstToken() ?? loop]);
  }
});
