// Small functions that build code: the only user of TypeScript's node factory. Macros read as what they emit:
//   build.call(build.member(rt, "spawn"), [body])   ->   rt.spawn(body)
// Nothing here knows macros, scopes or the runtime.
import { ts } from "../ts.js";
import { at } from "./position.js";

export { at, commented, mapped, noted, underComments, withoutComments } from "./position.js";

import { awaitedType } from "./build_source.js";

export * from "./build_source.js";

const make = (): typeof ts.factory => ts.factory;

/** One node copied, with the parts of the old one. */
export const leaf = <T extends ts.Node>(node: T): T => (make() as unknown as { cloneNode(node: T): T }).cloneNode(node);
export const list = <T extends ts.Node>(items: readonly T[]): ts.NodeArray<T> => make().createNodeArray(items);

/* ---- names and literals ---- */

export const id = (name: string): ts.Identifier => make().createIdentifier(name);
export const str = (text: string): ts.Expression => make().createStringLiteral(text);
export const num = (value: number): ts.Expression => {
  if (Number.isNaN(value)) return id("NaN");
  if (!Number.isFinite(value)) return value > 0 ? id("Infinity") : make().createPrefixMinus(id("Infinity"));
  const literal = make().createNumericLiteral(Math.abs(value));
  return value < 0 || Object.is(value, -0) ? make().createPrefixMinus(literal) : literal;
};
export const bigint = (value: bigint): ts.Expression => {
  const literal = make().createBigIntLiteral(`${value < 0n ? -value : value}n`);
  return value < 0n ? make().createPrefixMinus(literal) : literal;
};
export const nullLiteral = (): ts.Expression => make().createNull();
/** `undefined` that no name can hide. */
export const voidZero = (): ts.Expression => make().createVoidZero();
/** `new Map(...)` */
export const construct = (name: ts.Expression, args: readonly ts.Expression[]): ts.Expression =>
  make().createNewExpression(name, undefined, args);
export const nothing = (): ts.Expression => id("undefined");

/** `base_1`, `base_2` ...: a name that nothing in the file has; the printer decides the number. */
export const uniqueName = (base: string): ts.Identifier =>
  make().createUniqueName(base, ts.GeneratedIdentifierFlags.ReservedInNestedScopes);

/** The same name at a second place. It stays the user's identifier for TypeScript (imports in CommonJS, const enums), without its comments. */
export function again(name: ts.Identifier): ts.Identifier {
  if (name.pos < 0) return name;
  const copy = ts.setOriginalNode(id(name.text), name);
  return ts.setSourceMapRange(copy, name);
}

export const anyType = (): ts.Node => make().createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);

/* ---- expressions ---- */

export const call = (
  callee: ts.Expression,
  args: readonly ts.Expression[],
  types?: readonly ts.TypeNode[],
): ts.CallExpression => make().createCallExpression(callee, types, args);
export const member = (object: ts.Expression, name: string): ts.PropertyAccessExpression =>
  make().createPropertyAccessExpression(object, name);
/** `a.b` of another object: `c.b`. */
export const withObject = (access: ts.PropertyAccessExpression, object: ts.Expression): ts.Expression =>
  make().updatePropertyAccessExpression(access, object, access.name);
export const self = (): ts.Expression => make().createThis();
/** `{a, b}` is no JSX: `{(a, b)}`. */
export function withoutComma(node: ts.JsxExpression | ts.JsxSpreadAttribute): ts.Node {
  const inner = node.expression;
  const isComma =
    inner !== undefined && ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken;
  if (!isComma) return node;
  return ts.isJsxExpression(node)
    ? make().updateJsxExpression(node, paren(inner))
    : make().updateJsxSpreadAttribute(node, paren(inner));
}

/** The same call of another function with other arguments. */
export const withCall = (
  old: ts.CallExpression,
  callee: ts.Expression,
  args: readonly ts.Expression[],
): ts.Expression => make().updateCallExpression(old, callee, old.typeArguments, args);
export const withTag = (
  old: ts.TaggedTemplateExpression,
  tag: ts.Expression,
  template: ts.TemplateLiteral,
): ts.Expression => make().updateTaggedTemplateExpression(old, tag, undefined, template);
export const element = (object: ts.Expression, index: ts.Expression): ts.Expression =>
  make().createElementAccessExpression(object, index);
