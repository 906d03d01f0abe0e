/**
 * What a block returns: handlers, each marked with its kind. Emitted code calls these with functions of (state, ...args).
 *
 * Shape: `{ kind, run, waits }`; `waits` says that the plugin compiled the handler to a generator function.
 */
import { checkTimeout } from "../core/error.js";
import { isBody } from "../core/receive.js";
import { type Accepted, type Accepts, acceptsOf } from "./validator/schema.js";

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

function handler(kind: Handler["kind"], run: Run, accepted?: Accepted): Handler {
  const waits = isBody(run);
  return {
    kind,
    run,
    waits,
    plain: !waits && (kind === "call" || kind === "cast"),
    accepts: acceptsOf(accepted, kind),
  };
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
