// Statements and declarations. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { id } from "./build_expression.js";
import { at } from "./position.js";

export const block = (statements: readonly ts.Statement[], like?: ts.Node): ts.Block => {
  const made = ts.factory.createBlock(ts.factory.createNodeArray(statements), true);
  return like === undefined ? made : at(made, like);
};
/** `{ a; b; }` with other statements: brackets and comments stay. */
export function withStatements(old: ts.Block, statements: readonly ts.Statement[]): ts.Block {
  const list = ts.setTextRange(ts.factory.createNodeArray(statements), old.statements);
  return ts.setOriginalNode(ts.setTextRange(ts.factory.createBlock(list, true), old), old);
}
export const withFileStatements = (file: ts.SourceFile, statements: readonly ts.Statement[]): ts.SourceFile =>
  ts.factory.updateSourceFile(file, ts.setTextRange(ts.factory.createNodeArray(statements), file.statements));
export const withModuleStatements = (old: ts.ModuleBlock, statements: readonly ts.Statement[]): ts.ModuleBlock =>
  ts.factory.updateModuleBlock(old, statements);
export const withThen = (old: ts.IfStatement, then: ts.Statement): ts.IfStatement =>
  ts.factory.updateIfStatement(old, old.expression, then, old.elseStatement);
export const withReturn = (old: ts.ReturnStatement, value: ts.Expression): ts.Statement =>
  ts.factory.updateReturnStatement(old, value);
export const withClauseStatements = (
  clause: ts.CaseOrDefaultClause,
  expression: ts.Expression | undefined,
  statements: readonly ts.Statement[],
): ts.CaseOrDefaultClause =>
  ts.isCaseClause(clause)
    ? ts.factory.updateCaseClause(clause, expression as ts.Expression, statements)
    : ts.factory.updateDefaultClause(clause, statements);
export const defaultClause = (statements: readonly ts.Statement[]): ts.CaseOrDefaultClause =>
  ts.factory.createDefaultClause(statements);
export const withClauses = (
  statement: ts.SwitchStatement,
  clauses: readonly ts.CaseOrDefaultClause[],
): ts.SwitchStatement =>
  ts.factory.updateSwitchStatement(
    statement,
    statement.expression,
    ts.factory.updateCaseBlock(statement.caseBlock, clauses),
  );

export const statement = (expression: ts.Expression): ts.Statement => ts.factory.createExpressionStatement(expression);
export const ret = (expression?: ts.Expression): ts.Statement => ts.factory.createReturnStatement(expression);
export const leave = (): ts.Statement => ts.factory.createBreakStatement();
export const when = (test: ts.Expression, then: ts.Statement): ts.Statement => ts.factory.createIfStatement(test, then);
export const forLoop = (
  start: ts.ForInitializer | undefined,
  condition: ts.Expression | undefined,
  step: ts.Expression | undefined,
  body: ts.Statement,
): ts.Statement => ts.factory.createForStatement(start, condition, step, body);
export const forOf = (name: ts.Identifier, list: ts.Expression, body: ts.Statement): ts.Statement =>
  ts.factory.createForOfStatement(undefined, declarations(ts.NodeFlags.Const, [[name, undefined]]), list, body);
export const whileLoop = (condition: ts.Expression, body: ts.Statement): ts.Statement =>
  ts.factory.createWhileStatement(condition, body);
export const doWhile = (body: ts.Statement, condition: ts.Expression): ts.Statement =>
  ts.factory.createDoStatement(body, condition);
/** What stands first in the head of a `for`, as a statement. */
export const initial = (start: ts.ForInitializer): ts.Statement =>
  ts.isVariableDeclarationList(start) ? ts.factory.createVariableStatement(undefined, start) : statement(start);
export const label = (name: ts.Identifier, body: ts.Statement): ts.Statement =>
  ts.factory.createLabeledStatement(name, body);
/** A labelled statement with another label, and what it is the label of. */
export const withLabel = (old: ts.LabeledStatement, text: string, statement: ts.Statement): ts.LabeledStatement =>
  ts.factory.updateLabeledStatement(old, text === old.label.text ? old.label : id(text), statement);
/** The same jump to another label. */
export const withTarget = (old: ts.BreakOrContinueStatement, text: string): ts.BreakOrContinueStatement =>
  ts.isBreakStatement(old)
    ? ts.factory.updateBreakStatement(old, id(text))
    : ts.factory.updateContinueStatement(old, id(text));
export const tryFinally = (body: ts.Block, end: ts.Block): ts.Statement =>
  ts.factory.createTryStatement(body, undefined, end);

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
  const modifiers = exported ? [ts.factory.createToken(ts.SyntaxKind.ExportKeyword)] : undefined;
  return ts.factory.createVariableStatement(modifiers, declarations(kind, list));
}
const declarations = (
  kind: TypeFlags,
  list: readonly (readonly [ts.BindingName, ts.Expression | undefined, (ts.TypeNode | undefined)?])[],
): ts.VariableDeclarationList =>
  ts.factory.createVariableDeclarationList(
    list.map(([name, value, type]) => ts.factory.createVariableDeclaration(name, undefined, type, value)),
    kind,
  );
/** `let i = 0` in the head of a `for`. */
export const letList = (list: readonly (readonly [ts.BindingName, ts.Expression])[]): ts.VariableDeclarationList =>
  declarations(ts.NodeFlags.Let, list);
type TypeFlags = Parameters<typeof ts.factory.createVariableDeclarationList>[1];

/** A declaration of a class or enum under another name; the class of `const A = class { ... }` as a declaration of A. */
export function renamed(code: ts.ClassLikeDeclaration | ts.EnumDeclaration, name: ts.Identifier): ts.Statement {
  if (ts.isEnumDeclaration(code)) return ts.factory.updateEnumDeclaration(code, code.modifiers, name, code.members);
  if (ts.isClassExpression(code)) return constant(name, code);
  return ts.factory.updateClassDeclaration(
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
    : ts.factory.createClassExpression(
        code.modifiers,
        code.name,
        code.typeParameters,
        code.heritageClauses,
        code.members,
      );

/** Nothing but the comments of a statement. */
export const onlyComments = (statement: ts.Statement): ts.Statement => ts.factory.createNotEmittedStatement(statement);

/** A comment in a line of its own. */
export function comment(text: string): ts.Statement {
  const nothing = ts.factory.createNotEmittedStatement(ts.factory.createEmptyStatement());
  return ts.addSyntheticLeadingComment(nothing, ts.SyntaxKind.SingleLineCommentTrivia, text, true);
}