export const optionalCall = (callee: ts.Expression, args: readonly ts.Expression[]): ts.Expression =>
  make().createCallChain(callee, make().createToken(ts.SyntaxKind.QuestionDotToken), undefined, args);
export const assign = (target: ts.Expression, value: ts.Expression): ts.Expression =>
  make().createAssignment(target, value);
export const comma = (...parts: ts.Expression[]): ts.Expression =>
  parts.reduce((left, right) => binary(left, ts.SyntaxKind.CommaToken, right));
export const same = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.EqualsEqualsEqualsToken, right);
export const differ = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.ExclamationEqualsEqualsToken, right);
export const less = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.LessThanToken, right);
export const increment = (name: ts.Identifier): ts.Expression => make().createPostfixIncrement(name);
export const both = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.AmpersandAmpersandToken, right);
export const choose = (test: ts.Expression, yes: ts.Expression, no: ts.Expression): ts.Expression =>
  make().createConditionalExpression(test, undefined, yes, undefined, no);
/** The same conditional with other parts. */
export const withBranches = (
  old: ts.ConditionalExpression,
  test: ts.Expression,
  yes: ts.Expression,
  no: ts.Expression,
): ts.Expression => make().updateConditionalExpression(old, test, old.questionToken, yes, old.colonToken, no);
export const withOperands = (old: ts.BinaryExpression, left: ts.Expression, right: ts.Expression): ts.Expression =>
  make().updateBinaryExpression(old, left, old.operatorToken, right);
export const withInner = (old: ts.ParenthesizedExpression, inner: ts.Expression): ts.Expression =>
  make().updateParenthesizedExpression(old, inner);
export const paren = (inner: ts.Expression): ts.Expression => make().createParenthesizedExpression(inner);
export const waitFor = (operand: ts.Expression): ts.Expression => make().createAwaitExpression(operand);
export const yieldNow = (): ts.Expression => make().createYieldExpression(undefined, undefined);
/** `yield* steps` */
export const yieldAll = (steps: ts.Expression): ts.Expression => make().createYieldExpression(star(), steps);
export const spread = (list: ts.Expression): ts.Expression => make().createSpreadElement(list);
export const array = (items: readonly ts.Expression[]): ts.Expression => make().createArrayLiteralExpression(items);
export const yes = (): ts.Expression => make().createTrue();
export const no = (): ts.Expression => make().createFalse();

/** `(0, f)`: calls `f` without a `this`. */
export const plainCallee = (callee: ts.Expression): ts.Expression =>
  paren(comma(make().createNumericLiteral(0), callee));

const binary = (left: ts.Expression, operator: ts.BinaryOperator, right: ts.Expression): ts.BinaryExpression =>
  make().createBinaryExpression(left, operator, right);

/* ---- object literals and patterns ---- */

export const object = (properties: readonly ts.ObjectLiteralElementLike[], manyLines = false): ts.Expression =>
  make().createObjectLiteralExpression(properties, manyLines);
export const property = (name: string | ts.PropertyName, value: ts.Expression): ts.ObjectLiteralElementLike =>
  make().createPropertyAssignment(name, value);
/** A plain name where the text is one, else a string. */
export const propertyName = (text: string): ts.PropertyName =>
  /^[A-Za-z_$][\w$]*$/.test(text) ? id(text) : make().createStringLiteral(text);
/** `f(a) { ... }` of an object as `function (a) { ... }`. */
export const methodAsFunction = (method: ts.MethodDeclaration): ts.Expression =>
  make().createFunctionExpression(
    method.modifiers?.filter((item) => item.kind === ts.SyntaxKind.AsyncKeyword) as never,
    undefined,
    undefined,
    undefined,
    method.parameters,
    undefined,
    method.body ?? block([]),
  );
export const shorthand = (name: string): ts.ObjectLiteralElementLike => make().createShorthandPropertyAssignment(name);
export const spreadProperty = (value: ts.Expression): ts.ObjectLiteralElementLike =>
  make().createSpreadAssignment(value);

