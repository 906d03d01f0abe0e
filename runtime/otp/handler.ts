/**
 * What a block returns: handlers, each marked with its kind. Emitted code calls these with functions of (state, ...args).
 *
 * Shape: `{ kind, run, waits }`; `waits` says that the plugin compiled the handler to a generator function.
 */
import { checkTimeout, failure, reasonText } from "../core/error.js";
import { isBody } from "../core/receive.js";
import { schema } from "./validator/schema.js";
import type { Validator } from "./validator/validator.js";

export type Run = (state: unknown, ...args: unknown[]) => unknown;

export interface Handler {
  readonly kind: "call" | "callLater" | "cast" | "info" | "idle" | "afterInit" | "terminate" | "upgrade";
  readonly run: Run;
  readonly waits: boolean;
  /** A call or cast that does not wait: may take the fast lane. */
  readonly plain: boolean;
  /** What its arguments must be when they come from another node; null when nothing is known of that. */
  readonly accepts: Accepts | null;
  /** Of a durable server: the variables that it may change. Undefined where that isn't known: all. */
  readonly changes?: readonly string[] | undefined;
  /** For `idle`: milliseconds, or how to get them from the state. */
  readonly ms?: number | ((state: unknown) => number);
}

/** One validator for each argument; made when the first message comes from another node. */
type Accepts = () => readonly Validator[];
/** From the compiler, or the user's Standard Schemas. */
type Accepted = Accepts | readonly unknown[];

function handler(kind: Handler["kind"], run: Run, accepted?: Accepted): Handler {
  const waits = isBody(run);
  const accepts = typeof accepted === "object" ? fromSchemas(kind, accepted) : (accepted ?? null);
  return { kind, run, waits, plain: !waits && (kind === "call" || kind === "cast"), accepts };
}

function fromSchemas(kind: string, given: readonly unknown[]): Accepts {
  if (!Array.isArray(given)) throw failure("bad_schema/none", { kind, got: reasonText(given) });
  const validators = given.map((each, i) => schema(each, `schema ${i + 1} of ${kind}`));
  return () => validators;
}

export const call = (run: Run, accepted?: Accepted): Handler => handler("call", run, accepted);
export const callLater = (run: Run, accepted?: Accepted): Handler => handler("callLater", run, accepted);
export const cast = (run: Run, accepted?: Accepted): Handler => handler("cast", run, accepted);
export const info = (run: Run, accepted?: Accepted): Handler => handler("info", run, accepted);
export const afterInit = (run: Run): Handler => handler("afterInit", run);
export const terminate = (run: Run): Handler => handler("terminate", run);
export const upgrade = (run: Run): Handler => handler("upgrade", run);
export function idle(ms: number | ((state: unknown) => number), run: Run): Handler {
  if (typeof ms === "number") checkTimeout(ms, "idle");
  return { ...handler("idle", run), ms };
}
