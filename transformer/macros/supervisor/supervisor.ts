// supervisor(options, children), dynamicSupervisor(options), PartitionSupervisor(options, child): checked where the source says enough, and given the name of
// their constant, which is their id as a child and their name in reports.
//
//   const Bank = supervisor({ strategy: "one_for_one" }, () => [Account])
//   const Bank = rt.supervisor("Bank", { strategy: "one_for_one" }, () => [Account])

import type { Expansion, Macro } from "../../2-expand/expansion.js";
import type { AbiName } from "../../abi.js";
import * as build from "../../ast/build.js";
import { isFunctionCode } from "../../ast/look.js";
import type { ts } from "../../ts.js";
import { followed, knownOf } from "../known.js";
import { checkOptions } from "../option.js";
import { readChild } from "./child.js";
import { checkChildren, givenBy } from "./children.js";
import { dynamicOptions, partitionOptions, supervisorOptions } from "./options.js";

/** A definition that the runtime gets together with its name. */
const definition = (name: string, rt: AbiName, check: (call: ts.CallExpression, x: Expansion) => void): Macro => ({
  name,
  expand(call, x) {
    const before = x.mistakes.length;
    check(call, x);
    const [mistake] = x.mistakes.slice(before);
    if (mistake !== undefined) return x.rejected(mistake, call);
    const title = x.hintOf(call);
    return x.rt(rt, [title === undefined ? build.nothing() : build.str(title), ...x.visitAll(call.arguments)], call);
  },
  // Without a name of its own it is an ordinary function.
  value: (name) => name as ts.Expression,
});

const isFunction = (argument: ts.Expression | undefined, x: Expansion): boolean =>
  argument !== undefined && knownOf(argument, x)?.kind === "function";
const isChildren = (argument: ts.Expression | undefined, x: Expansion): boolean =>
  argument !== undefined && ["function", "list"].includes(knownOf(argument, x)?.kind ?? "");

export const supervisor = definition("supervisor", "supervisor", (call, x) => {
  const [options, children] = call.arguments;
  if (isChildren(options, x)) return x.report("options_not_first", options as ts.Node, { macro: "supervisor" });
  checkOptions(call, options, supervisorOptions, x);
  if (children === undefined) return x.report("supervisor_without_children", call, { macro: "supervisor" });
  checkChildren("supervisor", children, options, x);
});

export const dynamicSupervisor = definition("dynamicSupervisor", "dynamicSupervisor", (call, x) => {
  const [options, ...more] = call.arguments;
  const children = [options, ...more].find((argument, i) => i > 0 || isChildren(argument, x));
  if (children !== undefined) return x.report("dynamic_with_children", children, {});
  checkOptions(call, options, dynamicOptions, x);
});

export const partitionSupervisor = definition("PartitionSupervisor", "partitionSupervisor", (call, x) => {
  const [options, child] = call.arguments;
  if (isFunction(options, x))
    return x.report("options_not_first", options as ts.Node, { macro: "PartitionSupervisor" });
  checkOptions(call, options, partitionOptions, x);
  if (child === undefined) return x.report("supervisor_without_children", call, { macro: "PartitionSupervisor" });
  const { value } = followed(child, x);
  for (const copy of isFunctionCode(value) ? givenBy(value, x) : [child]) readChild(copy, x);
});
