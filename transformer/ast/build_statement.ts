// Statements and declarations. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { id } from "./build_expression.js";
import { at } from "./position.js";

const make = (): typeof ts.factory => ts.factory;

export const block = (statements: readonly ts.Statement[], like?: ts.Node): ts.Block => {
  const made = make().createBlock(make().createNodeArray(statements), true);
  return like === undefined ? made : at(made, like);
};
/** `{ a; b; }` with other statements: brackets and comments stay. */
export function withStatements(old: ts.Block, statements: readonly ts.Statement[]): ts.Block {
  const list = ts.setTextRange(make().createNodeArray(statements), old.statements);
  return ts.setOriginalNode(ts.setTextRange(make().createBlock(list, true), old), old);
}
export const withFileStatements = (file: ts.SourceFile, statements: readonly ts.Statement[]): ts.SourceFile =>
  make().updateSourceFile(file, ts.setTextRange(make().createNodeArray(statements), file.statements));
export const withModuleStatements = (old: ts.ModuleBlock, statements: readonly ts.Statement[]): ts.ModuleBlock =>
  make().updateModuleBlock(old, statements);
export const withThen = (old: ts.IfStatement, then: ts.Statement): ts.IfStatement =>
  make().updateIfStatement(old, old.expression, then, old.elseStatement);
export const withReturn = (old: ts.ReturnStatement, value: ts.Expression): ts.Statement =>
  make().updateReturnStatement(old, value);
export const withClauseStatements = (
  clause: ts.CaseOrDefaultClause,
  expression: ts.Expression | undefined,
  statements: readonly ts.Statement[],
): ts.CaseOrDefaultClause =>
  ts.isCaseClause(clause)
    ? make().updateCaseClause(clause, expression as ts.Expression, statements)
    : make().updateDefaultClause(clause, statements);
export const defaultClause = (statements: readonly ts.Statement[]): ts.CaseOrDefaultClause =>
  make().createDefaultClause(statements);
export const withClauses = (
  statement: ts.SwitchStatement,
  clauses: readonly ts.CaseOrDefaultClause[],
): ts.SwitchStatement =>
  make().updateSwitchStatement(statement, statement.expression, make().updateCaseBlock(statement.caseBlock, clauses));

export const statement = (expression: ts.Expression): ts.Statement => make().createExpressionStatement(expression);
export const ret = (expression?: ts.Expression): ts.Statement => make().createReturnStatement(expression);
export const leave = (): ts.Statement => make().createBreakStatement();
export const when = (test: ts.Expression, then: ts.Statement): ts.Statement => make().createIfStatement(test, then);
export const forLoop = (
  start: ts.ForInitializer | undefined,
  condition: ts.Expression | undefined,
  step: ts.Expression | undefined,
  body: ts.Statement,
): ts.Statement => make().createForStatement(start, condition, step, body);
export const forOf = (name: ts.Identifier, list: ts.Expression, body: ts.Statement): ts.Statement =>
  make().createForOfStatement(undefined, declarations(ts.NodeFlags.Const, [[name, undefined]]), list, body);
export const whileLoop = (condition: ts.Expression, body: ts.Statement): ts.Statement =>
  make().createWhileStatement(condition, body);
export const doWhile = (body: ts.Statement, condition: ts.Expression): ts.Statement =>
  make().createDoStatement(body, condition);
/** What stands first in the head of a `for`, as a statement. */
export const initial = (start: ts.ForInitializer): ts.Statement =>
  ts.isVariableDeclarationList(start) ? make().createVariableStatement(undefined, start) : statement(start);
export const label = (name: ts.Identifier, body: ts.Statement): ts.Statement =>
  make().createLabeledStatement(name, body);
/** A labelled statement with another label, and what it is the label of. */
export const withLabel = (old: ts.LabeledStatement, text: string, statement: ts.Statement): ts.LabeledStatement =>
  make().updateLabeledStatement(old, text === old.label.text ? old.label : id(text), statement);
/** The same jump to another label. */
export const withTarget = (old: ts.BreakOrContinueStatement, text: string): ts.BreakOrContinueStatement =>
  ts.isBreakStatement(old) ? make().updateBreakStatement(old, id(text)) : make().updateContinueStatement(old, id(text));
export const tryFinally = (body: ts.Block, end: ts.Block): ts.Statement =>
  make().createTryStatement(body, undefined, end);

export const constant = (
  name: ts.BindingName,
  value: ts.Expression,
  exported = false,
  type?: ts.TypeNode,
): ts.Statement => variables(ts.NodeFlags.Const, [[name, value, type]], exported);
export const variable = (name: ts.BindingName, value?: ts.Expression, exported = false): ts.Statement =>
  variables(ts.NodeFlags.Let, [[name, value]], exported);
export const letNames = (names: readonly ts.Identifier[]): ts.Statement =>
  variables(
    ts.NodeFlags.Let,
    names.map((name) => [name, undefined]),
    false,
  );

function variables(
  kind: TypeFlags,
  list: readonly (readonly [ts.BindingName, ts.Expression | undefined, (ts.TypeNode | undefined)?])[],
  exported: boolean,
): ts.Statement {
  const modifiers = exported ? [make().createToken(ts.SyntaxKind.ExportKeyword)] : undefined;
  return make().createVariableStatement(modifiers, declarations(kind, list));
}
const declarations = (
  kind: TypeFlags,
  list: readonly (readonly [ts.BindingName, ts.Expression | undefined, (ts.TypeNode | undefined)?])[],
): ts.VariableDeclarationList =>
  make().createVariableDeclarationList(
    list.map(([name, value, type]) => make().createVariableDeclaration(name, undefined, type, value)),
    kind,
  );
/** `let i = 0` in the head of a `for`. */
export const letList = (list: readonly (readonly [ts.BindingName, ts.Expression])[]): ts.VariableDeclarationList =>
  declarations(ts.NodeFlags.Let, list);
type TypeFlags = Parameters<typeof ts.factory.createVariableDeclarationList>[1];

/** A declaration of a class or enum under another name; the class of `const A = class { ... }` as a declaration of A. */
export function renamed(code: ts.ClassLikeDeclaration | ts.EnumDeclaration, name: ts.Identifier): ts.Statement {
  if (ts.isEnumDeclaration(code)) return make().updateEnumDeclaration(code, code.modifiers, name, code.members);
  if (ts.isClassExpression(code)) return constant(name, code);
  return make().updateClassDeclaration(
    code,
    code.modifiers,
    name,
    code.typeParameters,
    code.heritageClauses,
    code.members,
  );
}
export const asClassExpression = (code: ts.ClassLikeDeclaration): ts.Expression =>
  ts.isClassExpression(code)
    ? code
    : make().createClassExpression(code.modifiers, code.name, code.typeParameters, code.heritageClauses, code.members);

/** Nothing but the comments of a statement. */
export const onlyComments = (statement: ts.Statement): ts.Statement => make().createNotEmittedStatement(statement);

/** A comment in a line of its own. */
export function comment(text: string): ts.Statement {
  const nothing = make().createNotEmittedStatement(make().createEmptyStatement());
  return ts.addSyntheticLeadingComment(nothing, ts.SyntaxKind.SingleLineCommentTrivia, text, true);
}
