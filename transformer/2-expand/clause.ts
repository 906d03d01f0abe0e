// Clause functions, as of `receive` and `info`: a message that falls out of the closing `switch` of one is left in the mailbox.
//
//   switch (m.tag) { case "a": return 1; }   ->   switch (m.tag) { case "a": return 1; default: return rt.skip; }
//
// Only a `switch` without `default` that is the last statement. `break` in it leaves the switch, so the message is taken.
import * as build from "../ast/build.js";
import { ts } from "../ts.js";

/** The expanded body of a clause function, its last `switch` completed. */
export function withDefaultClause(body: ts.ConciseBody, skip: () => ts.Expression): ts.ConciseBody {
  const last = ts.isBlock(body) ? body.statements.at(-1) : undefined;
  if (last === undefined || !ts.isSwitchStatement(last)) return body;
  const { clauses } = last.caseBlock;
  if (clauses.some(ts.isDefaultClause)) return body;
  const closed = clauses.map((clause, i) => (i === clauses.length - 1 ? withoutFallThrough(clause) : clause));
  const complete = build.withClauses(last, [...closed, build.defaultClause([build.ret(skip())])]);
  return build.withStatements(body as ts.Block, [...(body as ts.Block).statements.slice(0, -1), complete]);
}

/** The last clause would run on into the new default. */
function withoutFallThrough(clause: ts.CaseOrDefaultClause): ts.CaseOrDefaultClause {
  const last = clause.statements.at(-1);
  if (last !== undefined && leaves(last)) return clause;
  const test = ts.isCaseClause(clause) ? clause.expression : undefined;
  return build.withClauseStatements(clause, test, [...clause.statements, build.leave()]);
}

function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isBreakStatement(statement) ||
    ts.isContinueStatement(statement)
  );
}
