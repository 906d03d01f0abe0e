/**
 * The errors that users meet. `code` says which; the text is in messages/runtime.md.
 *
 * A process's death is no Error: it is an exit reason, plain data. These classes are what those who wait for a process see of it.
 */
import { type MessageKey, say } from "./message.js";

/**
 * Base of all errors of the package.
 * @example
 * let code = "";
 * try {
 *   send("nobody", "hello");
 * } catch (error) {
 *   if (error instanceof TinctureError) code = error.code;
 * }
 * code; // => "no_such_name"
 */
export class TinctureError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TinctureError";
    this.code = code;
  }
}

/** The error of an entry in messages/runtime.md, with its words filled in. */
export function failure(
  key: MessageKey,
  words?: Readonly<Record<string, unknown>>,
  options?: ErrorOptions,
): TinctureError {
  return new TinctureError(codeOf(key), say(key, words), options);
}

const codeOf = (key: MessageKey): string => key.split("/")[0] as string;

/** A reason as text: errors by the first line of their message, the rest as JSON where that is possible. */
export function reasonText(reason: unknown): string {
  const errorText = (error: Error): string => `${error.name}: ${error.message.split("\n")[0]}`;
  if (reason instanceof Error) return errorText(reason);
  if (typeof reason === "string") return reason;
  try {
    // Such as { shutdown: { failed_to_start_child, reason } }: what an Error in it says would be lost.
    const shown = (_key: string, value: unknown): unknown => (value instanceof Error ? errorText(value) : value);
    return JSON.stringify(reason, shown) ?? String(reason);
  } catch {
    return String(reason);
  }
}

const because = (reason: unknown): ErrorOptions | undefined =>
  reason instanceof Error ? { cause: reason } : undefined;

const callKeys: Readonly<Record<string, MessageKey>> = {
  noproc: "call_failed/noproc",
  timeout: "call_failed/timeout",
  calling_self: "call_failed/calling_self",
  noconnection: "call_failed/noconnection",
};

/**
 * A call that got no answer: `reason` is "timeout", "noproc", "calling_self" or what the server died of; `request` reads "getScore/1".
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call((by: number) => (count += by)) };
 * }, { name: "Counter" });
 * const error: any = await Counter.next(1).catch((error) => error);
 * error instanceof CallError; // => true
 * [error.reason, error.server, error.request]; // => ["noproc", "Counter", "next/1"]
 */
export class CallError extends TinctureError {
  readonly reason: unknown;
  readonly server: unknown;
  readonly request: string;
  constructor(reason: unknown, server: unknown, request: string) {
    const key = (typeof reason === "string" && callKeys[reason]) || "call_failed";
    super(
      "call_failed",
      say(key, { request, server: addressText(server), reason: reasonText(reason) }),
      because(reason),
    );
    this.name = "CallError";
    this.reason = reason;
    this.server = server;
    this.request = request;
  }
}

/** What a node itself is asked for goes to a name with `$`, which no process can have. */
const onNode = (name: string, node: string): string =>
  name.startsWith("$") ? `the node ${node}` : `"${name}" on ${node}`;

/** A name or pid as text. */
export function addressText(address: unknown): string {
  if (typeof address === "string") return `"${address}"`;
  if (typeof address === "object" && address !== null) {
    if ("key" in address) return `the name ${reasonText(address.key)} of a registry`;
    if ("node" in address && "name" in address) return onNode(String(address.name), String(address.node));
    if ("global" in address) return `the global name "${String(address.global)}"`;
  }
  return String(address);
}

/**
 * code: "already_started" (with `pid`), "init_failed" (with `reason`), "ignored".
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * const pid = await Counter.start();
 * const error: any = await Counter.start().catch((error) => error);
 * error instanceof StartError; // => true
 * [error.code, error.pid === pid]; // => ["already_started", true]
 */
export class StartError extends TinctureError {
  readonly reason: unknown;
  readonly pid?: unknown;
  constructor(
    code: "already_started" | "init_failed" | "ignored",
    reason: unknown,
    pid?: unknown,
    text: string = say(code, { pid, reason: reasonText(reason) }),
  ) {
    super(code, text, because(reason));
    this.name = "StartError";
    this.reason = reason;
    if (pid !== undefined) this.pid = pid;
  }

  /** Of a start that was not done in its time. */
  static late(timeout: number): StartError {
    return new StartError("init_failed", "timeout", undefined, say("init_failed/timeout", { timeout }));
  }
}

/**
 * What `refuse("text")` rejects with; an Error given to `refuse` arrives as it is.
 * @example
 * const Account = genserver((balance: number) => {
 *   return { withdraw: call((amount: number) => (amount > balance ? refuse("insufficient funds") : (balance -= amount))) };
 * });
 * const account = Account.at(await Account.start(100));
 * const error: any = await account.withdraw(1000).catch((error) => error);
 * error instanceof RefusedError; // => true
 * await account.withdraw(30); // => 70
 */
export class RefusedError extends TinctureError {
  constructor(text: string) {
    super("refused", say("refused", { text }));
    this.name = "RefusedError";
  }
}

/**
 * A process that was waited for (`run`, `Task.await`) ended with `reason`.
 * @example
 * const error: any = await run(() => exit("out of paper")).catch((error) => error);
 * error instanceof ExitError; // => true
 * error.reason; // => "out of paper"
 */
export class ExitError extends TinctureError {
  readonly reason: unknown;
  constructor(reason: unknown, text: string = say("exit", { reason: reasonText(reason) })) {
    super("exit", text, because(reason));
    this.name = "ExitError";
    this.reason = reason;
  }
}

/**
 * The exit reason of a process in which something that is no Error was thrown and not caught.
 * @example
 * const error: any = await run(() => {
 *   throw "out of paper";
 * }).catch((error) => error);
 * error.reason instanceof NoCatchError; // => true
 * error.reason.value; // => "out of paper"
 */
export class NoCatchError extends TinctureError {
  readonly value: unknown;
  constructor(value: unknown) {
    super("nocatch", say("nocatch", { value: reasonText(value) }));
    this.name = "NoCatchError";
    this.value = value;
  }
}

/** What `exit(reason)` throws in the process that calls it. It may be caught, as in Elixir; what leaves the process is `reason`. */
export class Exit extends TinctureError {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super("exit", say("exit/thrown", { reason: reasonText(reason) }));
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

/**
 * An end that is planned and therefore not reported: normal, shutdown, { shutdown: x }. A process that dies of its call to a server that was shut down is
 * one of the last kind: OTP's reason for that is `{shutdown, {gen_server, call, ...}}`.
 */
export function isPlanned(reason: unknown): boolean {
  return (
    reason === "normal" ||
    reason === "shutdown" ||
    (reason instanceof CallError && reason.reason === "shutdown") ||
    (typeof reason === "object" && reason !== null && "shutdown" in reason)
  );
}

/** Checks a timeout in ms. Errors: `bad_timeout` for a negative number, NaN or anything but a number. */
export function checkTimeout(ms: unknown, what: string): number {
  if (typeof ms === "number" && ms >= 0) return ms;
  throw failure("bad_timeout", { what, got: String(ms) });
}

/** For operations that need a process. */
export function notInProcess(operation: string): TinctureError {
  return failure("not_in_process", { operation });
}
