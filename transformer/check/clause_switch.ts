// The `switch` at the end of a clause function that decides which messages are taken; undefined for other forms, and where it has a `default`.
import type { FunctionValue } from "../ast/look.js";
import { ts } from "../ts.js";

export function clauseSwitch(fn: FunctionValue | undefined): ts.SwitchStatement | undefined {
  if (fn === undefined || !ts.isBlock(fn.body)) return undefined;
  const last = fn.body.statements.at(-1);
  return last !== undefined && ts.isSwitchStatement(last) ? last : undefined;
}

export const hasDefault = (clauses: ts.SwitchStatement): boolean => clauses.caseBlock.clauses.some(ts.isDefaultClause);
