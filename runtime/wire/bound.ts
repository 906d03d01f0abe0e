/**
 * How much one message may be, and what is thrown for what can't go, or may not come.
 *
 * Units: `maxBytes` in bytes, default 16 MiB; `maxDepth` in objects that are one in another, default 500.
 */
import { TinctureError } from "../core/error.js";
import { say } from "../core/message.js";

export interface Bounds {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** An instance of a class that has a copy rule becomes the data that the rule makes of it. Default true; else it is refused as any other. */
  readonly copyRules?: boolean;
}

export const usualBounds: Bounds = { maxBytes: 16 * 2 ** 20, maxDepth: 500 };

/** One step on the way to a value: a key of an object, a place in a list. */
export type Step = string | number;

const isIdentifier = (key: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);

/** `message.orders[3].done`, for error texts. */
export function pathText(steps: readonly Step[], root = "message"): string {
  let text = root;
  for (const step of steps)
    text += typeof step === "string" && isIdentifier(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  return text;
}

/** Something in a term that has no bytes: what, and the way to it. */
export class NotSendable extends TinctureError {
  constructor(
    readonly steps: readonly Step[],
    readonly what: string,
  ) {
    super("not_sendable", say("not_sendable", { path: pathText(steps), what }));
  }
}

/** Thrown for bytes that no node of ours has written. Never seen by users: it closes the connection. */
export class BadBytes extends Error {}
