// Variables that hold nothing but primitives, as far as their declaration tells: a primitive is no part of anything, so only assignments change them.
//
//   let count = 0;   (room: string)   let winner: "white" | "black" | undefined
import type { Binding } from "../../1-find/scope.js";
import { bare } from "../../ast/look.js";
import { ts } from "../../ts.js";

export function holdsPrimitive({ declaration }: Binding): boolean {
  if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return false;
  if (!ts.isIdentifier(declaration.name)) return false;
  if (declaration.type !== undefined) return isPrimitiveType(declaration.type);
  // What an unannotated variable is given first says what it may be given later.
  return declaration.initializer !== undefined && isPrimitive(declaration.initializer);
}

const keywords = (): readonly ts.SyntaxKind[] => [
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
];

function isPrimitiveType(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitiveType);
  if (ts.isParenthesizedTypeNode(type)) return isPrimitiveType(type.type);
  return ts.isLiteralTypeNode(type) || keywords().includes(type.kind);
}

/** A literal, or what an operator makes of anything. */
export function isPrimitive(expression: ts.Expression): boolean {
  const value = bare(expression);
  if (isLiteral(value) || ts.isTemplateExpression(value) || ts.isTypeOfExpression(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return true;
  return ts.isBinaryExpression(value) && isPrimitive(value.left) && isPrimitive(value.right);
}

export const isLiteral = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isNumericLiteral(node) ||
  ts.isBigIntLiteral(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword;
