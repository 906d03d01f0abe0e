// What a name of the file is defined as: a server, a supervisor, a registry ...; and the id that its child has, as the runtime computes it.
//
//   const Room = genserver(..., { name: (room) => via(Rooms, room) });      Room.child("a"), Room.child("b"): both have the id "Room"

import type { Expansion } from "../../2-expand/expansion.js";
import { bare } from "../../ast/look.js";
import { ts } from "../../ts.js";
import { type Field, fieldOf, followed, knownText } from "../known.js";

export interface Definition {
  /** The export of tincture that defines it. */
  readonly macro: string;
  readonly call: ts.CallExpression;
  /** The constant that it is assigned to. */
  readonly title: string | undefined;
  /** The arguments of `.with(...)` after it, the last one first. */
  readonly changes: readonly (ts.Expression | undefined)[];
}

/** Where each has its options, and its title when it has no constant. */
const definers: Readonly<Record<string, { options: number; title: string }>> = {
  genserver: { options: 1, title: "genserver" },
  supervisor: { options: 0, title: "supervisor" },
  dynamicSupervisor: { options: 0, title: "supervisor" },
  PartitionSupervisor: { options: 0, title: "supervisor" },
  "Task.Supervisor": { options: 0, title: "Task.Supervisor" },
  registry: { options: 1, title: "registry" },
  application: { options: 0, title: "application" },
};

/** The definition that an expression surely stands for. */
export function definitionOf(expression: ts.Expression, x: Expansion): Definition | undefined {
  const changes: (ts.Expression | undefined)[] = [];
  let title: string | undefined;
  let next: ts.Expression = expression;
  for (;;) {
    const { value, name } = followed(next, x);
    title = name ?? title;
    if (!ts.isCallExpression(value)) return undefined;
    const macro = x.names.callOf(value);
    if (macro !== undefined) return macro in definers ? { macro, call: value, title, changes } : undefined;
    const callee = bare(value.expression);
    if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "with") return undefined;
    changes.push(value.arguments[0]);
    next = callee.expression;
  }
}

/** The id of a definition as a child; undefined where only the running program knows. */
export function idOf({ macro, call, title, changes }: Definition, x: Expansion): string | undefined {
  if (macro === "registry") return call.arguments[0] && knownText(call.arguments[0], x);
  const { options, title: otherwise } = definers[macro] as { options: number; title: string };
  for (const changed of [...changes, call.arguments[options]]) {
    const name = fieldOf(changed, "name", x);
    if (name !== "absent") return idFromName(name, title ?? otherwise, x);
  }
  // The title of a task supervisor is its own.
  return macro === "Task.Supervisor" ? otherwise : (title ?? otherwise);
}

/** A string is the id; a name in a registry or in the cluster is none. */
export function idFromName(name: Field, title: string, x: Expansion): string | undefined {
  if (name === "hidden") return undefined;
  if (name === "absent") return title;
  const text = knownText(name, x);
  if (text !== undefined) return text;
  const { value } = followed(name, x);
  const given = ts.isArrowFunction(value) && !ts.isBlock(value.body) ? followed(value.body, x).value : value;
  const made = x.names.callOf(given);
  return made === "via" || made === "global" || (ts.isObjectLiteralExpression(given) && given === value)
    ? title
    : undefined;
}
