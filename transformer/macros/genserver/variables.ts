// What an upgrade must know of the state: the names of its variables, and how to make the first value of those that a running server has not got.
//
//   let users = new Set<string>(); let limit = 5; let room = await open();   ->   variables: { users: () => new Set(), limit: () => 5, room: null }
//
// `null`: only a start can make it. Said of a server that has a `version` or an `upgrade`, and of all in code that Node's hook compiles, where a program goes on while it is written.
import type { Expansion } from "../../2-expand/expansion.js";
import * as build from "../../ast/build.js";
import { bare } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { fieldOf } from "../known.js";
import type { Block } from "./block.js";
import type { Handler } from "./handler.js";

/** `variables` of the definition; nothing for a server that is not said to be upgraded. */
export function variables(
  call: ts.CallExpression,
  block: Block,
  handlers: readonly Handler[],
  x: Expansion,
): readonly ts.ObjectLiteralElementLike[] {
  const isVersioned = handlers.some(({ kind }) => kind.name === "upgrade") || versionOf(call, x) !== "absent";
  const names = [...block.parameters, ...block.variables];
  if ((!isVersioned && !x.options.isForNode) || names.length === 0) return [];
  const initial = new Map<string, ts.Expression>();
  for (const statement of block.statements)
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) initial.set(name.text, initializer ?? build.nothing());
  const fields = names.map(({ text }) => {
    const value = initial.get(text);
    const made = value && madeAgain(value, x);
    return build.property(build.propertyName(text), made === undefined ? build.nullLiteral() : build.arrow([], made));
  });
  return [build.property("variables", build.object(fields, fields.length > 3))];
}

const versionOf = (call: ts.CallExpression, x: Expansion) => {
  const version = fieldOf(call.arguments[1], "version", x);
  return version === "hidden" ? "absent" : version;
};

/** The same value once more; undefined for what has effects, or depends on a start. */
function madeAgain(value: ts.Expression, x: Expansion): ts.Expression | undefined {
  const node = bare(value);
  if (ts.isStringLiteralLike(node)) return build.str(node.text);
  if (ts.isNumericLiteral(node)) return build.num(Number(node.text));
  if (isWord(node)) return build.leaf(node);
  if (node.pos < 0 || x.scopes.isGlobal(node, "undefined")) return build.nothing();
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  )
    return build.num(-Number(node.operand.text));
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map((item) => madeAgain(item, x));
    return items.every((item) => item !== undefined) ? build.array(items) : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) return objectMadeAgain(node, x);
  if (ts.isNewExpression(node) && collections.some((name) => x.scopes.isGlobal(node.expression, name))) {
    const args = (node.arguments ?? []).map((item) => madeAgain(item, x));
    const name = build.id((node.expression as ts.Identifier).text);
    return args.every((item) => item !== undefined) ? build.construct(name, args) : undefined;
  }
  return undefined;
}

function objectMadeAgain(node: ts.ObjectLiteralExpression, x: Expansion): ts.Expression | undefined {
  const fields: ts.ObjectLiteralElementLike[] = [];
  for (const field of node.properties) {
    if (!ts.isPropertyAssignment(field) || !(ts.isIdentifier(field.name) || ts.isStringLiteral(field.name)))
      return undefined;
    const value = madeAgain(field.initializer, x);
    if (value === undefined) return undefined;
    fields.push(build.property(build.propertyName(field.name.text), value));
  }
  return build.object(fields);
}

const collections = ["Map", "Set", "WeakMap", "WeakSet"];
const isWord = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword;
