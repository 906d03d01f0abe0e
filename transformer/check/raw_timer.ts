// A timer of JavaScript's in a server: it fires outside of the process, and goes on when the server has ended.

import { check } from "./check.js";
import { isCalled, isServerCode } from "./code.js";

export const rawTimer = check("raw_timer", "warning", (facts, report) => {
  for (const name of ["setTimeout", "setInterval"])
    for (const use of facts.globalUses(name))
      if (isCalled(use) && isServerCode(facts.code.runnerOf(use))) report(use, { name });
});
