// A loop without a way out in a handler: the server never takes another message.
import { check } from "./check.js";
import { isHandler } from "./code.js";
import { endlessLoop, mayHaveEndlessLoop } from "./syntax.js";

export const endlessHandler = check("endless_handler", "error", (facts, report) => {
  const { text } = facts.file;
  if (!facts.callsOf("genserver").some(({ pos, end }) => mayHaveEndlessLoop(text.slice(pos, end)))) return;
  for (const { fn } of facts.code.allRunners.filter(isHandler)) {
    const loop = endlessLoop(fn, facts.names);
    if (loop !== undefined) report(loop.getFirstToken() ?? loop, {});
  }
});
