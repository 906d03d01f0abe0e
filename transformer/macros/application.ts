// application(definition): an ordinary function of the runtime. What is written in place is checked, and so are needs that go in a circle within the file.
//
//   const A = application({ name: "a", needs: () => [B], ... });  const B = application({ name: "b", needs: [A], ... });      a -> b -> a

import type { Expansion, Macro } from "../2-expand/expansion.js";
import { isFunctionCode } from "../ast/look.js";
import { ts } from "../ts.js";
import { fieldOf, followed, type Known, knownOf, knownText } from "./known.js";
import { checkOptions, fn, type OptionTable, text } from "./option.js";
import { givenBy } from "./supervisor/children.js";
import { definitionOf } from "./supervisor/definition.js";

const anObject = { expected: "an object", allows: (known: Known) => known.kind === "object" };

const applicationOptions: OptionTable = {
  what: "`application`",
  options: {
    name: text,
    version: text,
    needs: {
      expected: "a list of applications, or a function of one",
      allows: (known) => known.kind === "list" || known.kind === "function",
    },
    start: fn,
    prepStop: fn,
    stop: fn,
    env: anObject,
    startPhases: anObject,
  },
  required: ["name", "start"],
  meant: { dependencies: "needs", depends: "needs", phases: "startPhases", init: "start" },
};

export const application: Macro = {
  name: "application",
  expand(call, x) {
    const before = x.mistakes.length;
    checkOptions(call, call.arguments[0], applicationOptions, x);
    for (const need of needsOf(call, x)) checkNeed(call, need, x);
    const [mistake] = x.mistakes.slice(before);
    return mistake === undefined ? x.visitChildren(call) : x.rejected(mistake, call);
  },
  value: (name) => name as ts.Expression,
};

/** The needs that are written in place. */
function needsOf(call: ts.CallExpression, x: Expansion): ts.Expression[] {
  const field = fieldOf(call.arguments[0], "needs", x);
  if (typeof field === "string") return [];
  const { value } = followed(field, x);
  const lists = isFunctionCode(value) ? givenBy(value, x) : [field];
  return lists.flatMap((list) => {
    const items = followed(list, x).value;
    return ts.isArrayLiteralExpression(items) ? items.elements.filter((item) => !ts.isSpreadElement(item)) : [];
  });
}

function checkNeed(call: ts.CallExpression, need: ts.Expression, x: Expansion): void {
  const definition = definitionOf(need, x);
  if (knownOf(need, x) !== undefined || (definition !== undefined && definition.macro !== "application"))
    return x.report("need_no_application", need, { need: x.textOf(need) });
  const circle = definition && wayTo(call, definition.call, [call], x);
  // All of a circle see it; the one that stands first says so.
  if (circle?.every((each) => each.pos >= call.pos))
    x.report("cyclic_needs", need, { path: [...circle, call].map((each) => nameOf(each, x)).join(" -> ") });
}

/** The applications from the start of `path` by way of `next` back to `target`, or undefined. */
function wayTo(
  target: ts.CallExpression,
  next: ts.CallExpression,
  path: readonly ts.CallExpression[],
  x: Expansion,
): readonly ts.CallExpression[] | undefined {
  if (next === target) return path;
  if (path.includes(next)) return undefined;
  for (const need of needsOf(next, x)) {
    const definition = definitionOf(need, x);
    const found = definition?.macro === "application" && wayTo(target, definition.call, [...path, next], x);
    if (found) return found;
  }
  return undefined;
}

function nameOf(call: ts.CallExpression, x: Expansion): string {
  const field = fieldOf(call.arguments[0], "name", x);
  return (typeof field === "string" ? undefined : knownText(field, x)) ?? "?";
}
