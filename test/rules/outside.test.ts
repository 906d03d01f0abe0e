// Time, randomness and output enter the runtime through one file each: what tests replace is replaced in one place.
import ts from "typescript";
import { expect, test } from "vitest";
import { sources, walk } from "./source.js";

const ways: Record<string, readonly string[]> = {
  time: ["performance", "Date", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
  randomness: ["Math.random", "crypto"],
  output: ["process.stderr", "process.stdout", "console"],
};

/** The names that a file uses of the world outside, as "Math.random" or "Date". */
function outsideOf(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  walk(tree, (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
      names.add(node.expression.text).add(`${node.expression.text}.${node.name.text}`);
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression))
      names.add(node.expression.text);
  });
  return names;
}

test.for(Object.entries(ways))("%s enters through one file", ([, names]) => {
  const users = sources("runtime").filter((file) => names.some((name) => outsideOf(file.tree).has(name)));
  expect(users.map((file) => file.path).slice(1), `beside ${users[0]?.path}`).toEqual([]);
});
