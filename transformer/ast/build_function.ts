// Functions: new ones, and the user's with other parameters and bodies. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { star } from "./build_expression.js";
import { awaitedType } from "./build_source.js";
import { block, ret } from "./build_statement.js";

const async = () => ts.factory.createToken(ts.SyntaxKind.AsyncKeyword);

export const parameter = (name: ts.BindingName, type?: ts.TypeNode): ts.ParameterDeclaration =>
  ts.factory.createParameterDeclaration(undefined, undefined, name, undefined, type);
export const restParameter = (name: ts.BindingName, type?: ts.TypeNode): ts.ParameterDeclaration =>
  ts.factory.createParameterDeclaration(
    undefined,
    ts.factory.createToken(ts.SyntaxKind.DotDotDotToken),
    name,
    undefined,
    type,
  );

export const arrow = (
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.ConciseBody,
  result?: ts.TypeNode,
): ts.Expression => ts.factory.createArrowFunction(undefined, undefined, parameters, result, undefined, body);
export const asyncArrow = (parameters: readonly ts.ParameterDeclaration[], body: ts.ConciseBody): ts.Expression =>
  ts.factory.createArrowFunction([async()], undefined, parameters, undefined, undefined, body);

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
  ts.factory.createFunctionExpression(undefined, star(), name, types.parameters, parameters, types.result, body);

/** A function declaration as it was, under another name, with other parameters and body. */
export const functionDeclaration = (
  fn: ts.FunctionDeclaration,
  name: ts.Identifier,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block | undefined,
  generator: boolean,
  type: ts.TypeNode | undefined = fn.type,
): ts.FunctionDeclaration =>
  ts.factory.updateFunctionDeclaration(
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
    return ts.factory.updateArrowFunction(
      fn,
      modifiers as ts.NodeArray<ts.ModifierLike> as never,
      fn.typeParameters,
      ts.factory.createNodeArray(parameters),
      type,
      fn.equalsGreaterThanToken,
      body,
    );
  return ts.factory.updateFunctionExpression(
    fn,
    modifiers as ts.NodeArray<ts.ModifierLike> as never,
    fn.asteriskToken,
    fn.name,
    fn.typeParameters,
    ts.factory.createNodeArray(parameters),
    type,
    ts.isBlock(body) ? body : block([ret(body)]),
  );
}

/** `f(a) { ... }` of an object as `function (a) { ... }`. */
export const methodAsFunction = (method: ts.MethodDeclaration): ts.Expression =>
  ts.factory.createFunctionExpression(
    method.modifiers?.filter((item) => item.kind === ts.SyntaxKind.AsyncKeyword) as never,
    undefined,
    undefined,
    undefined,
    method.parameters,
    undefined,
    method.body ?? block([]),
  );

/** `init(a, b) { ... }` or `*init(a, b) { ... }` in an object literal. */
export const method = (
  name: string,
  generator: boolean,
  parameters: readonly ts.ParameterDeclaration[],
  body: ts.Block,
  result?: ts.TypeNode,
): ts.ObjectLiteralElementLike =>
  ts.factory.createMethodDeclaration(
    undefined,
    generator ? star() : undefined,
    name,
    undefined,
    undefined,
    parameters,
    result,
    body,
  );

/** An arrow function that waits. */
export const asAsync = (fn: ts.ArrowFunction): ts.Expression =>
  ts.factory.updateArrowFunction(
    fn,
    [async()],
    fn.typeParameters,
    fn.parameters,
    undefined,
    fn.equalsGreaterThanToken,
    fn.body,
  );
/** An arrow function that yields: `function* () { ... }`. */
export const asGenerator = (fn: ts.ArrowFunction, waits: boolean): ts.Expression =>
  ts.factory.createFunctionExpression(
    waits ? [async()] : undefined,
    star(),
    undefined,
    undefined,
    fn.parameters,
    undefined,
    ts.isBlock(fn.body) ? fn.body : block([ret(fn.body)]),
  );
