// `Expr` as a macro sees it: a piece of code that can be looked at, and put into other code.
//
// Shape: `new Code(node, x)` is written code; `Code.quoted(make, x)` is made when it is first looked at, and once more for every further place that it is put.
import * as build from "../ast/build.js";
import { bare, isAsync, printed, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expanding } from "./expanding.js";

export interface Property {
  readonly name: string;
  readonly value: Code;
}

export type Shape =
  | { readonly kind: "literal"; readonly value: string | number | bigint | boolean | null | undefined }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "member"; readonly object: Code; readonly name: string }
  | { readonly kind: "call"; readonly callee: Code; readonly arguments: readonly Code[] }
  | {
      readonly kind: "function";
      readonly async: boolean;
      readonly parameters: readonly Code[];
      readonly value: Code | undefined;
      readonly statements: readonly Code[] | undefined;
    }
  | { readonly kind: "object"; readonly properties: readonly Property[] }
  | { readonly kind: "array"; readonly items: readonly Code[] }
  | { readonly kind: "other" };

export class Code {
  private known: Shape | undefined;
  private first: ts.Node | undefined;
  private isPlaced = false;

  constructor(
    private readonly make: () => ts.Node,
    private readonly isQuote: boolean,
    private readonly x: Expanding,
  ) {}

  static written = (node: ts.Node, x: Expanding): Code => new Code(() => node, false, x);

  /** The code, to look at. */
  get node(): ts.Node {
    this.first ??= this.make();
    return this.first;
  }

  /** The code, to put somewhere: no node is given away twice. */
  place(): ts.Node {
    if (!this.isQuote) return this.x.take(this.node);
    // What was taken apart may have been put somewhere piece by piece.
    const isFree = !this.isPlaced && this.known === undefined;
    this.isPlaced = true;
    return isFree ? this.node : this.make();
  }

  get text(): string {
    const { file } = this.x.caller;
    const { pos } = this.node;
    return pos < 0 ? printed(this.node, file) : file.text.slice(this.node.getStart(file), this.node.end);
  }

  get shape(): Shape {
    this.known ??= shapeOf(this.node, (node) => Code.written(node, this.x), this.x);
    return this.known;
  }

  means(other: Code): boolean {
    return this.x.caller.isSame(this.node, other.node);
  }
}

function shapeOf(node: ts.Node, part: (node: ts.Node) => Code, x: Expanding): Shape {
  if (!ts.isExpression(node)) return { kind: "other" };
  const inner = bare(node);
  const literal = literalOf(inner, x);
  if (literal !== undefined) return literal;
  const fn = writtenFunction(inner);
  if (fn !== undefined) {
    const { body } = fn;
    return {
      kind: "function",
      async: isAsync(fn),
      parameters: fn.parameters.map(({ name }) => part(name)),
      value: ts.isBlock(body) ? undefined : part(body),
      statements: ts.isBlock(body) ? body.statements.map(part) : undefined,
    };
  }
  if (ts.isIdentifier(inner)) return { kind: "identifier", name: inner.text };
  if (ts.isPropertyAccessExpression(inner))
    return { kind: "member", object: part(inner.expression), name: inner.name.text };
  if (ts.isCallExpression(inner) && !inner.arguments.some(ts.isSpreadElement))
    return { kind: "call", callee: part(inner.expression), arguments: inner.arguments.map(part) };
  if (ts.isArrayLiteralExpression(inner) && !inner.elements.some(ts.isSpreadElement))
    return { kind: "array", items: inner.elements.map(part) };
  if (!ts.isObjectLiteralExpression(inner)) return { kind: "other" };
  const properties = inner.properties.map((property) => propertyOf(property, part));
  return properties.every((property) => property !== undefined) ? { kind: "object", properties } : { kind: "other" };
}

function literalOf(inner: ts.Expression, x: Expanding): Shape | undefined {
  if (ts.isStringLiteralLike(inner)) return { kind: "literal", value: inner.text };
  if (ts.isNumericLiteral(inner)) return { kind: "literal", value: Number(inner.text) };
  if (ts.isBigIntLiteral(inner)) return { kind: "literal", value: BigInt(inner.text.slice(0, -1)) };
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return { kind: "literal", value: true };
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return { kind: "literal", value: false };
  if (inner.kind === ts.SyntaxKind.NullKeyword) return { kind: "literal", value: null };
  if (ts.isIdentifier(inner) && inner.text === "undefined" && x.caller.identities.of(inner)?.is === "global")
    return { kind: "literal", value: undefined };
  if (!ts.isPrefixUnaryExpression(inner) || inner.operator !== ts.SyntaxKind.MinusToken) return undefined;
  const positive = literalOf(inner.operand, x);
  if (positive?.kind !== "literal") return undefined;
  const { value } = positive;
  return typeof value === "number" || typeof value === "bigint" ? { kind: "literal", value: -value } : undefined;
}

/** `name: value`, `{ name }` and `name() {}` have a name and a value; a spread, an accessor or a computed name has not. */
function propertyOf(property: ts.ObjectLiteralElementLike, part: (node: ts.Node) => Code): Property | undefined {
  if (ts.isShorthandPropertyAssignment(property)) return { name: property.name.text, value: part(property.name) };
  if (ts.isPropertyAssignment(property)) {
    const { name } = property;
    return ts.isComputedPropertyName(name) || ts.isPrivateIdentifier(name)
      ? undefined
      : { name: name.text, value: part(property.initializer) };
  }
  if (!ts.isMethodDeclaration(property) || property.asteriskToken !== undefined || !ts.isIdentifier(property.name))
    return undefined;
  return { name: property.name.text, value: part(build.methodAsFunction(property)) };
}

/** The code that makes a value. */
export function codeOf(
  value: unknown,
  global: (name: string) => ts.Expression,
  seen: readonly object[] = [],
): ts.Expression {
  if (value === undefined) return build.voidZero();
  if (value === null) return build.nullLiteral();
  if (typeof value === "string") return build.str(value);
  if (typeof value === "boolean") return value ? build.yes() : build.no();
  if (typeof value === "number") return build.num(value);
  if (typeof value === "bigint") return build.bigint(value);
  if (typeof value !== "object") throw new TypeError(`escape: a ${typeof value} can't be written as code`);
  if (seen.includes(value)) throw new TypeError("escape: the value contains itself");
  const within = [...seen, value];
  const list = (items: Iterable<unknown>): ts.Expression =>
    build.array([...items].map((item) => codeOf(item, global, within)));
  if (Array.isArray(value)) return list(value);
  if (value instanceof Map) return build.construct(global("Map"), [list(value)]);
  if (value instanceof Set) return build.construct(global("Set"), [list(value)]);
  if (value instanceof Date) return build.construct(global("Date"), [build.num(value.getTime())]);
  if (value instanceof RegExp)
    return build.construct(global("RegExp"), [build.str(value.source), build.str(value.flags)]);
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  // Values come from the macro's own module, which runs in this realm.
  if (prototype !== null && prototype !== Object.prototype)
    throw new TypeError(
      `escape: a ${prototype.constructor?.name ?? "value with a prototype"} can't be written as code`,
    );
  return build.object(
    Object.entries(value).map(([name, item]) => build.property(build.propertyName(name), codeOf(item, global, within))),
    Object.keys(value).length > 3,
  );
}
