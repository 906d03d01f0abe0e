// A second copy of a piece of code: no node of it is shared with the first.
//
//   copied(quote's body, hole)     code of another file: it has no place in this one, and no text to be read from
//   copied(argument, undefined)    code of the same file: every node still knows the one it was copied from
import { ts } from "../ts.js";
import * as build from "./build.js";

/** Gives what stands in the place of a part, or undefined where the part is copied itself. */
export type Replace = (part: ts.Node) => ts.Node | readonly ts.Node[] | undefined;

/** A copy for another file. */
export const copiedAway = (node: ts.Node, replace: Replace): ts.Node => copy(node, replace, detach) as ts.Node;

/** A copy for another place of the same file. */
export const copiedAgain = (node: ts.Node, note: (made: ts.Node, old: ts.Node) => void): ts.Node =>
  copy(
    node,
    () => undefined,
    (made, old) => {
      note(made, old);
      return made;
    },
  ) as ts.Node;

function copy(
  node: ts.Node,
  replace: Replace,
  finish: (made: ts.Node, old: ts.Node) => ts.Node,
): ts.Node | readonly ts.Node[] {
  const leaf = (old: ts.Node): ts.Node => finish(build.leaf(old), old);
  const visit = (part: ts.Node): ts.Node | ts.Node[] => {
    const other = replace(part);
    if (other !== undefined) return other as ts.Node;
    const made = ts.visitEachChild(part, visit, undefined, undefined, (token) => leaf(token as ts.Node)) as ts.Node;
    return made === part ? leaf(part) : finish(made, part);
  };
  return visit(node);
}

/** Positions and texts of the file it came from mean nothing in another one. Lists that were empty are still the old ones. */
function detach(made: ts.Node, old: ts.Node): ts.Node {
  ts.setTextRange(made, nowhere);
  ts.setOriginalNode(made, undefined as never);
  const parts = made as unknown as Record<string, unknown>;
  const before = old as unknown as Record<string, unknown>;
  for (const [key, value] of Object.entries(parts)) {
    if (!isList(value)) continue;
    if (value === before[key]) parts[key] = ts.setTextRange(build.list(value), nowhere);
    else ts.setTextRange(value, nowhere);
  }
  return made;
}

const nowhere: ts.TextRange = { pos: -1, end: -1 };
const isList = (value: unknown): value is ts.NodeArray<ts.Node> => Array.isArray(value) && "pos" in value;
