// Work in a handler that holds the whole program until it is done: `readFileSync` and its like, `Atomics.wait`.
import { isBuiltin } from "node:module";
import type { Binding } from "../1-find/scope.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import { isHandler } from "./code.js";
import type { Facts } from "./facts.js";
import { outside } from "./syntax.js";

export const blockingCall = check("blocking_call", "warning", (facts, report) => {
  const blocking = [...nodeCalls(facts), ...atomicsCalls(facts)];
  if (blocking.length === 0) return;
  const handlers = facts.code.allRunners.filter(isHandler);
  for (const { fn } of handlers) {
    const reached = facts.code.reached(fn);
    for (const call of blocking.splice(0)) {
      const owner = facts.code.ownerOf(call);
      if (owner === undefined || !reached.has(owner)) blocking.push(call);
      else report(call.expression, { name: call.expression.getText() });
    }
  }
});

/** `readFileSync(...)`, `fs.readFileSync(...)`: what is imported from a module of Node's and ends with Sync. */
function nodeCalls(facts: Facts): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  for (const binding of facts.scopes.declared) {
    const isOther = binding.kind === "import" && !facts.names.isImported(binding);
    const name = isOther ? importedFromNode(binding) : undefined;
    if (name === undefined) continue;
    for (const use of binding.uses) {
      let callee = outside(use);
      let called = name;
      if (ts.isPropertyAccessExpression(callee.parent) && callee.parent.expression === callee) {
        called = callee.parent.name.text;
        callee = outside(callee.parent);
      }
      const call = callee.parent;
      if (called.endsWith("Sync") && ts.isCallExpression(call) && call.expression === callee) calls.push(call);
    }
  }
  return calls;
}

/** The name under which Node exports it, "*" for a whole module. */
function importedFromNode({ declaration }: Binding): string | undefined {
  let statement: ts.Node = declaration;
  while (statement.parent !== undefined && !ts.isImportDeclaration(statement)) statement = statement.parent;
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  if (!isBuiltin(statement.moduleSpecifier.text)) return undefined;
  return ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : "*";
}

function atomicsCalls(facts: Facts): ts.CallExpression[] {
  return facts.globalUses("Atomics").flatMap((use) => {
    const access = use.parent;
    const isWait = ts.isPropertyAccessExpression(access) && access.name.text === "wait";
    return isWait && ts.isCallExpression(access.parent) ? [access.parent] : [];
  });
}
