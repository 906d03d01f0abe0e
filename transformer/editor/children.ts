// Editors find the token at a place by walking down the children of nodes, which must stand in the order of the text. In a repaired call they don't:
//
//   a |> f(b)     children of the call by its meaning   f ( a , b )
//                 and as they are written               a | > f ( <nothing> b )
//
// So every repaired call gets a `getChildren` of its own. The list of arguments begins with nothing, in the place of the piped value, so that whoever counts
// what stands in front of an argument comes to the right parameter.
import * as build from "../ast/build.js";
import { pipedCall } from "../operator/repair.js";
import { ts } from "../ts.js";

/** A call or `new` as far as it matters here. */
export type Call = ts.CallExpression | ts.NewExpression;

export const isCall = (node: ts.Node): node is Call => ts.isCallExpression(node) || ts.isNewExpression(node);

/** The value that is piped into a call: its first argument, which stands in front of what is called. */
export function pipedValue(call: Call): ts.Expression | undefined {
  const first = call.arguments?.[0];
  return first !== undefined && first.pos < call.expression.pos ? first : undefined;
}

/** Gives all repaired calls of a file their children in the order of the text. */
export function orderChildren(file: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    if (pipedCall(node) !== undefined) orderCall(callIn(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** The call under `await` and `!`. */
export function callIn(node: ts.Node): ts.Node {
  let inner = node;
  while (ts.isAwaitExpression(inner) || ts.isNonNullExpression(inner)) inner = inner.expression;
  return inner;
}

function orderCall(call: ts.Node): void {
  const value = isCall(call) ? pipedValue(call) : undefined;
  if (!isCall(call) || value === undefined) return;
  let children: readonly ts.Node[] | undefined;
  Object.defineProperty(call, "getChildren", {
    value: (file?: ts.SourceFile): readonly ts.Node[] => {
      children ??= [value, ...childrenAfter(call, value, file ?? call.getSourceFile())];
      return children;
    },
  });
}

/** What TypeScript makes of the rest of the call: everything from behind the value on, as if there were no value. */
function childrenAfter(call: Call, value: ts.Expression, file: ts.SourceFile): readonly ts.Node[] {
  const list = call.arguments as ts.NodeArray<ts.Expression>;
  const rest = Object.assign(Object.create(Object.getPrototypeOf(call)), call, {
    pos: value.end,
    arguments: build.nodeArray([nothingAt(list.pos, call), ...list.slice(1)], list),
  }) as Call;
  const adopt = (node: ts.Node): void => {
    if (node.parent === rest) (node as { parent: ts.Node }).parent = call;
  };
  const children = rest.getChildren(file);
  for (const child of children) {
    adopt(child);
    if (child.kind === ts.SyntaxKind.SyntaxList) for (const item of child.getChildren(file)) adopt(item);
  }
  return children;
}

/** A name that isn't there, as the parser leaves one where something is missing. */
function nothingAt(pos: number, parent: ts.Node): ts.Expression {
  return Object.assign(ts.setTextRange(build.id(""), { pos, end: pos }), { parent, flags: parent.flags });
}
