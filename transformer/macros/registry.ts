// registry(name, options): an ordinary function of the runtime. Its options are checked where they are written in place.

import type { Expansion, Macro } from "../2-expand/expansion.js";
import type { ts } from "../ts.js";
import { type Known, knownOf } from "./known.js";
import { checkOptions, type OptionTable, oneOf, text, wholeFromOne } from "./option.js";

const registryOptions: OptionTable = {
  what: "`registry`",
  options: {
    keys: oneOf(["unique", "duplicate"]),
    partitions: wholeFromOne,
    listeners: { expected: "a list of names", allows: (known) => known.kind === "list" },
  },
  required: ["keys"],
};

export const registry: Macro = {
  name: "registry",
  expand(call, x) {
    const before = x.mistakes.length;
    check(call, x);
    const [mistake] = x.mistakes.slice(before);
    return mistake === undefined ? x.visitChildren(call) : x.rejected(mistake, call);
  },
  value: (name) => name as ts.Expression,
};

function check(call: ts.CallExpression, x: Expansion): void {
  const [name, options] = call.arguments;
  const known: Known | undefined = name && knownOf(name, x);
  if (name === undefined || (known !== undefined && !text.allows(known)))
    return x.report("registry_without_name", name ?? call, {});
  checkOptions(call, options, registryOptions, x);
}
