/**
 * What `sys.trace`, `sys.statistics` and tests keep of a server while somebody wants it. A server without them has neither this nor a cost: its status has no
 * DEBUGGED flag, which is part of the one test that sends a call on the fast lane.
 *
 * Flow: the server's loop tells `cameIn` of every message, a reply tells `wentOut`; system messages are not counted.
 * Source: OTP sys:handle_debug/4; otp/behaviour.md 217.
 */
import { clock } from "../core/clock.js";
import { DEBUGGED, type Process } from "../core/process.js";
import { reportError, reportInfo, show } from "../core/report.js";

/** Something a traced server did: it got a message, or sent a reply. */
export interface TraceEvent {
  readonly event: "in" | "out";
  /** Of a message that came in: "call", "cast", "info", "timeout" or "continue"; "reply" of one that went out. */
  readonly kind: string;
  readonly server: Process;
  readonly name: string | null;
  /** The message; of a block's call or cast, its name and arguments. */
  readonly message: unknown;
}

/** What `sys.statistics` counts. */
export interface Statistics {
  /** Milliseconds since 1970: when counting began, and now. */
  readonly startedAt: number;
  readonly now: number;
  /** Messages handled and replies sent since. */
  readonly messagesIn: number;
  readonly messagesOut: number;
}

export type Tracer = boolean | ((event: TraceEvent) => void);

/** Asked before a message is handled; throws in the place of the handler. */
export type Fault = (message: unknown) => void;

class Debug {
  trace: ((event: TraceEvent) => void) | null = null;
  fault: Fault | null = null;
  counts: { startedAt: number; messagesIn: number; messagesOut: number } | null = null;
}

const debugs = new WeakMap<Process, Debug>();

function change(server: Process, set: (debug: Debug) => void): void {
  const debug = debugs.get(server) ?? new Debug();
  set(debug);
  if (debug.trace === null && debug.counts === null && debug.fault === null) {
    debugs.delete(server);
    server.status &= ~DEBUGGED;
  } else {
    debugs.set(server, debug);
    server.status |= DEBUGGED;
  }
}

/** Has the events of a server told to a function; `true`: to the logger, `false`: to nobody. */
export function setTrace(server: Process, tracer: Tracer): void {
  change(server, (debug) => {
    debug.trace = typeof tracer === "function" ? tracer : tracer ? toLogger : null;
  });
}

/** Has a server fail where a test wants it to. */
export function setFault(server: Process, fault: Fault | null): void {
  change(server, (debug) => {
    debug.fault = fault;
  });
}

/** Call for a server with the flag only, where its handler would be called. */
export function failHere(server: Process, message: unknown): void {
  debugs.get(server)?.fault?.(message);
}

export function setStatistics(server: Process, on: boolean): void {
  change(server, (debug) => {
    debug.counts = on ? { startedAt: clock.wallTime(), messagesIn: 0, messagesOut: 0 } : null;
  });
}

/** Undefined when nobody turned them on. */
export function statisticsOf(server: Process): Statistics | undefined {
  const counts = debugs.get(server)?.counts;
  return counts ? { ...counts, now: clock.wallTime() } : undefined;
}

/** What is on, for the status. */
export function debugOf(server: Process): { trace: boolean; statistics: boolean } {
  const debug = debugs.get(server);
  return { trace: debug?.trace != null, statistics: debug?.counts != null };
}

/** Call for a server with the flag only. */
export function cameIn(server: Process, kind: string, message: unknown): void {
  note(server, "in", kind, message);
}
export function wentOut(server: Process, message: unknown): void {
  note(server, "out", "reply", message);
}

function note(server: Process, event: "in" | "out", kind: string, message: unknown): void {
  const debug = debugs.get(server);
  if (debug === undefined) return;
  if (debug.counts !== null) debug.counts[event === "in" ? "messagesIn" : "messagesOut"]++;
  if (debug.trace === null) return;
  try {
    debug.trace({ event, kind, server, name: server.more?.name ?? null, message });
  } catch (error) {
    setTrace(server, false);
    reportError(
      { err: error, trace: { server } },
      `the trace of ${server} is off: its function threw ${String(error)}`,
    );
  }
}

function toLogger(event: TraceEvent): void {
  const { server, name, kind, message } = event;
  const what = event.event === "in" ? `got ${kind}` : "sent";
  reportInfo({ trace: event }, `trace ${server}${name === null ? "" : ` "${name}"`} ${what} ${show(message)}`);
}
