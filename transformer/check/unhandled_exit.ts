// A server or process that traps exits and takes none of the EXIT messages that it gets instead.
import { writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import { clauseSwitch, hasDefault } from "./clause_switch.js";
import { isServerCode, type Runner } from "./code.js";
import type { Facts } from "./facts.js";
import { handlerOfKind, type Server } from "./server.js";

export const unhandledExit = check("unhandled_exit", "warning", (facts, report) => {
  const traps = facts
    .callsOf("trapExit")
    .filter((call) => call.arguments[0]?.kind === ts.SyntaxKind.TrueKeyword)
    .map((call) => ({ call, runner: facts.code.runnerOf(call) }));
  for (const server of facts.servers) {
    const option = server.options.get("trapExit");
    const isOn = option?.kind === ts.SyntaxKind.TrueKeyword;
    const place = isOn
      ? option.parent
      : traps.find(({ call, runner }) => isServerCode(runner) && isIn(call, server.block))?.call;
    if (place === undefined || takesExits(server)) continue;
    if (mayLink(server, facts) || handlerOfKind(server, "terminate") === undefined) report(place, { who: server.name });
  }
  for (const { call, runner } of traps)
    if (runner !== undefined && !isServerCode(runner) && leavesExits(runner, facts))
      report(call, { who: "this process" });
});

const isIn = (node: ts.Node, outer: ts.Node): boolean => node.pos >= outer.pos && node.end <= outer.end;

function takesExits(server: Server): boolean {
  const info = handlerOfKind(server, "info");
  const clauses = clauseSwitch(info?.fn);
  return info !== undefined && (clauses === undefined || takesExit(clauses));
}

const takesExit = (clauses: ts.SwitchStatement): boolean =>
  hasDefault(clauses) || /["'`]EXIT["'`]/.test(clauses.getText());

/** Without links of its own it gets only its parent's EXIT, which ends it in order: trapping is then for `terminate`. */
const mayLink = ({ block }: Server, facts: Facts): boolean =>
  ["link", "spawnLink", "Task.async", "Task.startLink"].some((name) =>
    facts.callsOf(name).some((call) => isIn(call, block)),
  ) || /\.startLink\s*\(/.test(block.getText());

/** Does every `receive` of the process name what it takes, and none EXIT? */
function leavesExits({ fn }: Runner, facts: Facts): boolean {
  const receives = facts.callsOf("receive").filter((call) => isIn(call, fn));
  return (
    receives.length > 0 &&
    receives.every((call) => {
      const clauses = clauseSwitch(writtenFunction(call.arguments[0]));
      return clauses !== undefined && !takesExit(clauses);
    })
  );
}
