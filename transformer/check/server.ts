// The servers of a file as their source tells them: name, options, handlers.
//
// Shape: `const Room = genserver(room => { ...; return { join: call(...) }; }, { name: room => via(Rooms, room) })`
//   -> { name: "Room", naming: "by_arguments", handlers: join -> { kind: "call", fn, property } ... }
// What is not written in place is left out here; the genserver macro reports it.
import type { Binding } from "../1-find/scope.js";
import { bare, type FunctionValue, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Facts } from "./facts.js";
import { outside } from "./syntax.js";

export interface Handler {
  readonly name: string;
  /** "call", "cast" ... */
  readonly kind: string;
  readonly fn: FunctionValue;
  readonly property: ts.PropertyAssignment;
}

export interface Server {
  readonly facts: Facts;
  /** The name of its constant. */
  readonly name: string;
  /** Its constant; undefined where it is made in some other place. */
  readonly binding: Binding | undefined;
  readonly call: ts.CallExpression;
  readonly block: FunctionValue;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly options: ReadonlyMap<string, ts.Expression>;
  /** What its `name` option makes of init arguments: one name for all, one for each; "unknown" where that is decided elsewhere. */
  readonly naming: "fixed" | "by_arguments" | "none" | "unknown";
}

export function findServers(facts: Facts): Server[] {
  return facts.callsOf("genserver").flatMap((call) => {
    const block = writtenFunction(call.arguments[0]);
    return block === undefined ? [] : [readServer(call, block, facts)];
  });
}

function readServer(call: ts.CallExpression, block: FunctionValue, facts: Facts): Server {
  let whole: ts.Node = outside(call);
  let changed = false;
  // genserver(...).with(...)
  while (ts.isPropertyAccessExpression(whole.parent) && ts.isCallExpression(whole.parent.parent)) {
    whole = outside(whole.parent.parent);
    changed = true;
  }
  const item = whole.parent;
  const isConstant = ts.isVariableDeclaration(item) && item.initializer === whole && ts.isIdentifier(item.name);
  const binding = isConstant ? facts.scopes.bindingOf(item.name) : undefined;
  const given = call.arguments[1];
  const options = readOptions(given);
  return {
    facts,
    name: binding?.name ?? "the server",
    binding: binding?.kind === "const" ? binding : undefined,
    call,
    block,
    handlers: readHandlers(block, facts),
    options: options ?? new Map(),
    naming: changed || options === undefined ? "unknown" : namingOf(options.get("name"), block),
  };
}

/** The options where all are written in place; undefined where some may come from elsewhere. */
function readOptions(given: ts.Expression | undefined): Map<string, ts.Expression> | undefined {
  if (given === undefined) return new Map();
  const literal = bare(given);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const options = new Map<string, ts.Expression>();
  for (const item of literal.properties) {
    if (ts.isSpreadAssignment(item) || item.name === undefined || ts.isComputedPropertyName(item.name))
      return undefined;
    if (ts.isPropertyAssignment(item)) options.set(item.name.text, bare(item.initializer));
    else if (ts.isShorthandPropertyAssignment(item)) options.set(item.name.text, item.name);
  }
  return options;
}

function namingOf(name: ts.Expression | undefined, block: FunctionValue): Server["naming"] {
  if (name === undefined) return "none";
  const fn = writtenFunction(name);
  if (fn !== undefined) return fn.parameters.length > 0 || block.parameters.length === 0 ? "by_arguments" : "fixed";
  const isText = ts.isStringLiteralLike(name) || ts.isTemplateExpression(name);
  return isText || ts.isObjectLiteralExpression(name) || ts.isCallExpression(name) ? "fixed" : "unknown";
}

function readHandlers(block: FunctionValue, facts: Facts): Map<string, Handler> {
  const handlers = new Map<string, Handler>();
  const value = ts.isBlock(block.body)
    ? block.body.statements.findLast((statement) => ts.isReturnStatement(statement))?.expression
    : block.body;
  const literal = value && bare(value);
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return handlers;
  for (const property of literal.properties) {
    if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) continue;
    const made = bare(property.initializer);
    const kind = facts.names.callOf(made);
    if (kind === undefined || !ts.isCallExpression(made)) continue;
    const fn = writtenFunction(made.arguments[kind === "idle" ? 1 : 0]);
    const name = property.name.text;
    if (fn !== undefined) handlers.set(name, { name, kind, fn, property });
  }
  return handlers;
}

/** Does a caller wait for what this handler answers? */
export const isAnswering = (handler: Handler | undefined): boolean =>
  handler?.kind === "call" || handler?.kind === "callLater";

/** The handler of a server that is there once, whatever it is called: `info`. */
export const handlerOfKind = (server: Server, kind: string): Handler | undefined =>
  [...server.handlers.values()].find((handler) => handler.kind === kind);

/** Is the server known by one name in the whole cluster: `global("x")`, `name => global(name)`? */
export function isGlobal({ facts, options }: Server): boolean {
  const name = options.get("name");
  if (name === undefined) return false;
  const fn = writtenFunction(name);
  const made = fn === undefined ? name : ts.isBlock(fn.body) ? undefined : bare(fn.body);
  if (made === undefined) return false;
  if (ts.isObjectLiteralExpression(made))
    return made.properties.some(
      (item) => item.name !== undefined && ts.isIdentifier(item.name) && item.name.text === "global",
    );
  return facts.names.callOf(made) === "global";
}