/** The pattern `{ field: name = initial }`, or `{ field = initial }` where both are called the same. */
export const fieldPattern = (field: string, name: ts.BindingName, initial: ts.Expression): ts.BindingName => {
  const isSame = ts.isIdentifier(name) && name.text === field;
  return make().createObjectBindingPattern([
    make().createBindingElement(undefined, isSame ? undefined : field, name, initial),
  ]);
};
/** `{ name }` of a pattern as `{ name: other }`. */
export const boundAs = (
  old: ts.BindingElement,
  property: string,
  name: ts.Identifier,
  initial: ts.Expression | undefined,
): ts.BindingElement => make().updateBindingElement(old, old.dotDotDotToken, id(property), name, initial);
/** The shorthand `{ a = 1 }` of a pattern, with another default. */
export const withInitial = (old: ts.ShorthandPropertyAssignment, initial: ts.Expression) =>
  make().updateShorthandPropertyAssignment(old, old.name, initial);

/** `init(a, b) { ... }` or `*init(a, b) { ... }` in an object literal. */
export const method = (
  name: string,
  generator: boolean,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block,
  result?: ts.TypeNode,
): ts.ObjectLiteralElementLike =>
  make().createMethodDeclaration(
    undefined,
    generator ? star() : undefined,
    name,
    undefined,
    undefined,
    parameters,
    result,
    body,
  );

/* ---- functions ---- */

const star = () => make().createToken(ts.SyntaxKind.AsteriskToken);
const async = () => make().createToken(ts.SyntaxKind.AsyncKeyword);

export const parameter = (name: ts.BindingName, type?: ts.TypeNode): ts.ParameterDeclaration =>
  make().createParameterDeclaration(undefined, undefined, name, undefined, type);
export const restParameter = (name: ts.BindingName, type?: ts.TypeNode): ts.ParameterDeclaration =>
  make().createParameterDeclaration(undefined, make().createToken(ts.SyntaxKind.DotDotDotToken), name, undefined, type);

export const arrow = (
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.ConciseBody,
  result?: ts.TypeNode,
): ts.Expression => make().createArrowFunction(undefined, undefined, parameters, result, undefined, body);
export const asyncArrow = (parameters: readonly ts.ParameterDeclaration[], body: ts.ConciseBody): ts.Expression =>
  make().createArrowFunction([async()], undefined, parameters, undefined, undefined, body);

/** `function* name(...) { ... }` */
export const generatorFunction = (
  name: ts.Identifier | undefined,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block,
  types: {
    readonly parameters: readonly ts.TypeParameterDeclaration[] | undefined;
    readonly result: ts.TypeNode | undefined;
  },
): ts.Expression =>
  make().createFunctionExpression(undefined, star(), name, types.parameters, parameters, types.result, body);

/** A function declaration as it was, under another name, with other parameters and body. */
export const functionDeclaration = (
  fn: ts.FunctionDeclaration,
  name: ts.Identifier,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block | undefined,
  generator: boolean,
  type: ts.TypeNode | undefined = fn.type,
): ts.FunctionDeclaration =>
  make().updateFunctionDeclaration(
    fn,
    fn.modifiers,
    generator ? star() : fn.asteriskToken,
    name,
    fn.typeParameters,
    parameters,
    type,
    body,
  );

/** An arrow or function expression as it was, with other parameters and body; `async` can be taken off. */
export function functionLike(
  fn: ts.ArrowFunction | ts.FunctionExpression,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.ConciseBody,
  keepAsync: boolean,
): ts.Expression {
  const modifiers = keepAsync ? fn.modifiers : undefined;
  const type = fn.type === undefined || modifiers === fn.modifiers ? fn.type : awaitedType(fn.type);
  if (ts.isArrowFunction(fn))
    return make().updateArrowFunction(
      fn,
      modifiers as ts.NodeArray<ts.ModifierLike> as never,
      fn.typeParameters,
      make().createNodeArray(parameters),
      type,
      fn.equalsGreaterThanToken,
      body,
    );
  return make().updateFunctionExpression(
    fn,
    modifiers as ts.NodeArray<ts.ModifierLike> as never,
    fn.asteriskToken,
    fn.name,
    fn.typeParameters,
    make().createNodeArray(parameters),
    type,
    ts.isBlock(body) ? body : block([ret(body)]),
  );
}

/* ---- statements ---- */

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
export const doWhile = (body: ts.Statement, condition: ts.Expression): ts.Statement =>
  make().createDoStatement(body, condition);
