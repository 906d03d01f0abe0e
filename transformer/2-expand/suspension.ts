// A suspension: the one form in which process code waits.
//
//   await room.join(user)   ->   (tmp = rt.waitCall(room, room.join, user)) === rt.parked ? yield : tmp
//   await room.join(user);  ->   if (rt.waitCall(room, room.join, user) === rt.parked) yield;
//
// In source for people it is `yield* rt.waited(rt.waitCall(room, room.join, user))`, which is typed.
// Here an awaited expression becomes its operation (rt.waitCall, rt.wait, or what the macro says) and the operation becomes a suspension.
// Evaluation order is JavaScript's: receiver, function, arguments, each once.
import { functionOf, isServer, rootOf } from "../1-find/process_function.js";
import * as build from "../ast/build.js";
import { bare, isAsync, isOptional } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { calleeOf, isLooping } from "./name.js";

/** The value of an operation, in an expression. */
export function suspension(operation: ts.Expression, place: ts.Node, x: Expansion): ts.Expression {
  x.frame.suspends = true;
  if (x.options.typing !== undefined) return build.at(waited(operation, x), place);
  x.frame.suspension ??= x.variable("tmp");
  const tmp = x.frame.suspension;
  const test = build.same(build.assign(tmp, operation), x.runtimeName("parked"));
  return build.at(build.choose(test, build.yieldNow(), tmp), place);
}

/** An operation whose value nobody uses, as a statement. */
export function suspensionStatement(operation: ts.Expression, place: ts.Node, x: Expansion): ts.Statement {
  x.frame.suspends = true;
  if (x.options.typing !== undefined) return build.at(build.statement(waited(operation, x)), place);
  const test = build.same(operation, x.runtimeName("parked"));
  return build.at(build.when(test, build.statement(build.yieldNow())), place);
}

const waited = (operation: ts.Expression, x: Expansion): ts.Expression => build.yieldAll(x.rt("waited", [operation]));

/** What `await operand` asks of the runtime. `isTail`: its value is what the function returns. */
export function operationOf(operand: ts.Expression, x: Expansion, isTail = false): ts.Expression {
  const inner = bare(operand);
  const macro = x.macroOf(inner);
  if (macro !== undefined && ts.isCallExpression(inner))
    return x.expanding(inner, () => macro.operation?.(inner, x, isTail)) ?? x.rt("wait", [x.visit(inner)], operand);
  if (ts.isCallExpression(inner) && canWaitFor(inner, x)) return waitCall(inner, x);
  return x.rt("wait", [x.visit(operand)], operand);
}

/** A call that the runtime can make itself, so that no promise is needed when the function is process code. */
function canWaitFor(call: ts.CallExpression, x: Expansion): boolean {
  const callee = bare(call.expression);
  if (isLooping(callee, x)) return false;
  if (isOptional(call) || callee.kind === ts.SyntaxKind.ImportKeyword || callee.kind === ts.SyntaxKind.SuperKeyword)
    return false;
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return true;
  const object = bare(callee.expression);
  return object.kind !== ts.SyntaxKind.SuperKeyword && !x.scopes.isGlobal(object, "Promise");
}

/** `o.m(a)` -> `rt.waitCall(o, o.m, a)`; `f(a)` -> `rt.waitCall(undefined, f, a)`. */
function waitCall(call: ts.CallExpression, x: Expansion): ts.Expression {
  const callee = bare(call.expression);
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    const [object, sameObject] = twice(callee.expression, x);
    const method = ts.isPropertyAccessExpression(callee)
      ? build.withObject(callee, sameObject)
      : build.element(sameObject, x.visit(callee.argumentExpression));
    const typed = instantiated(build.mapped(method, callee), call, x);
    return x.rt("waitCall", [object, typed, ...x.visitAll(call.arguments)], call);
  }
  const { callee: target, before } = calleeOf(callee, x);
  const typed = instantiated(target, call, x);
  return x.rt("waitCall", [build.nothing(), typed, ...before, ...x.visitAll(call.arguments)], call);
}

/** `f<string>`: handed over as a value, a generic function has no arguments to take its types from. */
function instantiated(target: ts.Expression, call: ts.CallExpression, x: Expansion): ts.Expression {
  const types = call.typeArguments ?? x.options.typing?.typeArguments(call);
  return types === undefined ? target : build.instantiation(target, types);
}

/** An object to be written twice and evaluated once: names, `this` and state are repeated, anything else goes through a temporary. */
function twice(object: ts.Expression, x: Expansion): [ts.Expression, ts.Expression] {
  const inner = bare(object);
  // `room!.join(me)`: what types the object stays.
  const isTyped = inner !== object && x.options.typing !== undefined;
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return [x.visit(inner), build.mapped(build.self(), inner)];
  if (ts.isIdentifier(inner) && !isTyped) {
    const binding = x.scopes.bindingOf(inner);
    const replaced = binding && x.replaced.get(binding);
    if (replaced === undefined) return [x.visit(inner), build.again(inner)];
    if (replaced.kind === "state") return [x.visit(inner), build.member(replaced.state, replaced.field)];
  }
  x.frame.receiver ??= x.variable("target");
  const target = x.frame.receiver;
  return [build.assign(target, x.visit(object)), target];
}

/** `return f(a)` of process code: `rt.tailCall(undefined, f, a)` takes the place of the function that returns it. Undefined for `return o.m(a)`. */
export function tailCall(call: ts.CallExpression, x: Expansion): ts.Expression | undefined {
  const callee = bare(call.expression);
  if (!ts.isIdentifier(callee) || !canWaitFor(call, x) || x.names.callOf(call) !== undefined) return undefined;
  const { callee: target, before } = calleeOf(callee, x);
  const typed = instantiated(target, call, x);
  return x.rt("tailCall", [build.nothing(), typed, ...before, ...x.visitAll(call.arguments)], call);
}

/**
 * Can a call that is returned be process code, so that it should run in this process? `yes`: a function of this file that is. `perhaps`: one that was imported or
 * handed in, a server's client. `no`: `text.trim()`, a function of this file that is none.
 */
export function isProcessCall(call: ts.CallExpression, x: Expansion): "yes" | "perhaps" | "no" {
  const name = x.names.callOf(call);
  if (name !== undefined) return name === "sleep" || name === "stop" || name.includes(".") ? "perhaps" : "no";
  if (!canWaitFor(call, x)) return "no";
  const root = rootOf(call.expression);
  const binding = x.scopes.bindingOf(root);
  if (binding === undefined) return "no";
  if (root !== bare(call.expression)) return binding.kind === "import" || isServer(binding, x.names) ? "perhaps" : "no";
  if (x.isProcessName(binding)) return "yes";
  const value = functionOf(binding);
  if (value !== undefined) return isAsync(value) ? "perhaps" : "no";
  return binding.kind === "class" ? "no" : "perhaps";
}
