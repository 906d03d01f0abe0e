// Statement lists: every statement is expanded, what a macro needs in front of it goes there, and async functions that are process code move
// to the start of their block, where function declarations have always been reachable from.
//
//   export async function loop(n) { ... }   ->   export const loop = rt.process(function* loop(n) { ... });

import type { Scope } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { bare, hasModifier, isExported, openingLength } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";

export function visitStatements(list: readonly ts.Statement[], scope: Scope, x: Expansion): ts.Statement[] {
  const start = openingLength(list);
  const processes = list.filter(ts.isFunctionDeclaration).filter((fn) => isProcessDeclaration(fn, list, x));
  const visit = (statement: ts.Statement): ts.Statement | ts.Statement[] => visitStatement(statement, scope, x);
  const hoisted = processes.flatMap((fn) =>
    fn.body === undefined ? [] : withBefore(scope, x, () => processDeclaration(fn, x)),
  );
  const rest = list.slice(start).filter((statement) => !processes.includes(statement as ts.FunctionDeclaration));
  return [...list.slice(0, start).flatMap(visit), ...hoisted, ...rest.flatMap(visit)];
}

function visitStatement(statement: ts.Statement, scope: Scope, x: Expansion): ts.Statement | ts.Statement[] {
  if (x.stays(statement)) return statement;
  return withBefore(scope, x, () => [x.visit(statement)], headOf(statement));
}

/** The expression whose value a statement needs before anything else happens. */
function headOf(statement: ts.Statement): ts.Node | undefined {
  if (ts.isVariableStatement(statement)) {
    const [first, ...others] = statement.declarationList.declarations;
    return others.length === 0 ? first?.initializer && headOfExpression(first.initializer) : undefined;
  }
  const isOne =
    ts.isExpressionStatement(statement) || ts.isReturnStatement(statement) || ts.isThrowStatement(statement);
  return isOne && statement.expression !== undefined ? headOfExpression(statement.expression) : undefined;
}

/** `call` of `await (call)`. */
export function headOfExpression(expression: ts.Expression): ts.Node {
  const inner = bare(expression);
  return ts.isAwaitExpression(inner) ? bare(inner.expression) : inner;
}

/** A statement with what it needs in front of it. Temporaries of the file itself are declared before the first statement that uses one. */
function withBefore(scope: Scope, x: Expansion, body: () => readonly ts.Statement[], head?: ts.Node): ts.Statement[] {
  const known = x.frame.temps.length;
  const { result, before } = x.inPlace(scope, body, head);
  const isFile = x.frame.kind === "file" && scope.node === x.file;
  const temps = isFile ? x.frame.temps.slice(known) : [];
  return [...before, ...(temps.length === 0 ? [] : [build.letNames(temps)]), ...result];
}

/** A body that may be one statement without braces, as of a loop: it gets braces when something is needed before it. */
export function embedded(statement: ts.Statement, scope: Scope, x: Expansion): ts.Statement {
  if (ts.isBlock(statement)) return x.visit(statement);
  const { result, before } = x.inPlace(scope, () => x.visit(statement));
  return before.length === 0 ? result : build.block([...before, result]);
}

/** An async function declaration that is process code, or an overload of one. */
function isProcessDeclaration(fn: ts.FunctionDeclaration, list: readonly ts.Statement[], x: Expansion): boolean {
  const written = fn.body !== undefined ? fn : list.find((other) => isImplementation(other, fn));
  return written !== undefined && x.isProcessCode(written as ts.FunctionDeclaration);
}

const isImplementation = (statement: ts.Statement, fn: ts.FunctionDeclaration): boolean =>
  ts.isFunctionDeclaration(statement) && statement.body !== undefined && statement.name?.text === fn.name?.text;

function processDeclaration(fn: ts.FunctionDeclaration, x: Expansion): ts.Statement[] {
  const value = x.processValue(fn);
  const isDefault = hasModifier(fn, ts.SyntaxKind.DefaultKeyword);
  if (fn.name === undefined) return [build.at(build.exportDefault(value), fn)];
  // In CommonJS `export const` is a property of `exports` and nothing else; the code refers to a function by its own name. The names are new ones, without a
  // way back to the declaration: TypeScript would take them for the function's and export it at the start of the file.
  const exported = isExported(fn) && !isDefault && !x.options.commonJs;
  const constant = build.at(build.constant(build.id(fn.name.text), value, exported), fn);
  if (isDefault) return [constant, build.exportDefault(build.id(fn.name.text))];
  return isExported(fn) && !exported ? [constant, build.exportNames(build.id(fn.name.text))] : [constant];
}
