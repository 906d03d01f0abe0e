// What a name becomes: the user's `users` is `state.users` in a server's handler, its helper `add(user)` is `add(state, user)`, the parameter of a
// function that was written out in place is its value. Everything else stays the user's own identifier.
//
//   users = []            state.users = []
//   { users }             { users: state.users }
//   callback(1)           (0, state.callback)(1)       no `this` slips in
//   list.forEach(add)     list.forEach((...args) => add(state, ...args))
import type { AbiName } from "../abi.js";
import * as build from "../ast/build.js";
import { bare } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion, Replacement } from "./expansion.js";
import type { Typing } from "./typing.js";

function replacementOf(node: ts.Node, x: Expansion): Replacement | undefined {
  const binding = x.scopes.bindingOf(node);
  return binding && x.replaced.get(binding);
}

/** A name used as a value. */
export function visitName(node: ts.Identifier, x: Expansion): ts.Expression {
  const binding = x.scopes.bindingOf(node);
  if (binding === undefined)
    return node.text === "arguments" && x.scopes.isGlobal(node) ? visitArguments(node, x) : node;
  const replacement = x.replaced.get(binding);
  if (replacement?.kind === "value") return replacement.value();
  if (replacement !== undefined) return build.at(codeOf(replacement, x), node);
  if (binding.kind !== "import") return node;
  return x.names.nameOf(node) === undefined ? x.leave(node) : macroValue(node, x);
}

function codeOf(replacement: Replacement, x: Expansion): ts.Expression {
  switch (replacement.kind) {
    case "state":
      return build.member(replacement.state, replacement.field);
    case "value":
      return replacement.value();
    case "helper": {
      const { name, state } = replacement;
      if (state === undefined) return build.again(name);
      const { typing } = x.options;
      if (typing !== undefined && replacement.parameters !== undefined)
        return withTypes(replacement.parameters, typing, (args) => build.call(build.again(name), [state, ...args]));
      const args = build.id(name.text === "args" ? "rest" : "args");
      return build.arrow([build.restParameter(args)], build.call(build.again(name), [state, build.spread(args)]));
    }
  }
}

/** `(user: string, n?: number) => add(state, user, n)`: takes what the helper takes, and nothing more. */
function withTypes(
  parameters: readonly ts.ParameterDeclaration[],
  typing: Typing,
  body: (args: readonly ts.Expression[]) => ts.Expression,
): ts.Expression {
  const names = parameters.map(({ name }, i) => build.id(ts.isIdentifier(name) ? name.text : `value${i}`));
  const own = parameters.map((parameter, i) =>
    build.withoutDefault(parameter, names[i] as ts.Identifier, typing.ofParameter(parameter)),
  );
  const args = names.map((name, i) => (parameters[i]?.dotDotDotToken === undefined ? name : build.spread(name)));
  return build.arrow(own, body(args));
}

/** A macro that is not called: an ordinary function of the runtime where there is one, else a mistake. */
export function macroValue(node: ts.Identifier | ts.PropertyAccessExpression, x: Expansion): ts.Expression {
  const name = x.names.nameOf(node) ?? "";
  const macro = x.options.macros.get(name);
  // What people wrote on the runtime, or ejected, stays; what a macro of the package wrote is there for the first time.
  const isKept = x.options.keepsComments === true && node.pos >= 0;
  if (name.startsWith("abi:") && isKept) return ts.isIdentifier(node) ? x.leave(node) : x.visitChildren(node);
  if (name.startsWith("abi:")) return build.at(x.runtimeName(name.slice("abi:".length) as AbiName), node);
  if (macro === undefined) return ts.isIdentifier(node) ? x.leave(node) : x.visitChildren(node);
  const made = macro.value?.(node, x);
  if (made !== undefined) return made === node ? x.leave(node) : build.at(made, node);
  return x.reject("macro_as_value", node, { macro: name.replace(/^\w+:/, "") });
}

/** `{ users }`, as a literal or as a pattern that is assigned to. */
export function visitShorthand(node: ts.ShorthandPropertyAssignment, x: Expansion): ts.ObjectLiteralElementLike {
  const value = visitName(node.name, x);
  const initial = node.objectAssignmentInitializer;
  if (value === node.name) return initial === undefined ? node : build.withInitial(node, x.visit(initial));
  const target = initial === undefined ? value : build.assign(value, x.visit(initial));
  return build.at(build.property(node.name.text, target), node);
}

/** The call of a name that stands for something else; undefined for any other call. */
export function visitNamedCall(node: ts.CallExpression, x: Expansion): ts.Expression | undefined {
  const callee = bare(node.expression);
  const isReplaced = ts.isIdentifier(callee) ? replacementOf(callee, x) !== undefined : x.macroOf(callee) !== undefined;
  if (!isReplaced) return undefined;
  const { callee: target, before } = calleeOf(callee, x);
  const made = build.withCall(node, target, [...before, ...x.visitAll(node.arguments)]);
  if (!isLooping(callee, x)) return made;
  x.frame.suspends = true;
  return build.yieldAll(made);
}

/** Is this the name of a helper that is a generator? */
export function isLooping(callee: ts.Expression, x: Expansion): boolean {
  const replacement = replacementOf(callee, x);
  return replacement?.kind === "helper" && replacement.isLooping;
}

/** What is called, and with what in front of the arguments, where the user calls `expression`. */
export function calleeOf(
  expression: ts.Expression,
  x: Expansion,
): { callee: ts.Expression; before: readonly ts.Expression[] } {
  const inner = bare(expression);
  const replacement = ts.isIdentifier(inner) ? replacementOf(inner, x) : undefined;
  if (replacement === undefined) {
    const made = x.visit(expression);
    // `pipe(o, (x) => x.m)(1)` has no `this`, so neither has what it becomes.
    return { callee: !isMember(inner) && isMember(bare(made)) ? build.plainCallee(made) : made, before: [] };
  }
  if (replacement.kind === "helper") {
    const name = build.mapped(build.again(replacement.name), inner);
    return { callee: name, before: replacement.state === undefined ? [] : [replacement.state] };
  }
  const value = build.mapped(codeOf(replacement, x), inner);
  return { callee: isMember(value) ? build.plainCallee(value) : value, before: [] };
}

/** `` users`text` `` of a state variable that holds a function. */
export function visitTag(node: ts.TaggedTemplateExpression, x: Expansion): ts.Expression {
  const value = x.visit(node.tag);
  const wasName = ts.isIdentifier(bare(node.tag));
  return build.withTag(
    node,
    wasName && isMember(bare(value)) ? build.plainCallee(value) : value,
    x.visit(node.template),
  );
}

const isMember = (node: ts.Node): boolean => ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** An arrow has the `arguments` of the function around it; one that may become a generator takes them from a constant there. */
function visitArguments(node: ts.Identifier, x: Expansion): ts.Expression {
  let owner = x.frame;
  let becomesFunction = false;
  while (owner.isTransparent && owner.parent !== undefined) {
    becomesFunction ||= owner.isProcess && ts.isArrowFunction(owner.node);
    owner = owner.parent;
  }
  if (!becomesFunction || owner.kind === "file") return node;
  if (owner.args === undefined) {
    owner.args = x.freshName("args", owner.node);
    owner.prologue.push(build.constant(owner.args, build.id("arguments")));
  }
  return build.at(build.again(owner.args), node);
}
