/**
 * System messages: what every server understands beside its own (OTP: sys). They are handled in a suspended server too.
 *
 * Shape: a request has an `op` and its arguments; the answer goes to the pending call that came with it.
 * Source: OTP sys.erl, gen_server:system_*; otp/behaviour.md 211-220.
 */
import { copy } from "../core/copy.js";
import { failure, TinctureError } from "../core/error.js";
import { type Process, SUSPENDED } from "../core/process.js";
import { debugOf, setStatistics, setTrace, statisticsOf, type Tracer } from "./debug.js";
import { readDictionary } from "./dictionary.js";
import { type FormatStatus, formatted } from "./format_status.js";
import type { Migration } from "./migration.js";
import type { PendingCall } from "./pending_call.js";

export type SystemRequest =
  | { readonly op: "getState" | "resume" | "getStatus" | "noDebug" }
  /* `isLate`: whoever asked has given up meanwhile. */
  | { readonly op: "suspend"; readonly isLate?: () => boolean }
  | { readonly op: "trace"; readonly to: Tracer }
  | { readonly op: "statistics"; readonly what: boolean | "get" }
  | { readonly op: "replaceState"; readonly change: (state: unknown) => unknown }
  | { readonly op: "changeCode"; readonly fromVersion: unknown; readonly extra: unknown }
  | { readonly op: "migrate"; readonly migration: Migration }
  | { readonly op: "stop"; readonly reason: unknown };

/** Which system requests may come from another node: those that are data. Gives the error for any other. */
export function checkSystemRequest(request: unknown): TinctureError | undefined {
  const { op, to } = (request ?? {}) as { op?: unknown; to?: unknown };
  const known = ["getState", "suspend", "resume", "getStatus", "noDebug", "statistics", "changeCode", "stop"];
  if (known.includes(op as string) || (op === "trace" && typeof to === "boolean")) return undefined;
  return failure("unknown_request", { request: String(op) });
}

/** What system messages need of a server. */
export interface SystemTarget {
  readonly title: string;
  readonly formatStatus: FormatStatus | undefined;
  readState(process: Process): unknown;
  writeState(process: Process, state: unknown): unknown;
  changeCode(process: Process, fromVersion: unknown, extra: unknown): unknown;
  ownMigration(process: Process, fromVersion: unknown): Migration | undefined;
  migrate(process: Process, migration: Migration, from: PendingCall): void;
  stop(process: Process, reason: unknown, from: PendingCall | null): void;
}

export function handleSystem(target: SystemTarget, process: Process, request: SystemRequest, from: PendingCall): void {
  switch (request.op) {
    case "getState":
      return answer(from, "getState", () => target.readState(process));
    case "replaceState":
      return answer(from, "replaceState", () =>
        target.writeState(process, copy(request.change(target.readState(process)))),
      );
    case "suspend":
      if (request.isLate?.()) return;
      process.status |= SUSPENDED;
      return from.reply(undefined);
    case "resume":
      process.status &= ~SUSPENDED;
      return from.reply(undefined);
    case "migrate":
      return target.migrate(process, request.migration, from);
    case "changeCode": {
      if ((process.status & SUSPENDED) === 0) return from.fail(failure("not_suspended", { server: process }));
      const migration = target.ownMigration(process, request.fromVersion);
      if (migration !== undefined) return target.migrate(process, migration, from);
      return answer(from, "changeCode", () => target.changeCode(process, request.fromVersion, request.extra));
    }
    case "getStatus":
      return answer(from, "getStatus", () => ({
        pid: process,
        title: target.title,
        name: process.more?.name ?? null,
        dictionary: readDictionary(process),
        debug: debugOf(process),
        status: (process.status & SUSPENDED) !== 0 ? "suspended" : "running",
        parent: process.more?.parent ?? undefined,
        ...formatted(target.formatStatus, { state: target.readState(process) }),
      }));
    case "trace":
      setTrace(process, request.to);
      return from.reply(undefined);
    case "statistics":
      if (request.what === "get") return from.reply(statisticsOf(process));
      setStatistics(process, request.what);
      return from.reply(undefined);
    case "noDebug":
      setTrace(process, false);
      setStatistics(process, false);
      return from.reply(undefined);
    case "stop":
      return target.stop(process, request.reason, null);
  }
}

/** A function of the asker's that throws harms neither the server nor its state: the asker gets the error. */
function answer(from: PendingCall, op: string, work: () => unknown): void {
  try {
    from.reply(work());
  } catch (error) {
    if (error instanceof TinctureError && error.code === "code_change_failed") return from.fail(error);
    const text = error instanceof Error ? error.message : String(error);
    from.fail(failure("callback_failed", { operation: op, text }, { cause: error }));
  }
}
