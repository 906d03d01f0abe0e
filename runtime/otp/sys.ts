/**
 * `sys`: look into a running server and hold it still. Every function asks by a system message, so it takes its place in the mailbox's order, and each
 * gives a promise (process code that awaits it waits without one).
 *
 * Source: OTP sys.erl; otp/behaviour.md 211-220.
 */
import { copy } from "../core/copy.js";
import { withWait } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import type { Process } from "../core/process.js";
import type { Statistics, Tracer } from "./debug.js";
import type { Request } from "./pending_call.js";
import { callByPromise, callHere } from "./request.js";
import { SYSTEM } from "./running.js";
import type { SystemRequest } from "./system.js";

type Address = Process | Name;
const TIMEOUT = 5000;

/** One system request as a function of (server, ...args, timeout). */
function ask<A extends unknown[], R>(name: string, request: (...args: A) => SystemRequest) {
  const kind: Request = { tag: SYSTEM, name, kind: null, system: true };
  const arity = request.length;
  const split = (args: unknown[]): [SystemRequest, number] => [
    request(...(args.slice(0, arity) as A)),
    (args[arity] as number | undefined) ?? TIMEOUT,
  ];
  function method(server: Address, ...args: [...A, timeout?: number]): Promise<R> {
    return callByPromise(server, kind, ...split(args)) as Promise<R>;
  }
  function here(server: Address, ...args: unknown[]): unknown {
    return callHere(server, kind, ...split(args));
  }
  return withWait(method, here);
}

/** What `sys.getStatus` tells of a server. */
export interface Status {
  readonly pid: Process;
  readonly title: string;
  readonly name: string | null;
  readonly status: "running" | "suspended";
  readonly parent: Process | undefined;
  /** The process dictionary. */
  readonly dictionary: ReadonlyMap<unknown, unknown>;
  /** Whether its messages are traced and counted. */
  readonly debug: { readonly trace: boolean; readonly statistics: boolean };
  /** The state, as the server's `formatStatus` shows it. */
  readonly state?: unknown;
}

export const sys = {
  /** The server's state: of a block, an object of its state variables. */
  getState: ask<[], unknown>("getState", () => ({ op: "getState" })),
  /** Sets the state to what `change` makes of it, and gives that. A `change` that throws rejects with `callback_failed` and changes nothing. */
  replaceState: ask<[change: (state: never) => unknown], unknown>("replaceState", (change) => ({
    op: "replaceState",
    change: change as (state: unknown) => unknown,
  })),
  /** From now on messages wait; only system messages are handled. */
  suspend: ask<[], void>("suspend", () => ({ op: "suspend" })),
  /** Handles what has waited, in order. */
  resume: ask<[], void>("resume", () => ({ op: "resume" })),
  /** What the server is and does, with its state as `formatStatus` shows it. */
  getStatus: ask<[], Status>("getStatus", () => ({ op: "getStatus" })),
  /** Has a suspended server move its state from a version of its code to the present one, with its `upgrade` handler. */
  changeCode: ask<[fromVersion: unknown, extra: unknown], unknown>("changeCode", (fromVersion, extra) => ({
    op: "changeCode",
    fromVersion: copy(fromVersion),
    extra: copy(extra),
  })),
  /** Has every message that comes in and every reply that goes out told to a function (in the server's process), or to the logger (`true`), until `false`. */
  trace: ask<[to: Tracer], void>("trace", (to) => ({ op: "trace", to })),
  /** Counts messages from now on (`true`), stops that (`false`), or gives the counts ("get"; undefined when they are off). */
  statistics: ask<[what: boolean | "get"], Statistics | undefined>("statistics", (what) => ({
    op: "statistics",
    what,
  })),
  /** Turns trace and statistics off. */
  noDebug: ask<[], void>("noDebug", () => ({ op: "noDebug" })),
};
