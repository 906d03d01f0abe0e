// genserver(block, options?): a server whose state is named data although the source is a closure.
//
//   export const Room = genserver((room: string) => {              export const Room = rt.genserver("Room", {
//     let users = 0;                                                 init(room) { return { room, users: 0 }; },
//     return { join: call(() => ++users) };                          handlers: { join: rt.call((state) => ++state.users) },
//   });                                                            });
//
// Flow: block.ts takes the block apart -> helper.ts (looping.ts: those that must give way) writes the helpers in front -> init.ts the start -> handler.ts the handlers -> variables.ts what an
// upgrade must know; of one whose state outlasts it durable.ts what is kept, and what each handler may change (change.ts).

import type { Binding } from "../../1-find/scope.js";
import type { Expansion, Macro } from "../../2-expand/expansion.js";
import * as build from "../../ast/build.js";
import type { ts } from "../../ts.js";
import { fieldOf } from "../known.js";
import { type Block, readBlock } from "./block.js";
import { durability } from "./durable.js";
import { buildHandlers, type Handler, readHandlers } from "./handler.js";
import { nameHelpers, stateful, writeHelper } from "./helper.js";
import { buildInit } from "./init.js";
import { looping } from "./looping.js";
import { State } from "./state.js";
import { variables } from "./variables.js";

export const genserver: Macro = {
  name: "genserver",
  expand(call, x) {
    const before = x.mistakes.length;
    const block = readBlock(call, x);
    const handlers = block && readHandlers(block.handlers, x);
    const [mistake] = x.mistakes.slice(before);
    if (mistake !== undefined) return x.rejected(mistake, call);
    if (block === undefined || handlers === undefined) return call;
    const vanishing = new Set(block.variables.map((name) => x.scopes.bindingOf(name)));
    const name = x.freshName("state", call, (binding) => vanishing.has(binding));
    return x.holding(name, () => buildServer(call, block, handlers, new State(name, block, x.hintOf(call), x), x));
  },
};

function buildServer(
  call: ts.CallExpression,
  block: Block,
  handlers: readonly Handler[],
  state: State,
  x: Expansion,
): ts.Expression {
  const bindings = new Set([...block.parameters, ...block.variables].map((name) => x.scopes.bindingOf(name)));
  const isState = (binding: Binding): boolean => bindings.has(binding);
  const needing = stateful(block.helpers, isState, x);
  const needsState = (binding: Binding): boolean => isState(binding) || needing.has(binding);
  nameHelpers(block.helpers, needing, looping(block, handlers, x), state.name, x);
  const hidden = block.helpers.filter(({ binding }) => x.replaced.get(binding)?.kind === "state");

  const durable = durability(call, block, handlers, x);
  const init = buildInit(
    {
      block,
      state,
      hidden,
      keeps: durable?.keeps ?? [],
      isState,
      needsState: (binding) => needing.has(binding),
      writeHidden: (helper) => writeHelper(helper, state, x),
    },
    x,
  );
  x.place.before.push(...state.declarations(block, hidden, x));
  for (const helper of block.helpers) if (!hidden.includes(helper)) x.place.before.push(writeHelper(helper, state, x));
  const table = buildHandlers(block.handlers, handlers, state, needsState, x);

  const told = [...variables(call, block, handlers, x), ...(durable?.properties ?? [])];
  const definition = build.object([init, build.property("handlers", table), ...told], true);
  const hasSchemas = typeof fieldOf(call.arguments[1], "args", x) === "object";
  if (block.fn.parameters.length > 0 && !hasSchemas) x.accepting.set(definition, { fn: block.fn, skipped: 0 });
  const name = x.hintOf(call);
  const options = call.arguments.slice(1).map((argument) => x.visit(argument));
  return x.rt("genserver", [name === undefined ? build.nothing() : build.str(name), definition, ...options], call);
}
