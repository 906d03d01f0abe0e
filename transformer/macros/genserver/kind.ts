// The kinds of handler that a genserver block ends with, and the mistake of using one anywhere else.

import type { Macro } from "../../2-expand/expansion.js";
import type { AbiName } from "../../abi.js";
import { distance } from "../../ast/look.js";

export interface Kind {
  readonly name: AbiName;
  /** At most one in a block. */
  readonly once: boolean;
  /** Which argument is the handler. */
  readonly handler: number;
  /** What schemas in front of the handler are under: `call({ args: [...] }, handler)`. */
  readonly schemas?: "args" | "message";
  /** How many of the handler's parameters are no arguments of its caller. */
  readonly given?: number;
}

export const kinds: readonly Kind[] = [
  { name: "call", once: false, handler: 0, schemas: "args" },
  { name: "callLater", once: false, handler: 0, schemas: "args", given: 1 },
  { name: "cast", once: false, handler: 0, schemas: "args" },
  { name: "info", once: true, handler: 0, schemas: "message" },
  { name: "afterInit", once: true, handler: 0 },
  { name: "idle", once: true, handler: 1 },
  { name: "terminate", once: true, handler: 0 },
  { name: "upgrade", once: true, handler: 0 },
];

/** Names that every server's client has already. */
export const reservedNames: ReadonlySet<string> = new Set(["at", "of", "on", "with", "start", "startLink", "child"]);

/** Outside the object that a block returns, a kind is a mistake. */
export const kindMacros: readonly Macro[] = kinds.map(({ name }) => ({
  name,
  expand: (call, x) => x.reject("handler_outside_genserver", call, { kind: name }),
}));

/** The kind that was probably meant by `cal`. */
export function nearKind(name: string): string | undefined {
  const near = kinds.map((kind) => ({ name: kind.name, edits: distance(name.toLowerCase(), kind.name.toLowerCase()) }));
  const [best] = near.sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.name : undefined;
}
