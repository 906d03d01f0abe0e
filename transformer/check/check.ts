// One check: its name (that of its message, its file, its page), how grave it is, and how it looks for its mistake.
//
//   export const rawTimer = check("raw_timer", "warning", (facts, report) => { ... report(place, { name: "setTimeout" }); });
import type { MessageName, MessageValues } from "../diagnostics/report.js";
import type { ts } from "../ts.js";
import type { Facts } from "./facts.js";

/** Where the program can't work it is an error, where it may a warning. */
export type Level = "error" | "warning";

export interface Finding {
  readonly check: Check;
  readonly place: ts.Node;
  readonly values: Readonly<Record<string, string>>;
  /** Places that explain it, in this file or others. */
  readonly related: readonly ts.Node[];
}

export interface Check {
  readonly name: MessageName;
  readonly level: Level;
  /** Adds what it finds. */
  find(facts: Facts, findings: Finding[]): void;
}

/** `related`: the places that the message's `related:` line is said of. */
type Report<N extends MessageName> = (place: ts.Node, values: MessageValues<N>, related?: readonly ts.Node[]) => void;

export function check<N extends MessageName>(
  name: N,
  level: Level,
  look: (facts: Facts, report: Report<N>) => void,
): Check {
  const made: Check = {
    name,
    level,
    find(facts, findings) {
      look(facts, (place, values, related = []) => findings.push({ check: made, place, values, related }));
    },
  };
  return made;
}
