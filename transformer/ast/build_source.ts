// Types, and the placeholders of code that is printed in pieces: what only source for people has. A part of build.ts, which hands it on.
import { ts } from "../ts.js";
import { id } from "./build_expression.js";

const make = (): typeof ts.factory => ts.factory;

/* ---- types ---- */

/** A type that is there as text. */
export const typeText = (text: string): ts.TypeNode => make().createTypeReferenceNode(text);
/** `Map<string, number>`, by the text of its name. */
export const namedType = (name: string, types: readonly ts.TypeNode[] | undefined): ts.TypeNode =>
  make().createTypeReferenceNode(name, types);
/** `rt.Frame<number>` */
export const memberType = (object: ts.Identifier, name: string, types: readonly ts.TypeNode[]): ts.TypeNode =>
  make().createTypeReferenceNode(make().createQualifiedName(object, name), types);
/** What an async function that gives `type` resolves to: `Promise<number>` -> `number`. */
export function awaitedType(type: ts.TypeNode): ts.TypeNode {
  const isPromise = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "Promise";
  return (isPromise ? type.typeArguments?.[0] : undefined) ?? make().createTypeReferenceNode("Awaited", [type]);
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
  make().createTypeAliasDeclaration(undefined, name, undefined, type);
/** `interface Name { ... }` */
export const interfaceOf = (name: string, fields: readonly Field[]): ts.Statement =>
  make().createInterfaceDeclaration(
    undefined,
    name,
    undefined,
    undefined,
    fields.map((field) =>
      make().createPropertySignature(
        field.isConstant ? [make().createToken(ts.SyntaxKind.ReadonlyKeyword)] : undefined,
        field.name,
        field.isOptional === true ? make().createToken(ts.SyntaxKind.QuestionToken) : undefined,
        field.type,
      ),
    ),
  );

/* ---- code with types ---- */

/** `f<string>` */
export const instantiation = (callee: ts.Expression, types: readonly ts.TypeNode[]): ts.Expression =>
  make().createExpressionWithTypeArguments(callee, types);
export const quoted = (text: string, single: boolean): ts.Expression => make().createStringLiteral(text, single);
/** The same parameter without its default: `n = 1` -> `n?: number`. */
export const withoutDefault = (old: ts.ParameterDeclaration, name: ts.Identifier, type: ts.TypeNode) =>
  make().createParameterDeclaration(
    undefined,
    old.dotDotDotToken,
    name,
    old.initializer === undefined ? old.questionToken : make().createToken(ts.SyntaxKind.QuestionToken),
    type,
  );

/** `undefined!`: a field that gets its value later. */
export const notYet = (): ts.Expression => make().createNonNullExpression(id("undefined"));
/** `import type { Pid } from "module";` */
export const importTypes = (names: readonly string[], module: string): ts.Statement =>
  make().createImportDeclaration(
    undefined,
    make().createImportClause(
      ts.SyntaxKind.TypeKeyword,
      undefined,
      make().createNamedImports(names.map((name) => make().createImportSpecifier(false, undefined, id(name)))),
    ),
    make().createStringLiteral(module),
  );

/** `export type { Name, Other as Other_1 };` */
export const exportTypes = (names: ReadonlyMap<string, string>): ts.Statement => {
  const specifiers = [...names].map(([name, exported]) =>
    make().createExportSpecifier(false, exported === name ? undefined : id(name), id(exported)),
  );
  return make().createExportDeclaration(undefined, true, make().createNamedExports(specifiers));
};

/* ---- placeholders ---- */

/** A node for the place of another, printed as a name that `placeholderPattern` finds, once `withoutShapes` has taken off what it had to be dressed in. */
export function placeholder(node: ts.Node, text: string): ts.Node {
  const name = (kind: string): ts.Identifier => id(`$${kind}${text}$`);
  if (ts.isBlock(node)) return make().createBlock([make().createExpressionStatement(name("block"))]);
  if (ts.isStatement(node)) return make().createExpressionStatement(name("statement"));
  if (ts.isParameter(node)) return make().createParameterDeclaration(undefined, undefined, name("hole"));
  if (ts.isObjectLiteralElement(node)) return make().createShorthandPropertyAssignment(name("hole"));
  if (ts.isTypeParameterDeclaration(node)) return make().createTypeParameterDeclaration(undefined, name("hole"));
  if (ts.isTypeNode(node)) return make().createTypeReferenceNode(name("hole"));
  return name("hole");
}
export const placeholderPattern = /\$hole(\d+)\$/g;
export const withoutShapes = (printed: string): string =>
  printed.replace(/\{\s*\$block(\d+)\$;\s*\}/g, "$$hole$1$$").replace(/\$statement(\d+)\$;/g, "$$hole$1$$");
