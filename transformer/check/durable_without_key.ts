// A durable server that nothing tells apart from others: neither a name nor a key.
import { ts } from "../ts.js";
import { check } from "./check.js";

export const durableWithoutKey = check("durable_without_key", "error", (facts, report) => {
  for (const { options, naming } of facts.servers) {
    const durable = options.get("durable");
    if (durable === undefined || naming !== "none") continue;
    const given = ts.isObjectLiteralExpression(durable) ? durable.properties : [];
    // What is spread in may have a key.
    const hasKey = given.some(
      (item) => item.name === undefined || (ts.isIdentifier(item.name) && item.name.text === "key"),
    );
    if (!hasKey) report(durable, {});
  }
});
