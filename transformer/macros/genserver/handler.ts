// The handlers of a genserver: functions of the state, compiled once for all processes.
//
//   join: call((user) => users.add(user))   ->   join: rt.call((state, user) => state.users.add(user))
//   idle(ms, f)                             ->   rt.idle(ms, (state) => ...), or rt.idle((state) => ms, ...) where ms is known only at the start

import type { Binding } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import { isConstant } from "../../2-expand/order.js";
import { processFunction } from "../../2-expand/process_code.js";
import * as build from "../../ast/build.js";
import { bare, type FunctionValue, writtenFunction } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { clauseFunction } from "../receive.js";
import { type Kind, kinds, nearKind, reservedNames } from "./kind.js";
import type { State } from "./state.js";

export interface Handler {
  readonly property: ts.PropertyAssignment;
  readonly kind: Kind;
  readonly call: ts.CallExpression;
  readonly fn: FunctionValue;
  /** The user's schemas of its arguments; those that check nothing are none. */
  readonly schemas: ts.Expression | undefined;
}

/** The handlers of the returned object, without those that are wrong, which are reported. */
export function readHandlers(object: ts.ObjectLiteralExpression, x: Expansion): readonly Handler[] {
  const handlers = object.properties.flatMap((property) => readHandler(property, x) ?? []);
  for (const kind of kinds.filter((each) => each.once)) {
    const [first, ...more] = handlers.filter((handler) => handler.kind === kind);
    for (const handler of more)
      x.report("handler_twice", handler.property.name, { kind: kind.name }, first?.property.name);
  }
  return handlers;
}

function readHandler(property: ts.ObjectLiteralElementLike, x: Expansion): Handler | undefined {
  if (ts.isSpreadAssignment(property) || ts.isComputedPropertyName(property.name as ts.Node)) {
    x.report("handler_name_computed", property, {});
    return undefined;
  }
  const name = (property.name as ts.Identifier | ts.StringLiteral).text;
  if (reservedNames.has(name)) {
    x.report("handler_reserved_name", property.name as ts.Node, { name });
    return undefined;
  }
  const value = ts.isPropertyAssignment(property) ? bare(property.initializer) : property;
  const kindName = x.names.callOf(value);
  const kind = kinds.find((each) => each.name === kindName);
  if (kind === undefined || !ts.isPropertyAssignment(property)) {
    reportKind(name, ts.isPropertyAssignment(property) ? value : (property.name as ts.Node), x);
    return undefined;
  }
  const call = value as ts.CallExpression;
  const isChecked = kind.schemas !== undefined && call.arguments.length > 1;
  const handler = call.arguments[isChecked ? 1 : kind.handler];
  const fn = writtenFunction(handler);
  if (fn === undefined) {
    const before = isChecked ? "schemas, " : kind.handler === 0 ? "" : "ms, ";
    x.report("handler_not_in_place", handler ?? call, { name, kind: kind.name, before });
    return undefined;
  }
  if (!isChecked) return { property, kind, call, fn, schemas: undefined };
  const schemas = schemasOf(call, kind, x);
  return schemas && { property, kind, call, fn, schemas };
}

/** `{ args: [name, age] }` in front of a handler. */
function schemasOf(call: ts.CallExpression, { name, schemas = "args" }: Kind, x: Expansion): ts.Expression | undefined {
  const given = bare(call.arguments[0] as ts.Expression);
  const [only, ...more] = ts.isObjectLiteralExpression(given) ? given.properties : [];
  const isOne = only !== undefined && more.length === 0 && ts.isPropertyAssignment(only);
  if (isOne && ts.isIdentifier(only.name) && only.name.text === schemas) return only.initializer;
  x.report("schemas_not_in_place", given, {
    kind: name,
    form: schemas === "args" ? "args: [schema]" : "message: schema",
  });
  return undefined;
}

