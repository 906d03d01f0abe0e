// The block of a genserver, taken apart: what is state, what is a helper, what runs at the start, which handlers it ends with.
//
//   genserver((room, { limit = 5 }) => { let users = 0; const add = n => ...; log(); return { join: call(...) }; })
//     parameters  room, limit      state   users      helpers  add      statements  let users, log()      handlers  { join }
//
// Shape: readBlock(call) -> Block, or undefined when it is none. What is wrong in it is reported.

import type { Binding, Scopes } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import { bare, type FunctionValue, isFunctionValue, namesOf, ownCode, writtenFunction } from "../../ast/look.js";
import { ts } from "../../ts.js";

/** A function, class or enum declared in the block: written once for all processes. */
export interface Helper {
  readonly binding: Binding;
  readonly statement: ts.Statement;
  readonly code: ts.FunctionDeclaration | FunctionValue | ts.ClassLikeDeclaration | ts.EnumDeclaration;
}

export interface Block {
  readonly fn: FunctionValue;
  /** Names that the parameters bind, in order. */
  readonly parameters: readonly ts.Identifier[];
  /** Names of the block's own state, in order. */
  readonly variables: readonly ts.Identifier[];
  readonly helpers: readonly Helper[];
  /** Types that the block declares. */
  readonly types: readonly ts.Statement[];
  /** Everything before the `return`, without helpers and types. */
  readonly statements: readonly ts.Statement[];
  readonly handlers: ts.ObjectLiteralExpression;
}

export function readBlock(call: ts.CallExpression, x: Expansion): Block | undefined {
  const fn = writtenFunction(call.arguments[0]);
  if (fn === undefined) {
    x.report("genserver_block_not_in_place", call.arguments[0] ?? call, {});
    return undefined;
  }
  const { body } = fn;
  const list = ts.isBlock(body) ? body.statements : [];
  // Functions and types may stand after the `return`.
  const last = list.findLast((statement) => !ts.isFunctionDeclaration(statement) && !isDeclarationOnly(statement));
  const value = ts.isBlock(body) ? last !== undefined && ts.isReturnStatement(last) && last.expression : body;
  const handlers = value ? bare(value) : undefined;
  if (handlers === undefined || !ts.isObjectLiteralExpression(handlers)) {
    x.report("genserver_without_handlers", value || last || body, {});
    return undefined;
  }
  const parts = list.filter((statement) => statement !== last);
  checkDeclarations(parts, x);
  checkReturns(parts, x);
  const helpers = parts.flatMap((statement) => helpersOf(statement, x.scopes));
  const statements = parts.filter(
    (statement) => !isDeclarationOnly(statement) && !helpers.some((helper) => isWhole(helper, statement)),
  );
  checkEnums(fn, helpers, x);
  const isHelper = (name: ts.Identifier): boolean =>
    helpers.some(({ binding }) => binding === x.scopes.bindingOf(name));
  return {
    fn,
    parameters: fn.parameters.flatMap((parameter) => namesOf(parameter.name)),
    variables: statements
      .filter(ts.isVariableStatement)
      .flatMap(variablesOf)
      .filter((name) => !isHelper(name)),
    helpers,
    types: parts.filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)),
    statements,
    handlers,
  };
}

const variablesOf = (statement: ts.VariableStatement): ts.Identifier[] =>
  statement.declarationList.declarations.flatMap((item) => namesOf(item.name));

/** Types, and the heads of overloads. */
const isDeclarationOnly = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  (ts.isFunctionDeclaration(statement) && statement.body === undefined);

/** Is the statement nothing but this helper? `const f = () => 1, n = 2` is more. */
const isWhole = (helper: Helper, statement: ts.Statement): boolean =>
  helper.statement === statement &&
  (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length === 1);

function helpersOf(statement: ts.Statement, scopes: Scopes): Helper[] {
  const helper = (name: ts.Node | undefined, code: ts.Node): Helper[] => {
    const binding = name === undefined ? undefined : scopes.bindingOf(name);
    return binding === undefined ? [] : [{ binding, statement, code: code as Helper["code"] }];
  };
  if (ts.isFunctionDeclaration(statement)) return statement.body === undefined ? [] : helper(statement.name, statement);
  if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) return helper(statement.name, statement);
  if (!ts.isVariableStatement(statement) || !isConst(statement.declarationList)) return [];
  return statement.declarationList.declarations.flatMap((item) => {
    const value = item.initializer && bare(item.initializer);
    const isCode = value !== undefined && (isFunctionValue(value) || ts.isClassExpression(value));
    return isCode && ts.isIdentifier(item.name) ? helper(item.name, value) : [];
  });
}

const isConst = (list: ts.VariableDeclarationList): boolean =>
  (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;

/** `var` would be one variable for the whole function, `using` would be closed at the end of the start. */
function checkDeclarations(statements: readonly ts.Statement[], x: Expansion): void {
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0)
      x.report("genserver_var", node, { name: nameIn(node) });
  };
  for (const statement of statements) {
    if (x.mentions(statement, "var")) {
      look(statement);
      ownCode(statement, look);
    }
    if (!ts.isVariableStatement(statement)) continue;
    const kind = statement.declarationList.flags & ts.NodeFlags.BlockScoped;
    if (kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing)
      x.report("genserver_using", statement.declarationList, { name: nameIn(statement.declarationList) });
  }
}

/** An enum is written once for all processes, so its values can't be those of one. */
function checkEnums(fn: FunctionValue, helpers: readonly Helper[], x: Expansion): void {
  const own = [x.scopes.scopeOf(fn), x.scopes.scopeOf(fn.body)];
  const isOwn = (binding: Binding): boolean => own.includes(binding.scope) && binding.kind !== "enum";
  for (const { code, binding } of helpers)
    if (ts.isEnumDeclaration(code) && x.scopes.uses(code, isOwn))
      x.report("genserver_enum", code.name, { name: binding.name });
}

const nameIn = (list: ts.VariableDeclarationList): string =>
  list.declarations.flatMap((item) => namesOf(item.name))[0]?.text ?? "";

/** An earlier `return` may only be one that never comes back: `return ignore()`. */
function checkReturns(statements: readonly ts.Statement[], x: Expansion): void {
  const look = (node: ts.Node): void => {
    if (!ts.isReturnStatement(node)) return;
    const name = node.expression === undefined ? undefined : x.names.callOf(bare(node.expression));
    if (name !== "ignore" && name !== "exit") x.report("genserver_early_return", node, {});
  };
  for (const statement of statements) {
    if (ts.isFunctionLike(statement) || ts.isClassLike(statement) || !x.mentions(statement, "return")) continue;
    look(statement);
    ownCode(statement, look);
  }
}
