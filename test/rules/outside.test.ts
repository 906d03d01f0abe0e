// Time, randomness and output enter the runtime through one file each: what tests replace is replaced in one place.
import ts from "typescript";
import { expect, test } from "vitest";
import { sources, walk } from "./source.js";

const ways: Record<string, readonly string[]> = {
  time: ["performance", "Date.now", "new Date()", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
  randomness: ["Math.random", "crypto"],
  output: ["process.stderr", "process.stdout", "console"],
};

/** What a file calls or reads, as far as it tells who asks the world outside: "Math.random", "performance", "new Date()". */
function outsideOf(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  walk(tree, (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
      names.add(node.expression.text).add(`${node.expression.text}.${node.name.text}`);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) names.add(node.expression.text);
    // `new Date(value)` asks nobody for the time.
    if (ts.isNewExpression(node) && !node.arguments?.length) names.add(`new ${node.expression.getText(tree)}()`);
  });
  return names;
}

const files = sources("runtime").map(({ path, tree }) => ({ path, uses: outsideOf(tree) }));

test.for(Object.entries(ways))("%s enters through one file", ([, names]) => {
  const users = files.filter(({ uses }) => names.some((name) => uses.has(name))).map(({ path }) => path);
  expect(users.slice(1), `beside ${users[0]}`).toEqual([]);
});
