// Names, literals, expressions, objects and patterns. A part of build.ts, which hands it on.
import { ts } from "../ts.js";

/** The `*` of a generator function, and of `yield*`. */
export const star = () => ts.factory.createToken(ts.SyntaxKind.AsteriskToken);

/** One node copied, with the parts of the old one. */
export const leaf = <T extends ts.Node>(node: T): T =>
  (ts.factory as unknown as { cloneNode(node: T): T }).cloneNode(node);
export const list = <T extends ts.Node>(items: readonly T[]): ts.NodeArray<T> => ts.factory.createNodeArray(items);
/** A list of nodes with the range that they have in the source. */
export const nodeArray = <T extends ts.Node>(nodes: readonly T[], range: ts.TextRange): ts.NodeArray<T> =>
  ts.setTextRange(ts.factory.createNodeArray(nodes), range);

/* ---- names and literals ---- */

export const id = (name: string): ts.Identifier => ts.factory.createIdentifier(name);
export const str = (text: string): ts.Expression => ts.factory.createStringLiteral(text);
export const num = (value: number): ts.Expression => {
  if (Number.isNaN(value)) return id("NaN");
  if (!Number.isFinite(value)) return value > 0 ? id("Infinity") : ts.factory.createPrefixMinus(id("Infinity"));
  const literal = ts.factory.createNumericLiteral(Math.abs(value));
  return value < 0 || Object.is(value, -0) ? ts.factory.createPrefixMinus(literal) : literal;
};
export const bigint = (value: bigint): ts.Expression => {
  const literal = ts.factory.createBigIntLiteral(`${value < 0n ? -value : value}n`);
  return value < 0n ? ts.factory.createPrefixMinus(literal) : literal;
};
export const nullLiteral = (): ts.Expression => ts.factory.createNull();
/** `undefined` that no name can hide. */
export const voidZero = (): ts.Expression => ts.factory.createVoidZero();
/** `new Map(...)` */
export const construct = (name: ts.Expression, args: readonly ts.Expression[]): ts.Expression =>
  ts.factory.createNewExpression(name, undefined, args);
export const nothing = (): ts.Expression => id("undefined");

/** `base_1`, `base_2` ...: a name that nothing in the file has; the printer decides the number. */
export const uniqueName = (base: string): ts.Identifier =>
  ts.factory.createUniqueName(base, ts.GeneratedIdentifierFlags.ReservedInNestedScopes);

/** `base` where nothing in the file has that name, else `base_1` and so on. */
export const freeName = (base: string): ts.Identifier =>
  ts.factory.createUniqueName(
    base,
    ts.GeneratedIdentifierFlags.Optimistic | ts.GeneratedIdentifierFlags.ReservedInNestedScopes,
  );

/** The same name at a second place. It stays the user's identifier for TypeScript (imports in CommonJS, const enums), without its comments. */
export function again(name: ts.Identifier): ts.Identifier {
  if (name.pos < 0) return name;
  const copy = ts.setOriginalNode(id(name.text), name);
  return ts.setSourceMapRange(copy, name);
}

export const anyType = (): ts.Node => ts.factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);

/* ---- expressions ---- */

export const call = (
  callee: ts.Expression,
  args: readonly ts.Expression[],
  types?: readonly ts.TypeNode[],
): ts.CallExpression => ts.factory.createCallExpression(callee, types, args);
export const member = (object: ts.Expression, name: string): ts.PropertyAccessExpression =>
  ts.factory.createPropertyAccessExpression(object, name);
/** `f.call(this, ...args)` of a function written in place. */
export const callWithThis = (fn: ts.Expression, args: readonly ts.Expression[]): ts.Expression =>
  call(member(paren(fn), "call"), [self(), ...args]);
/** `a.b` of another object: `c.b`. */
export const withObject = (access: ts.PropertyAccessExpression, object: ts.Expression): ts.Expression =>
  ts.factory.updatePropertyAccessExpression(access, object, access.name);
export const self = (): ts.Expression => ts.factory.createThis();
/** `{a, b}` is no JSX: `{(a, b)}`. */
export function withoutComma(node: ts.JsxExpression | ts.JsxSpreadAttribute): ts.Node {
  const inner = node.expression;
  const isComma =
    inner !== undefined && ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken;
  if (!isComma) return node;
  return ts.isJsxExpression(node)
    ? ts.factory.updateJsxExpression(node, paren(inner))
    : ts.factory.updateJsxSpreadAttribute(node, paren(inner));
}

/** The same call of another function with other arguments. */
export const withCall = (
  old: ts.CallExpression,
  callee: ts.Expression,
  args: readonly ts.Expression[],
): ts.CallExpression => ts.factory.updateCallExpression(old, callee, old.typeArguments, args);
/** A call of ours takes one more argument, in place. */
export function giveArgument(call: ts.CallExpression, argument: ts.Expression): void {
  (call as { arguments: ts.CallExpression["arguments"] }).arguments = list([...call.arguments, argument]);
}
export const withTag = (
  old: ts.TaggedTemplateExpression,
  tag: ts.Expression,
  template: ts.TemplateLiteral,
): ts.Expression => ts.factory.updateTaggedTemplateExpression(old, tag, undefined, template);
export const element = (object: ts.Expression, index: ts.Expression): ts.Expression =>
  ts.factory.createElementAccessExpression(object, index);
