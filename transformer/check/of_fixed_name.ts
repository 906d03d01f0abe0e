// `X.of(...)` of a server whose name doesn't depend on the arguments: every one of them is the same process.
import { check } from "./check.js";

export const ofFixedName = check("of_fixed_name", "warning", (facts, report) => {
  const seen = new Set();
  for (const { server, via, address } of facts.clientCalls)
    if (
      via === "of" &&
      address !== undefined &&
      server.naming === "fixed" &&
      address.arguments.length > 0 &&
      !seen.has(address)
    ) {
      seen.add(address);
      report(address, { server: server.name, called: address.getText() }, [server.options.get("name") ?? server.call]);
    }
});
