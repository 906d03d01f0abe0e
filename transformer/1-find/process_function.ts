// Which async functions of a file are process code: those that use a process operation, or call such a function of the file.
// They become generators that run in the process that calls them; every other async function stays as it is.
//
// Flow: functions and what each calls -> those that use an operation themselves -> spread to their callers until nothing changes.
// Functions written in place for a macro are not listed: the macro itself makes process code of them.
import { bare, type FunctionCode, isAsync, isExported, isFunctionCode, isGenerator, isType } from "../ast/look.js";
import { ts } from "../ts.js";
import { packageName } from "./exports.js";
import type { Names } from "./names.js";
import type { Binding, Scopes } from "./scope.js";

/** Operations that need, or wait in, the process that runs the code. */
const operations = new Set(
  "receive self sleep stop link unlink monitor demonitor trapExit spawnLink spawnMonitor ping pong".split(" "),
);
/** The ways into a process, which need none. */
const ways = new Set(["testing:inProcess", "testing:explore", "testing:virtualTime"]);
/** Besides those: all of `Task`, `GenServer` ... (`Task.await`), and of tests (`testing:advance`). */
const operates = (name: string, args: number): boolean =>
  operations.has(name) ||
  (name === "exit" && args === 1) ||
  (name.includes(".") && !name.startsWith("pipe.")) ||
  (name.startsWith("testing:") && !ways.has(name));

/** What makes a thing whose functions wait (`Rooms.startLink()`), where it is a constant of the file. */
const makers = new Set("genserver supervisor dynamicSupervisor registry application PartitionSupervisor".split(" "));

/** Macros that run the functions given to them as process code; which arguments. */
export const runsFunctions: Readonly<Record<string, readonly number[]>> = {
  spawn: [0],
  spawnLink: [0],
  spawnMonitor: [0],
  run: [0],
  receive: [0],
  after: [1],
  genserver: [0],
  call: [0],
  callLater: [0],
  cast: [0],
  info: [0],
  afterInit: [0],
  idle: [1],
  terminate: [0],
  upgrade: [0],
  ping_pong: [0],
  pong: [0],
  "Task.async": [0],
  "Task.start": [0],
  "Task.startLink": [0],
  "Task.child": [0],
  "Task.asyncStream": [1],
  "testing:inProcess": [0],
  "testing:explore": [0],
};

interface Facts {
  operates: boolean;
  readonly calls: Set<Binding>;
}

/** The async functions of the file that are process code by what they do. */
export function processFunctions(file: ts.SourceFile, scopes: Scopes, names: Names): Set<FunctionCode> {
  const facts = new Map<FunctionCode, Facts>();
  const byName = new Map<Binding, FunctionCode>();

  const members = new Set<ts.Node>();
  const look = (node: ts.Node, within: Facts | undefined): void => {
    if (isType(node)) return;
    let current = within;
    // `export async function` of a namespace can't become a constant there.
    if (ts.isModuleBlock(node)) for (const item of node.statements) if (isExported(item)) members.add(item);
    if (isFunctionCode(node) && isAsync(node) && !isGenerator(node)) {
      current = { operates: false, calls: new Set() };
      if (!members.has(node)) facts.set(node, current);
    } else if (ts.isClassLike(node)) current = undefined;
    else if (ts.isFunctionLike(node) && (isAsync(node) || !isFunctionCode(node))) current = undefined;
    nameFunction(node);
    if (ts.isCallExpression(node)) {
      noteCall(node, current);
      const places = runsFunctions[names.callOf(node) ?? ""];
      if (places !== undefined) return lookAtMacro(node, places, current);
    }
    ts.forEachChild(node, (child) => look(child, current));
  };

  /** A function written in place for a macro runs in a process of its own: what it does says nothing of the function around it. */
  const lookAtMacro = (node: ts.CallExpression, places: readonly number[], current: Facts | undefined): void => {
    node.arguments.forEach((argument, i) => {
      const inner = bare(argument);
      if (places.includes(i) && isFunctionCode(inner)) ts.forEachChild(inner, (child) => look(child, undefined));
      else look(argument, current);
    });
  };

  const nameFunction = (node: ts.Node): void => {
    const name = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node) ? node.name : undefined;
    const value = ts.isVariableDeclaration(node) && node.initializer !== undefined ? bare(node.initializer) : node;
    const binding = name === undefined ? undefined : scopes.bindingOf(name);
    if (binding !== undefined && isFunctionCode(value) && (ts.isVariableDeclaration(node) || value.body !== undefined))
      byName.set(binding, value);
  };

  const noteCall = (node: ts.CallExpression, current: Facts | undefined): void => {
    if (current === undefined) return;
    const name = names.callOf(node);
    if (name !== undefined && operates(name, node.arguments.length)) current.operates = true;
    const root = rootOf(node.expression);
    const binding = scopes.bindingOf(root);
    if (binding === undefined) return;
    if (root === bare(node.expression)) current.calls.add(binding);
    else if (isServer(binding, names)) current.operates = true;
  };

  look(file, undefined);
  return spread(facts, byName);
}

function spread(
  facts: ReadonlyMap<FunctionCode, Facts>,
  byName: ReadonlyMap<Binding, FunctionCode>,
): Set<FunctionCode> {
  const found = new Set<FunctionCode>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [fn, { operates, calls }] of facts) {
      const through = [...calls].some((binding) => {
        const called = byName.get(binding);
        return called !== undefined && found.has(called);
      });
      if (operates || through) found.add(fn);
    }
  }
  return found;
}

/** The function that a name stands for, where its declaration says so. */
export function functionOf({ kind, declaration }: Binding): FunctionCode | undefined {
  if (kind === "parameter" || kind === "import") return undefined;
  const value =
    ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
      ? bare(declaration.initializer)
      : declaration;
  return isFunctionCode(value) ? value : undefined;
}

/** A constant that holds a server, a supervisor or the like of this file, or a parameter that is said to be a `Client`: its calls wait. */
export function isServer(binding: Binding, names: Names): boolean {
  const { declaration } = binding;
  if (ts.isParameter(declaration)) return declaration.type !== undefined && isClientType(declaration.type, binding);
  if (binding.kind !== "const" || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return false;
  let value = bare(declaration.initializer);
  // genserver(...).with(...)
  while (
    ts.isCallExpression(value) &&
    ts.isPropertyAccessExpression(value.expression) &&
    names.callOf(value) === undefined
  )
    value = bare(value.expression.expression);
  return makers.has(names.callOf(value) ?? "");
}

/** `Client<...>` of tincture, known by its import as everything is: a checker would know more, and the output must not depend on whether there is one. */
function isClientType(type: ts.TypeNode, binding: Binding): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.some((each) => isClientType(each, binding));
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  let { scope } = binding;
  while (scope.parent !== undefined) scope = scope.parent;
  return ts.isSourceFile(scope.node) && clientNames(scope.node).has(type.typeName.text);
}

const clients = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** What a file calls tincture's `Client`. */
export function clientNames(file: ts.SourceFile): ReadonlySet<string> {
  const known = clients.get(file);
  if (known !== undefined) return known;
  const names = file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== packageName || bindings === undefined || !ts.isNamedImports(bindings))
      return [];
    return bindings.elements.filter((each) => (each.propertyName ?? each.name).text === "Client");
  });
  const found = new Set(names.map(({ name }) => name.text));
  clients.set(file, found);
  return found;
}

/** `a` of `a.b(1).c`. */
export function rootOf(expression: ts.Expression): ts.Expression {
  const inner = bare(expression);
  return ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isCallExpression(inner)
    ? rootOf(inner.expression)
    : inner;
}