function reportKind(name: string, value: ts.Node, x: Expansion): void {
  const callee = ts.isCallExpression(value) ? bare(value.expression) : undefined;
  if (callee === undefined || !ts.isIdentifier(callee)) return x.report("handler_without_kind", value, { name });
  const near = nearKind(callee.text);
  if (near === undefined) x.report("handler_unknown_kind", callee, { name, kind: callee.text });
  else x.report("handler_misspelt_kind", callee, { name, kind: callee.text, near });
}

/** The object of handlers as the runtime takes it. `usesState` tells of a binding whether it stands for something of the state. */
export function buildHandlers(
  object: ts.ObjectLiteralExpression,
  handlers: readonly Handler[],
  state: State,
  usesState: (binding: Binding) => boolean,
  x: Expansion,
): ts.Expression {
  const entries = handlers.map((handler) => {
    const value = x.expanding(handler.call, () => buildHandler(handler, state, usesState, x));
    return build.at(build.property(handler.property.name, value), handler.property);
  });
  return build.at(build.object(entries, true), object);
}

/** Kinds whose function's value is for somebody. */
const answers = new Set(["call", "upgrade"]);

function buildHandler(
  { kind, call, fn, schemas }: Handler,
  state: State,
  usesState: (binding: Binding) => boolean,
  x: Expansion,
): ts.Expression {
  const isUsed = x.scopes.uses(fn, usesState);
  const before = isUsed || fn.parameters.length > 0 ? [state.parameter(isUsed)] : [];
  const accepts = schemas === undefined ? [] : [buildSchemas(schemas, kind, usesState, x)];
  if (kind.name === "info") return accepting(x.rt("info", [clauseFunction(fn, x, { before }), ...accepts], call));
  if (kind.name === "upgrade") {
    reportStateIn(fn, usesState, x);
    return x.rt("upgrade", [processFunction(fn, x)], call);
  }
  const args = [processFunction(fn, x, { before, drops: !answers.has(kind.name) })];
  if (kind.name === "idle") args.unshift(delay(call.arguments[0] as ts.Expression, state, usesState, x));
  return accepting(x.rt(kind.name, [...args, ...accepts], call));

  function accepting(made: ts.CallExpression): ts.CallExpression {
    const skipped = kind.given ?? 0;
    if (kind.schemas !== undefined && schemas === undefined && fn.parameters.length > skipped)
      x.accepting.set(made, { fn, skipped });
    return made;
  }
}

/** The schemas as a list. They are one for all processes of the server, so no state is there for them. */
function buildSchemas(
  schemas: ts.Expression,
  kind: Kind,
  usesState: (binding: Binding) => boolean,
  x: Expansion,
): ts.Expression {
  const isList = kind.schemas === "args";
  let isReported = false;
  x.scopes.namesIn(schemas, (name, binding) => {
    if (isReported || binding === undefined || !usesState(binding)) return;
    isReported = true;
    x.report("schema_uses_state", name, { name: name.text });
  });
  const made = x.initialiser(schemas, x.place.scope);
  return isList ? made : build.array([made]);
}

function delay(ms: ts.Expression, state: State, usesState: (binding: Binding) => boolean, x: Expansion): ts.Expression {
  const needsState = x.scopes.uses(ms, usesState);
  if (!needsState && isConstant(ms, x)) return x.visit(ms);
  return build.arrow(needsState ? [state.parameter()] : [], x.initialiser(ms, x.place.scope));
}

/** While a server is upgraded its variables have no values yet: the new state is what the handler returns. */
function reportStateIn(fn: FunctionValue, usesState: (binding: Binding) => boolean, x: Expansion): void {
  let reported = false;
  x.scopes.namesIn(fn, (name, binding) => {
    if (binding !== undefined && usesState(binding) && !reported)
      x.report("upgrade_uses_state", name, { name: name.text });
    reported ||= binding !== undefined && usesState(binding);
  });
}
