// send(to, message): stays the call it is, but for the commonest form. An object literal whose value nobody else gets needs no copy, so the runtime is told:
//
//   send(to, { tag: "ping", from: me });   ->   rt.sendFresh(to, { tag: "ping", from: me });

import type { Macro } from "../2-expand/expansion.js";
import { bare } from "../ast/look.js";
import { ts } from "../ts.js";

export const send: Macro = {
  name: "send",
  expand: (call, x) => x.visitChildren(call),
  value: (name) => name as ts.Expression,
  statement: (call, x) => {
    const [to, message] = call.arguments;
    const isFresh = to !== undefined && !ts.isSpreadElement(to) && message !== undefined && isPlainLiteral(message);
    return isFresh && call.arguments.length === 2 ? x.rt("sendFresh", x.visitAll(call.arguments), call) : undefined;
  },
};

/** `{ tag: "ping", from }`: fields with plain names, so that nothing comes in but what is written there. */
function isPlainLiteral(message: ts.Expression): boolean {
  const literal = bare(message);
  return ts.isObjectLiteralExpression(literal) && literal.properties.every(isPlainField);
}

const isPlainField = (field: ts.ObjectLiteralElementLike): boolean =>
  (ts.isShorthandPropertyAssignment(field) || ts.isPropertyAssignment(field)) &&
  !ts.isComputedPropertyName(field.name) &&
  field.name.text !== "__proto__";
