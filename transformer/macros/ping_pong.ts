// ping_pong(() => { ping(x); pong(f); }): a fresh process that sends itself a message and takes it.
//
//   ping(x)   ->   rt.send(rt.self(), { tag: "ping", message: x })
//   pong(f)   ->   rt.receive((ping) => ping.tag === "ping" ? f(ping.message) : rt.skip), and waits for it

import type { Expansion, Macro } from "../2-expand/expansion.js";
import { processFunction } from "../2-expand/process_code.js";
import { suspension } from "../2-expand/suspension.js";
import * as build from "../ast/build.js";
import { bare, type FunctionValue, namesOf, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import { plainCaller } from "./pipe.js";
import { applyStage, isPlainStage } from "./stage.js";

export const pingPong: Macro = {
  name: "ping_pong",
  expand(call, x) {
    const block = writtenFunction(call.arguments[0]);
    if (block === undefined) return x.reject("ping_pong_not_in_place", call.arguments[0] ?? call, {});
    return x.rt("spawn", [processFunction(block, x, { owner: "ping_pong" })], call);
  },
};

const isInBlock = (x: Expansion): boolean => x.frame.owner === "ping_pong";
const outside = (macro: string, call: ts.CallExpression, x: Expansion): ts.Expression =>
  x.reject("outside_ping_pong", call, { macro });

export const ping: Macro = {
  name: "ping",
  expand(call, x) {
    if (!isInBlock(x)) return outside("ping", call, x);
    const [message] = call.arguments;
    const value = message === undefined ? build.nothing() : x.visit(message);
    const fields = [build.property("tag", build.str("ping")), build.property("message", value)];
    return x.rt("send", [x.rt("self", []), build.object(fields)], call);
  },
};

export const pong: Macro = {
  name: "pong",
  waits: "always",
  expand: (call, x) => (isInBlock(x) ? suspension(received(call, x), call, x) : outside("pong", call, x)),
  operation: (call, x) => (isInBlock(x) ? received(call, x) : outside("pong", call, x)),
};

function received(call: ts.CallExpression, x: Expansion): ts.Expression {
  const [then] = call.arguments;
  const name = x.freshName("ping", call);
  const fn = writtenFunction(then);
  if (fn !== undefined && takesOne(fn)) return x.rt("receive", [clauseOf(fn, name, x)], call);
  // What is not plainly a name is evaluated here, once, and not for every message.
  const isKept = then !== undefined && !isPlainStage(then, x) && !ts.isPropertyAccessExpression(bare(then));
  const kept = isKept ? x.temp("then") : undefined;
  const message = { code: build.member(name, "message"), simple: true };
  let answer: ts.Expression = build.nothing();
  if (kept !== undefined) answer = build.call(kept, [message.code]);
  else if (then !== undefined) answer = applyStage(then, message, plainCaller(x), x);
  const body = build.choose(isPing(name), answer, x.runtimeName("skip"));
  const operation = x.rt("receive", [build.arrow([build.parameter(name)], body)], call);
  return kept === undefined || then === undefined
    ? operation
    : build.comma(build.assign(kept, x.visit(then)), operation);
}

const isPing = (name: ts.Identifier): ts.Expression => build.same(build.member(name, "tag"), build.str("ping"));
const takesOne = (fn: FunctionValue): boolean =>
  fn.parameters.length < 2 && fn.parameters[0]?.dotDotDotToken === undefined;

/** A function written in place becomes the clause function itself: its parameter is the message's content. */
function clauseOf(fn: FunctionValue, name: ts.Identifier, x: Expansion): ts.Expression {
  const [parameter] = fn.parameters;
  const binding =
    parameter !== undefined && ts.isIdentifier(parameter.name) ? x.scopes.bindingOf(parameter.name) : undefined;
  const inline = !ts.isBlock(fn.body) && parameter?.initializer === undefined && binding?.written === false;
  if (inline) x.replaced.set(binding, { kind: "value", value: () => build.member(name, "message") });
  const body = (written: ts.ConciseBody): ts.ConciseBody => {
    if (!ts.isBlock(written) && (inline || parameter === undefined))
      return build.choose(isPing(name), written, x.runtimeName("skip"));
    const guard = build.when(
      build.differ(build.member(name, "tag"), build.str("ping")),
      build.ret(x.runtimeName("skip")),
    );
    const take = parameter === undefined || inline ? [] : [contentOf(parameter, name, x)];
    const rest = ts.isBlock(written) ? written.statements : [build.ret(written)];
    return build.block([guard, ...take, ...rest]);
  };
  const made = processFunction(fn, x, { parameters: [build.parameter(name)], body });
  if (inline) x.replaced.delete(binding);
  return made;
}

/** `let message = ping.message;`, or with a default `let { message = 1 } = ping;` */
function contentOf(parameter: ts.ParameterDeclaration, name: ts.Identifier, x: Expansion): ts.Statement {
  const pattern = x.visit(parameter.name);
  const isWritten = namesOf(parameter.name).some((item) => x.scopes.bindingOf(item)?.written);
  const declare = isWritten ? build.variable : build.constant;
  if (parameter.initializer === undefined) return declare(pattern, build.member(name, "message"));
  return declare(build.fieldPattern("message", pattern, x.visit(parameter.initializer)), name);
}
