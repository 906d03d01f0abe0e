// Types, and the placeholders of code that is printed in pieces: what only source for people has. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { id } from "./build_expression.js";

/* ---- types ---- */

/** A type that is there as text. */
export const typeText = (text: string): ts.TypeNode => ts.factory.createTypeReferenceNode(text);
/** `Map<string, number>`, by the text of its name. */
export const namedType = (name: string, types: readonly ts.TypeNode[] | undefined): ts.TypeNode =>
  ts.factory.createTypeReferenceNode(name, types);
/** `rt.Frame<number>` */
export const memberType = (object: ts.Identifier, name: string, types: readonly ts.TypeNode[]): ts.TypeNode =>
  ts.factory.createTypeReferenceNode(ts.factory.createQualifiedName(object, name), types);
/** What an async function that gives `type` resolves to: `Promise<number>` -> `number`. */
export function awaitedType(type: ts.TypeNode): ts.TypeNode {
  const isPromise = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "Promise";
  return (isPromise ? type.typeArguments?.[0] : undefined) ?? ts.factory.createTypeReferenceNode("Awaited", [type]);
}

/** A field of an interface. */
export interface Field {
  readonly name: string;
  readonly type: ts.TypeNode;
  readonly isConstant: boolean;
  readonly isOptional?: boolean;
}

/** `type Name = T;` */
export const typeAlias = (name: string, type: ts.TypeNode): ts.Statement =>
  ts.factory.createTypeAliasDeclaration(undefined, name, undefined, type);
/** `interface Name { ... }` */
export const interfaceOf = (name: string, fields: readonly Field[]): ts.Statement =>
  ts.factory.createInterfaceDeclaration(
    undefined,
    name,
    undefined,
    undefined,
    fields.map((field) =>
      ts.factory.createPropertySignature(
        field.isConstant ? [ts.factory.createToken(ts.SyntaxKind.ReadonlyKeyword)] : undefined,
        field.name,
        field.isOptional === true ? ts.factory.createToken(ts.SyntaxKind.QuestionToken) : undefined,
        field.type,
      ),
    ),
  );

/* ---- code with types ---- */

/** `f<string>` */
export const instantiation = (callee: ts.Expression, types: readonly ts.TypeNode[]): ts.Expression =>
  ts.factory.createExpressionWithTypeArguments(callee, types);
export const quoted = (text: string, single: boolean): ts.Expression => ts.factory.createStringLiteral(text, single);
/** The same parameter without its default: `n = 1` -> `n?: number`. */
export const withoutDefault = (old: ts.ParameterDeclaration, name: ts.Identifier, type: ts.TypeNode) =>
  ts.factory.createParameterDeclaration(
    undefined,
    old.dotDotDotToken,
    name,
    old.initializer === undefined ? old.questionToken : ts.factory.createToken(ts.SyntaxKind.QuestionToken),
    type,
  );

/** `undefined!`: a field that gets its value later. */
export const notYet = (): ts.Expression => ts.factory.createNonNullExpression(id("undefined"));
/** `import type { Pid } from "module";` */
export const importTypes = (names: readonly string[], module: string): ts.Statement =>
  ts.factory.createImportDeclaration(
    undefined,
    ts.factory.createImportClause(
      ts.SyntaxKind.TypeKeyword,
      undefined,
      ts.factory.createNamedImports(names.map((name) => ts.factory.createImportSpecifier(false, undefined, id(name)))),
    ),
    ts.factory.createStringLiteral(module),
  );

/** `export type { Name, Other as Other_1 };` */
export const exportTypes = (names: ReadonlyMap<string, string>): ts.Statement => {
  const specifiers = [...names].map(([name, exported]) =>
    ts.factory.createExportSpecifier(false, exported === name ? undefined : id(name), id(exported)),
  );
  return ts.factory.createExportDeclaration(undefined, true, ts.factory.createNamedExports(specifiers));
};

/* ---- placeholders ---- */

/** A node for the place of another, printed as a name that `placeholderPattern` finds, once `withoutShapes` has taken off what it had to be dressed in. */
export function placeholder(node: ts.Node, text: string): ts.Node {
  const name = (kind: string): ts.Identifier => id(`$${kind}${text}$`);
  if (ts.isBlock(node)) return ts.factory.createBlock([ts.factory.createExpressionStatement(name("block"))]);
  if (ts.isStatement(node)) return ts.factory.createExpressionStatement(name("statement"));
  if (ts.isParameter(node)) return ts.factory.createParameterDeclaration(undefined, undefined, name("hole"));
  if (ts.isObjectLiteralElement(node)) return ts.factory.createShorthandPropertyAssignment(name("hole"));
  if (ts.isTypeParameterDeclaration(node)) return ts.factory.createTypeParameterDeclaration(undefined, name("hole"));
  if (ts.isTypeNode(node)) return ts.factory.createTypeReferenceNode(name("hole"));
  return name("hole");
}
export const placeholderPattern = /\$hole(\d+)\$/g;
export const withoutShapes = (printed: string): string =>
  printed.replace(/\{\s*\$block(\d+)\$;\s*\}/g, "$$hole$1$$").replace(/\$statement(\d+)\$;/g, "$$hole$1$$");
