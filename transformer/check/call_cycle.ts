// Servers that wait for each other, in a circle of any length and across files: when all of them do so at once, none answers.
//
//   Orders.place calls Stock.reserve, Stock.count calls Orders.open

import { check } from "./check.js";
import { comesFirst, cyclesOf } from "./cycle.js";

export const callCycle = check("call_cycle", "warning", (facts, report) => {
  for (const server of facts.servers)
    for (const cycle of cyclesOf(server)) {
      const servers = cycle.map((wait) => wait.server);
      // Each circle is told once, by the server in it that comes first.
      if (!comesFirst(server, servers)) continue;
      const path = cycle.map(
        ({ server: { name }, from, call }) => `${name}.${from} calls ${call.server.name}.${call.method}`,
      );
      const calls = cycle.map(({ call }) => call.call);
      // The first call may stand in a function of another file.
      const own = calls.find((call, i) => i === 0 && call.getSourceFile() === facts.file);
      const handler = server.handlers.get(cycle[0]?.from ?? "");
      const place = own ?? handler?.property.name ?? server.call.expression;
      report(
        place,
        { path: path.join(", ") },
        calls.filter((call) => call !== own),
      );
    }
});
