// `X.of(...)` of a server that has no name to be found by.
import { check } from "./check.js";

export const ofWithoutName = check("of_without_name", "error", (facts, report) => {
  const seen = new Set();
  for (const { server, via, address } of facts.clientCalls)
    if (via === "of" && address !== undefined && server.naming === "none" && !seen.has(address)) {
      seen.add(address);
      report(address, { server: server.name });
    }
});
