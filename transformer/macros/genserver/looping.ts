// Helpers that loop. An ordinary function can't give way in the middle, so a helper with a loop in it becomes a generator that its callers run with
// `yield*`, and with it every helper that calls it:
//
//   const total = () => { let sum = 0; while (...) ...; return sum; };    const total = function* (state) { ... if (rt.tick(turns)) yield; ... };
//   get: call(() => total() + 1)                                     ->   get: rt.call(function* (state) { return (yield* total(state)) + 1; })
//
// Only where every use of its name is a call in a handler, at the start, or in a helper that can wait. One that is handed on (`list.map(total)`), or called in
// a callback, must stay an ordinary function.

import type { Binding } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import {
  bare,
  contains,
  isAsync,
  isFunctionCode,
  isGenerator,
  isLoop,
  isOptional,
  isType,
  ownCode,
} from "../../ast/look.js";
import { isShortLoop } from "../../ast/short_loop.js";
import { ts } from "../../ts.js";
import type { Block, Helper } from "./block.js";
import type { Handler } from "./handler.js";

const noHelpers: ReadonlySet<Binding> = new Set();

/** The helpers that become generators. */
export function looping(block: Block, handlers: readonly Handler[], x: Expansion): ReadonlySet<Binding> {
  if (!block.helpers.some(({ code }) => hasLoop(code))) return noHelpers;
  const candidates = new Map(
    block.helpers.filter((helper) => canLoop(helper, x)).map((helper) => [helper.binding, helper.code]),
  );
  if (candidates.size === 0) return noHelpers;
  const calls = callsOf(block, handlers, candidates, x);
  // A helper called from one that stays an ordinary function stays one.
  for (let before = -1; before !== candidates.size; ) {
    before = candidates.size;
    for (const { called, caller } of calls)
      if (caller === "plain" || (caller !== "process" && !candidates.has(caller))) candidates.delete(called);
  }
  const loops = new Set([...candidates].filter(([, code]) => hasLoop(code)).map(([binding]) => binding));
  for (let before = -1; before !== loops.size; ) {
    before = loops.size;
    for (const { called, caller } of calls)
      if (loops.has(called) && typeof caller === "object" && candidates.has(caller)) loops.add(caller);
  }
  return loops;
}

/** A function with a `this`, or one that starts something that is waited for, keeps its form. */
function canLoop({ code }: Helper, x: Expansion): boolean {
  if (!isFunctionCode(code) || isAsync(code) || isGenerator(code)) return false;
  return !contains(
    code,
    (node) =>
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      ts.isMetaProperty(node) ||
      x.scopes.isGlobal(node, "arguments") ||
      x.macroOf(node)?.operation !== undefined,
  );
}

function hasLoop(code: ts.Node): boolean {
  let found = false;
  ownCode(code, (node) => {
    found ||= isLoop(node) && !isShortLoop(node);
  });
  return found;
}

/** `plain`: a function that can't wait, or a use that is no call. */
type CallerOf = "plain" | "process" | Binding;

function callsOf(
  block: Block,
  handlers: readonly Handler[],
  candidates: ReadonlyMap<Binding, ts.Node>,
  x: Expansion,
): readonly { readonly called: Binding; readonly caller: CallerOf }[] {
  const calls: { called: Binding; caller: CallerOf }[] = [];
  const bodies = new Map<ts.Node, CallerOf>(handlers.map(({ fn }) => [fn.body, "process"]));
  for (const { binding, code } of block.helpers) {
    if (!isFunctionCode(code) || code.body === undefined || isGenerator(code)) continue;
    bodies.set(code.body, candidates.has(binding) ? binding : isAsync(code) ? "process" : "plain");
  }
  const look = (node: ts.Node, caller: CallerOf): void => {
    if (isType(node)) return;
    const called = candidateOf(node);
    if (called !== undefined) {
      if (!block.helpers.some(({ code, statement }) => nameOf(code, statement) === node))
        calls.push({ called, caller: "plain" });
      return;
    }
    const within = bodies.get(node) ?? (ts.isFunctionLike(node) || ts.isClassLike(node) ? "plain" : caller);
    const direct = ts.isCallExpression(node) && !isOptional(node) ? candidateOf(bare(node.expression)) : undefined;
    if (direct !== undefined) calls.push({ called: direct, caller: within });
    ts.forEachChild(node, (child) => {
      if (direct === undefined || child !== (node as ts.CallExpression).expression) look(child, within);
    });
  };
  const candidateOf = (node: ts.Node): Binding | undefined => {
    const binding = x.scopes.bindingOf(node);
    return binding !== undefined && candidates.has(binding) ? binding : undefined;
  };
  for (const parameter of block.fn.parameters) look(parameter, "plain");
  for (const statement of block.statements) look(statement, "process");
  for (const { statement, code } of block.helpers) if (!block.statements.includes(statement)) look(code, "plain");
  look(block.handlers, "plain");
  return calls;
}

/** The name that a helper is declared by. */
function nameOf(code: Helper["code"], statement: ts.Statement): ts.Node | undefined {
  if (!ts.isVariableStatement(statement)) return code.name;
  return statement.declarationList.declarations.find((item) => item.initializer && bare(item.initializer) === code)
    ?.name;
}