/** What stands first in the head of a `for`, as a statement. */
export const initial = (start: ts.ForInitializer): ts.Statement =>
  ts.isVariableDeclarationList(start) ? make().createVariableStatement(undefined, start) : statement(start);
export const label = (name: ts.Identifier, body: ts.Statement): ts.Statement =>
  make().createLabeledStatement(name, body);
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

/* ---- modules ---- */

export const exportNames = (name: ts.Identifier, exported = name.text): ts.Statement => {
  const specifier =
    exported === name.text
      ? make().createExportSpecifier(false, undefined, name)
      : make().createExportSpecifier(false, name, exported);
  return make().createExportDeclaration(undefined, false, make().createNamedExports([specifier]));
};
/** `exports.name = name;`, which CommonJS has for it. */
export const exportProperty = (name: ts.Identifier, exported: string): ts.Statement =>
  statement(assign(member(id("exports"), exported), name));
export const exportDefault = (value: ts.Expression): ts.Statement => make().createExportDefault(value);

/** Nothing but the comments of a statement. */
export const onlyComments = (statement: ts.Statement): ts.Statement => make().createNotEmittedStatement(statement);

/** A comment in a line of its own. */
export function comment(text: string): ts.Statement {
  const nothing = make().createNotEmittedStatement(make().createEmptyStatement());
  return ts.addSyntheticLeadingComment(nothing, ts.SyntaxKind.SingleLineCommentTrivia, text, true);
}

/** `import * as rt from "module";` */
export const importNamespace = (name: ts.Identifier, module: string): ts.Statement =>
  make().createImportDeclaration(
    undefined,
    make().createImportClause(undefined, undefined, make().createNamespaceImport(name)),
    str(module),
  );
/** `import { name as local } from "module";` */
export const importNames = (
  names: readonly { readonly local: ts.Identifier; readonly imported: string }[],
  module: string,
): ts.Statement => {
  const specifiers = names.map(({ local, imported }) =>
    make().createImportSpecifier(false, imported === local.text ? undefined : id(imported), local),
  );
  const clause = make().createImportClause(undefined, undefined, make().createNamedImports(specifiers));
  return make().createImportDeclaration(undefined, clause, str(module));
};
/** The default of a module, or with "*" all of it. */
export const importWhole = (local: ts.Identifier, what: "default" | "*", module: string): ts.Statement => {
  const all = what === "*" ? make().createNamespaceImport(local) : undefined;
  const clause = make().createImportClause(undefined, all === undefined ? local : undefined, all);
  return make().createImportDeclaration(undefined, clause, str(module));
};
/** An imported name under another one. */
export const importedAs = (old: ts.ImportSpecifier, local: ts.Identifier): ts.ImportSpecifier =>
  make().updateImportSpecifier(old, old.isTypeOnly, old.propertyName ?? id(old.name.text), local);
/** `import rt = require("module");` */
export const importEquals = (name: ts.Identifier, module: string): ts.Statement =>
  make().createImportEqualsDeclaration(undefined, false, name, make().createExternalModuleReference(str(module)));
/** `import "module";` */
export const importForEffect = (declaration: ts.ImportDeclaration): ts.Statement =>
  make().updateImportDeclaration(
    declaration,
    declaration.modifiers,
    undefined,
    declaration.moduleSpecifier,
    declaration.attributes,
  );
/** The same import with fewer names. */
export function importFewer(
  declaration: ts.ImportDeclaration,
  clause: ts.ImportClause,
  defaultName: ts.Identifier | undefined,
  names: readonly ts.ImportSpecifier[] | ts.NamespaceImport | undefined,
): ts.Statement {
  const bindings = names === undefined || !("length" in names) ? names : make().createNamedImports(names);
  return make().updateImportDeclaration(
    declaration,
    declaration.modifiers,
    make().updateImportClause(clause, clause.phaseModifier, defaultName, bindings),
    declaration.moduleSpecifier,
    declaration.attributes,
  );
}

/** A list of nodes with the range that they have in the source. */
export const nodeArray = <T extends ts.Node>(nodes: readonly T[], range: ts.TextRange): ts.NodeArray<T> =>
  ts.setTextRange(make().createNodeArray(nodes), range);