export const optionalCall = (callee: ts.Expression, args: readonly ts.Expression[]): ts.Expression =>
  ts.factory.createCallChain(callee, ts.factory.createToken(ts.SyntaxKind.QuestionDotToken), undefined, args);
export const assign = (target: ts.Expression, value: ts.Expression): ts.Expression =>
  ts.factory.createAssignment(target, value);
export const comma = (...parts: ts.Expression[]): ts.Expression =>
  parts.reduce((left, right) => binary(left, ts.SyntaxKind.CommaToken, right));
export const same = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.EqualsEqualsEqualsToken, right);
export const differ = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.ExclamationEqualsEqualsToken, right);
export const less = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.LessThanToken, right);
/** `name++` */
export const increment = (name: ts.Identifier): ts.Expression => ts.factory.createPostfixIncrement(name);
/** `++name` */
export const incremented = (name: ts.Identifier): ts.Expression => ts.factory.createPrefixIncrement(name);
export const both = (left: ts.Expression, right: ts.Expression): ts.Expression =>
  binary(left, ts.SyntaxKind.AmpersandAmpersandToken, right);
export const choose = (test: ts.Expression, yes: ts.Expression, no: ts.Expression): ts.Expression =>
  ts.factory.createConditionalExpression(test, undefined, yes, undefined, no);
/** The same conditional with other parts. */
export const withBranches = (
  old: ts.ConditionalExpression,
  test: ts.Expression,
  yes: ts.Expression,
  no: ts.Expression,
): ts.Expression => ts.factory.updateConditionalExpression(old, test, old.questionToken, yes, old.colonToken, no);
export const withOperands = (old: ts.BinaryExpression, left: ts.Expression, right: ts.Expression): ts.Expression =>
  ts.factory.updateBinaryExpression(old, left, old.operatorToken, right);
export const withInner = (old: ts.ParenthesizedExpression, inner: ts.Expression): ts.Expression =>
  ts.factory.updateParenthesizedExpression(old, inner);
export const paren = (inner: ts.Expression): ts.Expression => ts.factory.createParenthesizedExpression(inner);
export const waitFor = (operand: ts.Expression): ts.Expression => ts.factory.createAwaitExpression(operand);
export const yieldNow = (): ts.Expression => ts.factory.createYieldExpression(undefined, undefined);
/** `yield* steps` */
export const yieldAll = (steps: ts.Expression): ts.Expression => ts.factory.createYieldExpression(star(), steps);
export const spread = (list: ts.Expression): ts.Expression => ts.factory.createSpreadElement(list);
export const array = (items: readonly ts.Expression[]): ts.Expression => ts.factory.createArrayLiteralExpression(items);
export const yes = (): ts.Expression => ts.factory.createTrue();
export const no = (): ts.Expression => ts.factory.createFalse();

/** `(0, f)`: calls `f` without a `this`. */
export const plainCallee = (callee: ts.Expression): ts.Expression =>
  paren(comma(ts.factory.createNumericLiteral(0), callee));

const binary = (left: ts.Expression, operator: ts.BinaryOperator, right: ts.Expression): ts.BinaryExpression =>
  ts.factory.createBinaryExpression(left, operator, right);

/* ---- object literals and patterns ---- */

export const object = (
  properties: readonly ts.ObjectLiteralElementLike[],
  manyLines = false,
): ts.ObjectLiteralExpression => ts.factory.createObjectLiteralExpression(properties, manyLines);
export const property = (name: string | ts.PropertyName, value: ts.Expression): ts.ObjectLiteralElementLike =>
  ts.factory.createPropertyAssignment(name, value);
/** An object of ours takes one more property, in place. */
export function giveProperty(object: ts.ObjectLiteralExpression, property: ts.ObjectLiteralElementLike): void {
  (object as { properties: typeof object.properties }).properties = list([...object.properties, property]);
}
/** A plain name where the text is one, else a string. */
export const propertyName = (text: string): ts.PropertyName =>
  /^[A-Za-z_$][\w$]*$/.test(text) ? id(text) : ts.factory.createStringLiteral(text);
export const shorthand = (name: string): ts.ObjectLiteralElementLike =>
  ts.factory.createShorthandPropertyAssignment(name);
export const spreadProperty = (value: ts.Expression): ts.ObjectLiteralElementLike =>
  ts.factory.createSpreadAssignment(value);

/** `{ name }` of a pattern as `{ name: other }`. */
export const boundAs = (
  old: ts.BindingElement,
  property: string,
  name: ts.Identifier,
  initial: ts.Expression | undefined,
): ts.BindingElement => ts.factory.updateBindingElement(old, old.dotDotDotToken, id(property), name, initial);
/** The shorthand `{ a = 1 }` of a pattern, with another default. */
export const withInitial = (old: ts.ShorthandPropertyAssignment, initial: ts.Expression) =>
  ts.factory.updateShorthandPropertyAssignment(old, old.name, initial);
