// A server that calls itself while it handles a message: it is busy, so nobody is there to answer.
//
//   return { add: cast(n => ...), double: call(async () => { await Counter.value(); }), value: call(() => n) }   in Counter
import { ts } from "../ts.js";
import { check } from "./check.js";
import type { ClientCall } from "./client.js";
import { handlingFunctions } from "./cycle.js";
import { isAnswering, type Server } from "./server.js";

export const ownCall = check("own_call", "error", (facts, report) => {
  const own = facts.clientCalls.filter((call) => isAnswering(call.handler) && isOwn(call));
  const reported = new Set<ts.Node>();
  for (const server of facts.servers)
    for (const { fn, name } of handlingFunctions(server)) {
      if (!own.some((call) => call.server === server)) break;
      const reached = facts.code.reached(fn);
      for (const { call, method, server: called } of own) {
        const owner = facts.code.ownerOf(call);
        if (called !== server || owner === undefined || !reached.has(owner) || reported.has(call)) continue;
        reported.add(call);
        report(call, { server: server.name, method, handler: name }, owner === fn ? [] : [fn]);
      }
    }
});

/** Is it certainly the process that makes the call: under the fixed name, at `self()`, of the block's own arguments? */
function isOwn({ server, via, address }: ClientCall): boolean {
  const { facts, block, naming } = server;
  const given = address?.arguments ?? [];
  if (via === "name" || (via === "of" && naming === "fixed")) return !isRenamed(server);
  if (via === "at") return given[0] !== undefined && facts.names.callOf(given[0]) === "self";
  if (naming !== "by_arguments" || given.length !== block.parameters.length) return false;
  return block.parameters.every(({ name }, i) => {
    const binding = facts.scopes.bindingOf(name);
    const argument = given[i] as ts.Expression;
    return ts.isIdentifier(name) && binding?.written === false && facts.scopes.bindingOf(argument) === binding;
  });
}

/** With `X.with({ name })` the same code runs in processes of other names. */
const isRenamed = ({ binding }: Server): boolean =>
  binding?.uses.some(({ parent }) => ts.isPropertyAccessExpression(parent) && parent.name.text === "with") === true;
