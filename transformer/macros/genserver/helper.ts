// The helpers of a genserver: functions that its block declares. They are written once, in front of the statement that holds the server, with the
// state as their first parameter; those that don't touch the state stay as they are.
//
//   const users = new Set(); function add(user) { users.add(user); }   ->   function add(state, user) { state.users.add(user); }
//
// A class that uses the state belongs to one process: it is made at the start and kept as a hidden property of the state.

import { type Binding, declareIn, type Scope } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import { functionBody, visitParameters } from "../../2-expand/function.js";
import { generator } from "../../2-expand/process_code.js";
import { returned } from "../../2-expand/returned.js";
import * as build from "../../ast/build.js";
import { contains, type FunctionCode, isAsync, isFunctionCode, isGenerator } from "../../ast/look.js";
import { ts } from "../../ts.js";
import type { Helper } from "./block.js";
import type { State } from "./state.js";

/** Helpers that need the state, directly or through another helper. */
export function stateful(
  helpers: readonly Helper[],
  isState: (binding: Binding) => boolean,
  x: Expansion,
): ReadonlySet<Binding> {
  const found = new Set<Binding>(helpers.filter(({ code }) => isPerProcess(code)).map(({ binding }) => binding));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { binding, code } of helpers)
      if (x.scopes.uses(code, (used) => isState(used) || (used !== binding && found.has(used)))) found.add(binding);
  }
  return found;
}

/** A class with statics, decorators or a computed base is not the same thing made once and made for every process. */
function isPerProcess(code: Helper["code"]): boolean {
  if (!ts.isClassLike(code)) return false;
  const own = (node: ts.Node): boolean =>
    ts.isDecorator(node) || ts.isClassStaticBlockDeclaration(node) || node.kind === ts.SyntaxKind.StaticKeyword;
  const base = code.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return contains(code, own) || (base !== undefined && !ts.isIdentifier(base.expression));
}

/** Says what the helpers' names stand for from now on. */
export function nameHelpers(
  helpers: readonly Helper[],
  needsState: ReadonlySet<Binding>,
  loops: ReadonlySet<Binding>,
  state: ts.Identifier,
  x: Expansion,
): void {
  for (const { binding, code } of helpers) {
    if (ts.isClassLike(code) && needsState.has(binding)) {
      x.replaced.set(binding, { kind: "state", state, field: binding.name });
      continue;
    }
    const name = canDeclare(binding, x.place.scope, x) ? build.id(binding.name) : build.uniqueName(binding.name);
    declareIn(x.place.scope, binding);
    x.replaced.set(binding, {
      kind: "helper",
      name,
      state: needsState.has(binding) ? state : undefined,
      isProcess: isProcess(code),
      isLooping: loops.has(binding),
      parameters: isFunctionCode(code) ? code.parameters : undefined,
    });
  }
}

const isProcess = (code: Helper["code"]): boolean => isFunctionCode(code) && isAsync(code) && !isGenerator(code);

/** May a name of the block be declared outside it, with nothing there meaning something else? */
const canDeclare = (binding: Binding, scope: Scope, x: Expansion): boolean =>
  !scope.names.has(binding.name) && !x.scopes.passes(binding.name, scope);

/** The declarations that go in front of the server; those of hidden classes come back as statements of the start. */
export function writeHelper({ binding, statement, code }: Helper, typed: State, x: Expansion): ts.Statement {
  const replacement = x.replaced.get(binding);
  if (replacement?.kind === "state") {
    const made = x.rt("hidden", [
      replacement.state,
      build.str(binding.name),
      x.visit(build.asClassExpression(code as ts.ClassLikeDeclaration)),
    ]);
    return build.at(build.statement(made), statement);
  }
  if (replacement?.kind !== "helper") return statement;
  const { name, state, isLooping } = replacement;
  if (isFunctionCode(code)) {
    const before = state === undefined ? [] : [typed.parameter()];
    if (!ts.isFunctionDeclaration(code)) x.hint(code, build.id(binding.name));
    if (isProcess(code)) return build.at(build.constant(name, x.processValue(code, before)), statement);
    return build.at(plainHelper(code, name, before, isLooping, x), statement);
  }
  return build.at(build.renamed(x.visit(code), name), statement);
}

function plainHelper(
  code: FunctionCode,
  name: ts.Identifier,
  before: readonly ts.ParameterDeclaration[],
  loops: boolean,
  x: Expansion,
): ts.Statement {
  return x.inFrame(loops ? "process" : isAsync(code) ? "async" : "plain", code, (frame) => {
    frame.isLooping = loops;
    const parameters = [...before, ...visitParameters(code, x)];
    const body = functionBody(code.body as ts.ConciseBody, code, x, (expression) => returned(expression, x));
    const result = loops ? (x.options.typing?.ofResult(code) ?? code.type) : undefined;
    if (ts.isFunctionDeclaration(code)) {
      const type = result === undefined ? code.type : x.runtimeType("Frame", [result]);
      return build.functionDeclaration(code, name, parameters, body as ts.Block, loops, type);
    }
    if (loops) return build.constant(name, generator(code, frame, parameters, body, { result }, x));
    return build.constant(name, build.functionLike(code, parameters, body, true));
  });
}
