/** The node that this program is, for what asks it. Its code is loaded when it starts. */
import { failure } from "../core/error.js";
import type { LocalNode } from "./local_node.js";

let current: LocalNode | null = null;

/** The node, or null in a program that is none. */
export const currentNode = (): LocalNode | null => current;

/** The node. Errors: `node_not_started`. */
export function startedNode(operation: string): LocalNode {
  if (current === null) throw failure("node_not_started", { operation });
  return current;
}

/** Called by `Node.start` and `Node.stop`. */
export function setNode(node: LocalNode | null): void {
  current = node;
}
