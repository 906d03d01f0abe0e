// A call whose answer nobody waits for: when it fails, nobody is told, and Node ends the program.
import { ts } from "../ts.js";
import { check } from "./check.js";
import { isAnswering } from "./server.js";
import { outside } from "./syntax.js";

export const unawaitedCall = check("unawaited_call", "warning", (facts, report) => {
  for (const { call, handler, server, method } of facts.clientCalls)
    if (isAnswering(handler) && ts.isExpressionStatement(outside(call).parent))
      report(call, { server: server.name, method });
});
