// A variable of a durable server that holds what means nothing to the next run: seen in how it is made, or by its type where there is a checker.
//
//   let onMove = () => {};   const seen = new WeakMap();   let timer = setTimeout(f, 10);   const socket = connect(room);
import { bare, isFunctionValue, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import { check } from "./check.js";
import type { Facts } from "./facts.js";
import type { Server } from "./server.js";
import { bound } from "./unsendable_argument.js";

export const durableUnstorable = check("durable_unstorable", "error", (facts, report) => {
  for (const server of facts.servers) {
    const except = exceptedIn(server);
    if (except === undefined || !ts.isBlock(server.block.body)) continue;
    for (const statement of server.block.body.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const isConst = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
      for (const item of statement.declarationList.declarations)
        for (const name of namesOf(item.name)) {
          if (except.has(name.text)) continue;
          const what = madeOf(item, isConst, facts) ?? byType(name, item, isConst, facts);
          if (what !== undefined) report(name, { name: name.text, what });
        }
    }
  }
});

/** The variables left out; undefined where the server is not durable, or it can't be seen what is left out. */
function exceptedIn({ options }: Server): Set<string> | undefined {
  const durable = options.get("durable");
  if (durable === undefined) return undefined;
  if (!ts.isObjectLiteralExpression(durable)) return new Set();
  const names = new Set<string>();
  for (const item of durable.properties) {
    if (item.name === undefined || !ts.isIdentifier(item.name)) return undefined;
    if (item.name.text !== "except") continue;
    const list = ts.isPropertyAssignment(item) ? bare(item.initializer) : undefined;
    if (list === undefined || !ts.isArrayLiteralExpression(list)) return undefined;
    for (const element of list.elements) if (ts.isStringLiteralLike(element)) names.add(element.text);
  }
  return names;
}

const unstorable = new Set(
  "WeakMap WeakSet WeakRef Promise Proxy AbortController WebSocket Worker MessageChannel EventTarget".split(" "),
);
const emitters = new Set(["Timeout", "Immediate", "EventEmitter"]);
const timers = new Set(["setTimeout", "setInterval", "setImmediate"]);

function madeOf(
  { name, initializer }: ts.VariableDeclaration,
  isConst: boolean,
  { scopes }: Facts,
): string | undefined {
  if (initializer === undefined || !ts.isIdentifier(name)) return undefined;
  const value = bare(initializer);
  // A constant that is a function is a helper.
  if (isFunctionValue(value)) return isConst ? undefined : "a function";
  const callee = ts.isNewExpression(value) || ts.isCallExpression(value) ? bare(value.expression) : undefined;
  if (callee === undefined || !ts.isIdentifier(callee)) return undefined;
  if (ts.isCallExpression(value)) {
    if (!scopes.isGlobal(callee)) return undefined;
    return timers.has(callee.text) ? "a timer of Node" : callee.text === "Symbol" ? "a symbol" : undefined;
  }
  if (scopes.isGlobal(callee)) return unstorable.has(callee.text) ? `a ${callee.text}` : undefined;
  const made = scopes.bindingOf(callee)?.declaration;
  return made !== undefined && ts.isClassLike(made) ? `an instance of ${callee.text}` : undefined;
}

function byType(name: ts.Identifier, item: ts.VariableDeclaration, isConst: boolean, facts: Facts): string | undefined {
  const value = item.initializer && bare(item.initializer);
  if (isConst && value !== undefined && (isFunctionValue(value) || ts.isClassLike(value))) return undefined;
  const checker = facts.known.checkerFor?.(facts.file);
  return checker && unstorableType(checker.getTypeAtLocation(name), checker, 3);
}

/** `depth`: how far into containers and objects it is looked. */
function unstorableType(type: ts.Type, checker: ts.TypeChecker, depth: number): string | undefined {
  if ((type.flags & ts.TypeFlags.ESSymbolLike) !== 0) return "a symbol";
  if (type.isUnion()) return first(type.types, (each) => unstorableType(each, checker, depth));
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return "a function";
  const symbol = type.getSymbol();
  const name = symbol?.name ?? "";
  const declarations = symbol?.declarations ?? [];
  // A class of that name of the user's own is another thing.
  const inLibrary = declarations.some((each) => each.getSourceFile().isDeclarationFile);
  if (inLibrary && (bound.has(name) || emitters.has(name))) return `a ${name}`;
  if (depth === 0) return undefined;
  if (inLibrary) {
    if (!["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet"].includes(name)) return undefined;
    const parts = checker.getTypeArguments(type as Parameters<typeof checker.getTypeArguments>[0]);
    return first(parts, (each) => unstorableType(each, checker, depth - 1));
  }
  if (declarations.some((each) => ts.isClassLike(each))) return `an instance of ${name}`;
  if ((type.flags & ts.TypeFlags.Object) === 0) return undefined;
  return first(checker.getPropertiesOfType(type), (property) =>
    unstorableType(checker.getTypeOfSymbol(property), checker, depth - 1),
  );
}

function first<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
