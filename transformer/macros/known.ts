// What a piece of code surely is, from its own syntax and the constants of its file: for checks of what a program hands to the runtime.
//
//   const limit = -1;  supervisor({ maxRestarts: limit, ...rest })      fieldOf(options, "maxRestarts") -> -1; "maxSeconds" may be in rest: unknown
//
// Order of trust: what can't be known counts as right. Nothing here reports.

import type { Expansion } from "../2-expand/expansion.js";
import { bare, isFunctionCode } from "../ast/look.js";
import { ts } from "../ts.js";

/** What a constant of this file stands for, followed through other constants; `name` is the last of them. */
export function followed(expression: ts.Expression, x: Expansion): { value: ts.Node; name: string | undefined } {
  let value: ts.Node = bare(expression);
  let name: string | undefined;
  for (const seen = new Set<ts.Node>(); ts.isIdentifier(value) && !seen.has(value); ) {
    seen.add(value);
    const binding = x.scopes.bindingOf(value);
    if (binding === undefined || binding.written) break;
    const { declaration } = binding;
    if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration))
      return { value: declaration, name: binding.name };
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) break;
    if (declaration.initializer === undefined || binding.kind === "var") break;
    name = binding.name;
    value = bare(declaration.initializer);
  }
  return { value, name };
}

/** A primitive, or what kind of thing else it surely is. */
export type Known =
  | { readonly kind: "primitive"; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: "function" | "class" | "list" | "object" };

/** What an expression surely is; undefined where only the running program knows. */
export function knownOf(expression: ts.Expression, x: Expansion): Known | undefined {
  const { value } = followed(expression, x);
  if (ts.isStringLiteralLike(value)) return primitive(value.text);
  if (ts.isTemplateExpression(value)) return undefined;
  if (ts.isNumericLiteral(value)) return primitive(Number(value.text));
  if (ts.isPrefixUnaryExpression(value) && value.operator === ts.SyntaxKind.MinusToken) {
    const operand = knownOf(value.operand, x);
    return operand?.kind === "primitive" && typeof operand.value === "number" ? primitive(-operand.value) : undefined;
  }
  if (ts.isPropertyAccessExpression(value) && x.scopes.isGlobal(value.expression, "Number"))
    return Object.hasOwn(numbers, value.name.text) ? primitive(numbers[value.name.text]) : undefined;
  if (isFunctionCode(value)) return { kind: "function" };
  if (ts.isClassLike(value)) return { kind: "class" };
  if (ts.isArrayLiteralExpression(value)) return { kind: "list" };
  if (ts.isObjectLiteralExpression(value)) return { kind: "object" };
  if (value.kind === ts.SyntaxKind.TrueKeyword) return primitive(true);
  if (value.kind === ts.SyntaxKind.FalseKeyword) return primitive(false);
  if (value.kind === ts.SyntaxKind.NullKeyword) return primitive(null);
  if (x.scopes.isGlobal(value, "undefined")) return primitive(undefined);
  if (x.scopes.isGlobal(value, "NaN")) return primitive(Number.NaN);
  if (x.scopes.isGlobal(value, "Infinity")) return primitive(Number.POSITIVE_INFINITY);
  return undefined;
}

const primitive = (value: string | number | boolean | null | undefined): Known => ({ kind: "primitive", value });
const numbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
  NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
};

/** The text that an expression surely is. */
export function knownText(expression: ts.Expression, x: Expansion): string | undefined {
  const known = knownOf(expression, x);
  return known?.kind === "primitive" && typeof known.value === "string" ? known.value : undefined;
}

/** The object literal that is meant. */
export function knownObject(
  expression: ts.Expression | undefined,
  x: Expansion,
): ts.ObjectLiteralExpression | undefined {
  const value = expression && followed(expression, x).value;
  return value !== undefined && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** A field of an object: its value, `absent` where there is surely none, `hidden` where there may be one (a spread, no literal). */
export type Field = ts.Expression | "absent" | "hidden";

export function fieldOf(expression: ts.Expression | undefined, name: string, x: Expansion): Field {
  if (expression === undefined) return "absent";
  const object = knownObject(expression, x);
  if (object === undefined) return "hidden";
  let found: Field = "absent";
  for (const property of object.properties) {
    const key = fieldName(property);
    if (key === undefined) found = "hidden";
    else if (key === name) found = fieldValue(property) ?? "hidden";
  }
  return found;
}

/** The name of a property; undefined for a spread and a computed one. */
export function fieldName(property: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = property;
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** The value of a property; undefined for a method or accessor. */
export function fieldValue(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}
