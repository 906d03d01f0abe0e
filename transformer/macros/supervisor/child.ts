// A child in the list of a supervisor: what it surely is not, and what the supervisor will know of it.
//
//   Worker.child(1).with({ id: "first", restart: "transient" })      { id: "first", restart: "transient", significant: false }
//   Worker.start(1)                                                  no child: it is started already

import type { Expansion } from "../../2-expand/expansion.js";
import { bare } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { type Field, fieldName, fieldOf, followed, knownOf, knownText } from "../known.js";
import { checkOptions } from "../option.js";
import { type Definition, definitionOf, idFromName, idOf } from "./definition.js";
import { childOptions } from "./options.js";

/** What is known of a child before the program runs; undefined is unknown. */
export interface Child {
  readonly node: ts.Expression;
  readonly id: string | undefined;
  readonly restart: string | undefined;
  readonly significant: boolean | undefined;
}

const unknown = { id: undefined, restart: undefined, significant: undefined };

/** Functions that make a child: where their options are, and what it is without. */
const makers: Readonly<Record<string, { options: number; id: string; restart: string }>> = {
  "Task.child": { options: Number.POSITIVE_INFINITY, id: "task", restart: "temporary" },
  "Agent.child": { options: 1, id: "Agent", restart: "permanent" },
  "GenServer.child": { options: 2, id: "GenServer", restart: "permanent" },
};

/** What the functions of tincture give that give no child. */
const others: Readonly<Record<string, string>> = {
  spawn: "it is a process that runs already",
  spawnLink: "it is a process that runs already",
  spawnMonitor: "it is a process that runs already",
  self: "it is a process that runs already",
  whereis: "it is a process that runs already",
  run: "it is a promise",
  sleep: "it is a promise",
  send: "it is a message",
  "Task.async": "it is a task that runs already",
  "Task.start": "it is a task that runs already",
  "Task.startLink": "it is a task that runs already",
  "Agent.start": "it is an agent that runs already",
  "Agent.startLink": "it is an agent that runs already",
  "GenServer.start": "it is a server that runs already",
  "GenServer.startLink": "it is a server that runs already",
};

/** Reads a child, and reports what is wrong with it; undefined for what is none. */
export function readChild(expression: ts.Expression, x: Expansion): Child | undefined {
  const node = bare(expression);
  const definition = definitionOf(node, x);
  if (definition !== undefined) return fromDefinition(definition, node, x);
  const { value } = followed(node, x);
  if (ts.isCallExpression(value)) return fromCall(value, node, x);
  const problem = problemOf(value, node, x);
  if (problem === undefined) return { node, ...unknown };
  x.report("not_a_child", node, { child: brief(node, x), problem, instead: insteadOf(node, x) });
  return undefined;
}

function fromDefinition(definition: Definition, node: ts.Expression, x: Expansion): Child | undefined {
  if (definition.macro === "application") {
    const instead = "An application starts its own tree, and others by `needs`.";
    x.report("not_a_child", node, { child: brief(node, x), problem: "it is an application", instead });
    return undefined;
  }
  return { node, id: idOf(definition, x), restart: "permanent", significant: false };
}

function fromCall(call: ts.CallExpression, node: ts.Expression, x: Expansion): Child | undefined {
  const made = x.names.callOf(call);
  const maker = made === undefined ? undefined : makers[made];
  if (maker !== undefined) {
    const id = idFromName(fieldOf(call.arguments[maker.options], "name", x), maker.id, x);
    return { node, id, restart: maker.restart, significant: false };
  }
  if (made !== undefined && made in others) {
    x.report("not_a_child", node, {
      child: brief(node, x),
      problem: others[made] as string,
      instead: insteadOf(call, x),
    });
    return undefined;
  }
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return { node, ...unknown };
  const owner = definitionOf(callee.expression, x);
  if (callee.name.text === "child") return owner === undefined ? { node, ...unknown } : fromDefinition(owner, node, x);
  if (callee.name.text === "with" && isSpec(callee.expression, x)) return changed(call, callee.expression, node, x);
  if (owner === undefined) return { node, ...unknown };
  const starts = callee.name.text === "start" || callee.name.text === "startLink";
  const problem = starts
    ? "it is started here, and not by the supervisor"
    : `it is what \`${callee.name.text}\` gives, and not what starts the server`;
  x.report("not_a_child", node, { child: brief(node, x), problem, instead: insteadOf(call, x) });
  return undefined;
}

/** `X.child(...)`, or that with other options: `with` of a server means something else. */
function isSpec(expression: ts.Expression, x: Expansion): boolean {
  const { value } = followed(expression, x);
  if (!ts.isCallExpression(value)) return false;
  if ((x.names.callOf(value) ?? "") in makers) return true;
  const callee = bare(value.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return callee.name.text === "child" || (callee.name.text === "with" && isSpec(callee.expression, x));
}

/** `spec.with({ ... })` */
function changed(call: ts.CallExpression, base: ts.Expression, node: ts.Expression, x: Expansion): Child | undefined {
  const before = readChild(base, x);
  const [options] = call.arguments;
  if (options === undefined || before === undefined) return before && { ...before, node };
  checkOptions(call, options, childOptions, x);
  const taken = <T>(name: string, otherwise: T | undefined, read: (value: ts.Expression) => T | undefined) => {
    const field: Field = fieldOf(options, name, x);
    return field === "absent" ? otherwise : field === "hidden" ? undefined : read(field);
  };
  return {
    node,
    id: taken("id", before.id, (value) => knownText(value, x)),
    restart: taken("restart", before.restart, (value) => knownText(value, x)),
    significant: taken("significant", before.significant, (value) => {
      const known = knownOf(value, x);
      return known?.kind === "primitive" ? known.value === true : undefined;
    }),
  };
}

/** Why what stands here is surely no child. */
function problemOf(value: ts.Node, node: ts.Expression, x: Expansion): string | undefined {
  if (ts.isPropertyAccessExpression(value) && value.name.text === "child" && definitionOf(value.expression, x))
    return "`child` is not called";
  const known = knownOf(node, x);
  switch (known?.kind) {
    case "function":
      return "it is a function";
    case "class":
      return "it is a class";
    case "list":
      return "it is a list";
    case "object":
      return hasStart(value as ts.ObjectLiteralExpression) ? undefined : "it has no start";
    case "primitive":
      return `it is ${typeof known.value === "object" || known.value === undefined ? String(known.value) : `a ${typeof known.value}`}`;
    default:
      return undefined;
  }
}

/** An object that starts something is a child; what a spread brings is not seen. */
const hasStart = (object: ts.ObjectLiteralExpression): boolean =>
  object.properties.some((property) => {
    const key = fieldName(property);
    return key === undefined || key === "child" || key === "startLink";
  });

/** What to write for it. */
function insteadOf(node: ts.Expression, x: Expansion): string {
  const callee = ts.isCallExpression(node) ? bare(node.expression) : node;
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)) {
    const starts = ts.isCallExpression(node) && callee.name.text.startsWith("start");
    const args = starts ? node.arguments.map((argument) => brief(argument, x)).join(", ") : "";
    return `Write \`${callee.expression.text}.child(${args})\`.`;
  }
  if (ts.isIdentifier(node) && knownOf(node, x)?.kind === "function")
    return `Call it, if it gives a child: \`${node.text}()\`.`;
  return "A child is a server, a supervisor, a registry, or what their `child(...)` gives.";
}

/** Its text, cut where it is long. */
function brief(node: ts.Expression, x: Expansion): string {
  const text = x.textOf(node).replace(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
