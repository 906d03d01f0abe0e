// Where code runs: which function written in place for a macro it stands in, and what else such a function calls in its turn.
//
//   genserver(() => {                       runnerOf(the push): the runner `call`, in place for that macro
//     const add = x => list.push(x);        reached(the handler): the handler's own function, and `add`
//     return { add: call(x => add(x)) };
//   })
import { functionOf, runsFunctions } from "../1-find/process_function.js";
import type { Binding } from "../1-find/scope.js";
import { type FunctionCode, isFunctionCode, writtenFunction } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Facts } from "./facts.js";
import { functionsAround, outside } from "./syntax.js";

/** A function that a macro runs in a process. */
export interface Runner {
  /** "call", "spawn", "Task.async" ... */
  readonly macro: string;
  readonly call: ts.CallExpression;
  readonly fn: FunctionCode;
}

/** Handlers that answer or take messages. */
const handlerKinds = new Set("call callLater cast info idle afterInit".split(" "));
/** Everything that a server runs. */
const serverKinds = new Set([...handlerKinds, "genserver", "terminate", "upgrade"]);
/** What runs in the process around it, not in one of its own. */
const within = new Set("receive after pong".split(" "));
/** Methods that call the function given to them at once. */
const atOnce = new Set(
  "map forEach filter some every find findIndex findLast reduce reduceRight flatMap sort toSorted".split(" "),
);

export const isHandler = (runner: Runner | undefined): runner is Runner =>
  runner !== undefined && handlerKinds.has(runner.macro);
export const isServerCode = (runner: Runner | undefined): runner is Runner =>
  runner !== undefined && serverKinds.has(runner.macro);

export class Code {
  private readonly runners = new Map<ts.Node, Runner | undefined>();
  private calledBy: Map<ts.Node, Set<FunctionCode>> | undefined;
  private everyRunner: readonly Runner[] | undefined;
  private inProcess: ReadonlySet<ts.Node> | undefined;

  constructor(private readonly facts: Facts) {}

  /** The macro's function that a place stands in, however deep. `receive` and `after` run in the process around them. */
  runnerOf(node: ts.Node): Runner | undefined {
    for (const fn of functionsAround(node)) {
      const runner = this.runnerOfFunction(fn);
      if (runner !== undefined && !within.has(runner.macro)) return runner;
    }
    return undefined;
  }

  /** All functions in place for a macro of this file, or given to it by name. */
  get allRunners(): readonly Runner[] {
    this.everyRunner ??= Object.entries(runsFunctions).flatMap(([macro, places]) =>
      this.facts.callsOf(macro).flatMap((call) =>
        places.flatMap((place) => {
          const fn = this.functionAt(call.arguments[place]);
          return fn === undefined ? [] : [{ macro, call, fn }];
        }),
      ),
    );
    return this.everyRunner;
  }

  /** The function whose code this is, when it runs. A function that is only called at once (`list.map(...)`) is code of the one around it. */
  ownerOf(node: ts.Node): ts.SignatureDeclaration | undefined {
    for (const fn of functionsAround(node)) if (!runsAtOnce(fn)) return fn;
    return undefined;
  }

  /** A function, and the functions of this file that it calls, through any number of others. */
  reached(fn: ts.Node): ReadonlySet<ts.Node> {
    const found = new Set<ts.Node>([fn]);
    for (const each of found) for (const called of this.callsOfFunctions.get(each) ?? []) found.add(called);
    return found;
  }

  /** Does this place run in a process that is one of several: any but the main line that `run` starts? */
  isShared(node: ts.Node): boolean {
    if (this.inProcess === undefined) {
      const found = new Set<ts.Node>();
      for (const { macro, fn } of this.allRunners)
        if (macro !== "run" && !within.has(macro)) for (const each of this.reached(fn)) found.add(each);
      this.inProcess = found;
    }
    for (const fn of functionsAround(node)) {
      if (this.inProcess.has(fn)) return true;
      if (this.runnerOfFunction(fn)?.macro === "run") return false;
    }
    return false;
  }

  /** The function written at a place, or that the name there stands for. */
  functionAt(expression: ts.Expression | undefined): FunctionCode | undefined {
    if (expression === undefined) return undefined;
    const binding = this.facts.scopes.bindingOf(expression);
    return binding === undefined ? writtenFunction(expression) : functionOf(binding);
  }

  private runnerOfFunction(fn: ts.Node): Runner | undefined {
    if (!isFunctionCode(fn) || ts.isFunctionDeclaration(fn)) return undefined;
    if (this.runners.has(fn)) return this.runners.get(fn);
    const place = outside(fn);
    const call = place.parent;
    let runner: Runner | undefined;
    if (ts.isCallExpression(call)) {
      const macro = this.facts.names.callOf(call);
      const places = macro === undefined ? undefined : runsFunctions[macro];
      if (macro !== undefined && places?.includes(call.arguments.indexOf(place as ts.Expression)) === true)
        runner = { macro, call, fn };
    }
    this.runners.set(fn, runner);
    return runner;
  }

  private get callsOfFunctions(): ReadonlyMap<ts.Node, ReadonlySet<FunctionCode>> {
    if (this.calledBy !== undefined) return this.calledBy;
    this.calledBy = new Map();
    for (const binding of this.facts.scopes.declared) this.noteCallsOf(binding, this.calledBy);
    return this.calledBy;
  }

  private noteCallsOf(binding: Binding, calledBy: Map<ts.Node, Set<FunctionCode>>): void {
    const fn = functionOf(binding);
    if (fn === undefined) return;
    for (const use of binding.uses) {
      const owner = isCalled(use) || isHandedOn(use) ? this.ownerOf(use) : undefined;
      if (owner === undefined) continue;
      const called = calledBy.get(owner) ?? new Set();
      calledBy.set(owner, called.add(fn));
    }
  }
}

/** Is it this that is called: `f(1)`? */
export function isCalled(name: ts.Node): boolean {
  const callee = outside(name);
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee;
}

/** `list.map(f)` */
const isHandedOn = (name: ts.Node): boolean => isArgumentAtOnce(outside(name));

const runsAtOnce = (fn: ts.Node): boolean => {
  const place = outside(fn);
  return isCalled(fn) || isArgumentAtOnce(place);
};

function isArgumentAtOnce(place: ts.Node): boolean {
  const call = place.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(place as ts.Expression)) return false;
  return ts.isPropertyAccessExpression(call.expression) && atOnce.has(call.expression.name.text);
}
