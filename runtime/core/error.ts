/**
 * The errors that users meet. `code` says which; text is in `messages/runtime.md` terms: what is wrong, then what to do.
 *
 * A process's death is no Error: it is an exit reason, plain data. These classes are what waits for a process sees of it.
 */

/** Base of all errors of the package. */
export class TinctureError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TinctureError";
    this.code = code;
  }
}

/** A reason as text: errors by their message, the rest as JSON where that is possible. */
export function reasonText(reason: unknown): string {
  if (reason instanceof Error) return `${reason.name}: ${reason.message}`;
  if (typeof reason === "string") return reason;
  try {
    return JSON.stringify(reason) ?? String(reason);
  } catch {
    return String(reason);
  }
}

const because = (reason: unknown): ErrorOptions | undefined =>
  reason instanceof Error ? { cause: reason } : undefined;

/** A call that got no answer: `reason` is "timeout", "noproc", "calling_self" or what the server died of; `request` reads "getScore/1". */
export class CallError extends TinctureError {
  readonly reason: unknown;
  readonly server: unknown;
  readonly request: string;
  constructor(reason: unknown, server: unknown, request: string) {
    super("call_failed", `${request} of ${describe(server)} got no answer: ${explain(reason)}`, because(reason));
    this.name = "CallError";
    this.reason = reason;
    this.server = server;
    this.request = request;
  }
}

function describe(server: unknown): string {
  if (typeof server === "string") return `"${server}"`;
  if (typeof server === "object" && server !== null && "key" in server)
    return `the server named ${reasonText(server.key)}`;
  return String(server);
}

function explain(reason: unknown): string {
  if (reason === "noproc")
    return "no process has this name or pid (noproc); start the server first, or look at what it died of";
  if (reason === "timeout") return "no answer within its time (timeout); the server may still be at work on it";
  if (reason === "calling_self")
    return "a server can't call itself, it would wait for ever (calling_self); use a helper function of the block";
  return `the server ended with ${reasonText(reason)}`;
}

/** code: "already_started" (with `pid`), "init_failed" (with `reason`), "ignored". */
export class StartError extends TinctureError {
  readonly reason: unknown;
  readonly pid?: unknown;
  constructor(code: "already_started" | "init_failed" | "ignored", reason: unknown, pid?: unknown) {
    super(code, startText(code, reason, pid), because(reason));
    this.name = "StartError";
    this.reason = reason;
    if (pid !== undefined) this.pid = pid;
  }
}

function startText(code: string, reason: unknown, pid: unknown): string {
  if (code === "already_started") return `the name is taken by ${String(pid)} (already_started)`;
  if (code === "ignored") return "the block chose not to start (ignore)";
  return `the server didn't start: ${reasonText(reason)}`;
}

/** What `refuse("text")` rejects with; an Error given to `refuse` arrives as it is. */
export class RefusedError extends TinctureError {
  constructor(message: string) {
    super("refused", message);
    this.name = "RefusedError";
  }
}

/** A process that was waited for (`run`, `Task.await`) ended with `reason`. */
export class ExitError extends TinctureError {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super("exit", `the process ended with ${reasonText(reason)}`, because(reason));
    this.name = "ExitError";
    this.reason = reason;
  }
}

/** The exit reason of a process in which something that is no Error was thrown and not caught. */
export class NoCatchError extends TinctureError {
  readonly value: unknown;
  constructor(value: unknown) {
    super("nocatch", `${reasonText(value)} was thrown and not caught; throw an Error to have a message and a stack`);
    this.name = "NoCatchError";
    this.value = value;
  }
}

/** What `exit(reason)` throws in the process that calls it. It may be caught, as in Elixir; what leaves the process is `reason`. */
export class Exit extends TinctureError {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super("exit", `exit(${reasonText(reason)})`);
    this.name = "Exit";
    this.reason = reason;
  }
}

/** The exit reason for something thrown: the reason given to `exit`, the Error itself, or a NoCatchError around the rest. */
export function reasonOf(thrown: unknown): unknown {
  if (thrown instanceof Exit) return thrown.reason;
  if (thrown instanceof Error) return thrown;
  return new NoCatchError(thrown);
}

/** An end that is planned and therefore not reported: normal, shutdown, { shutdown: x }. */
export function isPlanned(reason: unknown): boolean {
  return (
    reason === "normal" ||
    reason === "shutdown" ||
    (typeof reason === "object" && reason !== null && "shutdown" in reason)
  );
}

/** Checks a timeout in ms. Errors: `bad_timeout` for a negative number, NaN or anything but a number. */
export function checkTimeout(ms: unknown, what: string): number {
  if (typeof ms === "number" && ms >= 0) return ms;
  throw new TinctureError(
    "bad_timeout",
    `expected the timeout of ${what} to be a number of milliseconds from 0 up, or Infinity; got ${String(ms)}`,
  );
}

/** For operations that need a process. */
export function notInProcess(operation: string): TinctureError {
  return new TinctureError(
    "not_in_process",
    `${operation} was reached outside of a process; call it in spawn(...), run(...) or a server, in code that the plugin compiles`,
  );
}
