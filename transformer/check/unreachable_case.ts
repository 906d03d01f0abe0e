// A case of a `receive` (or of `info`) that no message comes to: it stands there twice, or the process is declared to take other messages.
//
//   spawn<Add>(async () => { await receive((m: Add | Stop) => { switch (m.tag) { case "stop": ... } }); })
import { writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import { clauseSwitch } from "./clause_switch.js";
import type { Facts } from "./facts.js";

export const unreachableCase = check("unreachable_case", "warning", (facts, report) => {
  for (const macro of ["receive", "info"])
    for (const call of facts.callsOf(macro)) {
      const clauses = clauseSwitch(writtenFunction(call.arguments[0]));
      if (clauses === undefined) continue;
      const seen = new Map<string, ts.Node>();
      for (const item of casesOf(clauses)) {
        const earlier = seen.get(item.text);
        if (earlier === undefined) seen.set(item.text, item);
        else report(item, { value: item.getText(), why: "an earlier case takes all of them" }, [earlier]);
      }
      const tags = macro === "receive" ? declaredTags(call, clauses, facts) : undefined;
      if (tags !== undefined)
        for (const item of seen.values())
          if (ts.isStringLiteralLike(item) && !tags.has(item.text) && !ofTheSystem.has(item.text))
            report(item, {
              value: item.getText(),
              why: `this process takes ${[...tags].map((tag) => `"${tag}"`).join(", ")}`,
            });
    }
});

/** What every process may get, whatever it is declared to take. */
const ofTheSystem = new Set(["EXIT", "DOWN"]);

const casesOf = (clauses: ts.SwitchStatement): ts.StringLiteralLike[] =>
  clauses.caseBlock.clauses.flatMap((clause) =>
    ts.isCaseClause(clause) && ts.isStringLiteralLike(clause.expression) ? [clause.expression] : [],
  );

/** The tags of `M` in `spawn<M>(...)`, where the receive is in that process's own code and `M` tells them all. */
function declaredTags(receive: ts.CallExpression, clauses: ts.SwitchStatement, facts: Facts): Set<string> | undefined {
  const runner = facts.code.runnerOf(receive);
  const declared = runner?.macro.startsWith("spawn") === true ? runner.call.typeArguments?.[0] : undefined;
  const tag = clauses.expression;
  if (runner === undefined || declared === undefined || !ts.isPropertyAccessExpression(tag)) return undefined;
  if (facts.code.ownerOf(receive) !== runner.fn) return undefined;
  const checker = facts.known.checkerFor?.(facts.file);
  const type = checker?.getTypeFromTypeNode(declared);
  if (checker === undefined || type === undefined) return undefined;
  const tags = new Set<string>();
  for (const member of type.isUnion() ? type.types : [type]) {
    const property = member.getProperty(tag.name.text);
    const value = property && checker.getTypeOfSymbolAtLocation(property, declared);
    for (const each of value === undefined ? [undefined] : value.isUnion() ? value.types : [value]) {
      if (each?.isStringLiteral() !== true) return undefined;
      tags.add(each.value);
    }
  }
  return tags;
}
