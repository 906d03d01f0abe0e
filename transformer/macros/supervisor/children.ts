// The children of a supervisor, as its function gives them: a list, of children, with ids that differ.

import type { Expansion } from "../../2-expand/expansion.js";
import { bare, contains, type FunctionCode, isAsync, isFunctionCode, isGenerator, ownCode } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { fieldOf, followed, knownOf, knownText } from "../known.js";
import { type Child, readChild } from "./child.js";
import { definitionOf } from "./definition.js";

/** Checks the function that gives the children. `options` are those of the supervisor. */
export function checkChildren(
  macro: string,
  children: ts.Expression,
  options: ts.Expression | undefined,
  x: Expansion,
): void {
  const { value } = followed(children, x);
  if (!isFunctionCode(value)) return checkNoFunction(macro, children, x);
  if (isAsync(value)) return x.report("children_not_list", children, { macro, got: "a promise" });
  if (isGenerator(value)) return x.report("children_not_list", children, { macro, got: "a generator" });
  const given = givenBy(value, x);
  if (given.length === 0 && !mayNotReturn(value, x)) x.report("children_not_list", children, { macro, got: "nothing" });
  for (const list of given) checkList(macro, list, options, x);
}

function checkNoFunction(macro: string, children: ts.Expression, x: Expansion): void {
  const known = knownOf(children, x);
  const isChild = definitionOf(children, x) !== undefined;
  if (known === undefined && !isChild) return;
  const code = known?.kind === "list" ? x.textOf(bare(children)).replace(/\s+/g, " ") : "[...]";
  x.report("children_not_function", children, { macro, code: code.length > 60 ? "[...]" : code });
}

/** The expressions that a function may give back. */
export function givenBy(fn: FunctionCode, x: Expansion): ts.Expression[] {
  const { body } = fn;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const given: ts.Expression[] = [];
  ownCode(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) given.push(node.expression);
  });
  return given.filter((expression) => !isEnd(bare(expression), x));
}

/** `ignore()` and `exit(reason)` give nothing back: the supervisor is not started. */
function isEnd(node: ts.Node, x: Expansion): boolean {
  const name = x.names.callOf(node);
  return name === "ignore" || name === "exit";
}

const mayNotReturn = (fn: FunctionCode, x: Expansion): boolean =>
  fn.body === undefined || contains(fn.body, (node) => ts.isThrowStatement(node) || isEnd(node, x));

function checkList(macro: string, given: ts.Expression, options: ts.Expression | undefined, x: Expansion): void {
  const { value } = followed(given, x);
  if (ts.isArrayLiteralExpression(value)) {
    const elements = value.elements.filter((item) => !ts.isSpreadElement(item) && !ts.isOmittedExpression(item));
    const list = elements.flatMap((element) => readChild(element, x) ?? []);
    checkIds(list, x);
    for (const child of list) checkSignificant(child, options, x);
    return;
  }
  const known = knownOf(given, x);
  if (definitionOf(given, x) !== undefined || isOneChild(value))
    x.report("children_not_list", given, { macro, got: "one child" });
  else if (known !== undefined)
    x.report("children_not_list", given, {
      macro,
      got: known.kind === "primitive" ? String(known.value) : `a ${known.kind}`.replace("a object", "an object"),
    });
}

const isOneChild = (value: ts.Node): boolean => {
  const callee = ts.isCallExpression(value) ? bare(value.expression) : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && callee.name.text === "child";
};

function checkIds(children: readonly Child[], x: Expansion): void {
  const first = new Map<string, Child>();
  for (const child of children) {
    if (child.id === undefined) continue;
    const other = first.get(child.id);
    if (other === undefined) first.set(child.id, child);
    else x.report("duplicate_child_id", child.node, { id: child.id }, other.node);
  }
}

/** A significant child needs a supervisor that shuts down by itself, and an end that is the last. */
function checkSignificant(child: Child, options: ts.Expression | undefined, x: Expansion): void {
  if (child.significant !== true) return;
  const field = fieldOf(options, "autoShutdown", x);
  const autoShutdown = field === "absent" ? "never" : field === "hidden" ? undefined : knownText(field, x);
  if (autoShutdown === "never") x.report("significant_never", child.node, {});
  else if (child.restart === "permanent") x.report("significant_permanent", child.node, {});
}
