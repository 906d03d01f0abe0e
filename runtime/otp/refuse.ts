/**
 * `refuse`: a call is answered with an error, and the server lives on.
 *
 * It throws, so that nothing after it runs; the server's loop takes it apart. Outside of a handler it is an ordinary error that says where it belongs.
 */
import { RefusedError, TinctureError } from "../core/error.js";
import { say } from "../core/message.js";

export class RefusalThrown extends TinctureError {
  readonly error: Error;
  constructor(error: Error) {
    super("refused", say("refused/outside", { text: error.message }));
    this.name = "RefusalThrown";
    this.error = error;
  }
}

/**
 * Ends a call handler: the caller's promise rejects with `error` (a text becomes a RefusedError); the server lives on with its state as it is.
 * @example
 * const Door = genserver(() => {
 *   return { open: call((key: string) => (key === "k" ? "open" : refuse("wrong key"))) };
 * });
 * const door = Door.at(await Door.start());
 * await door.open("x").catch((error) => error.message); // => "wrong key"
 * await door.open("k"); // => "open"
 */
export function refuse(error: Error | string): never {
  throw new RefusalThrown(typeof error === "string" ? new RefusedError(error) : error);
}

/** What `ignore()` throws: the server is not started, and its starter is told so. */
export class IgnoreThrown extends TinctureError {
  constructor() {
    super("ignored", say("ignored/outside"));
    this.name = "IgnoreThrown";
  }
}

/**
 * Ends a block: the server is not started, and its starter is told so without an error. Source: GenServer init, `:ignore`.
 * @example
 * const Mailer = genserver((host: string | undefined) => {
 *   if (host === undefined) return ignore();
 *   return { host: call(() => host) };
 * });
 * const error: any = await Mailer.start(undefined).catch((error) => error);
 * error.code; // => "ignored"
 */
export function ignore(): never {
  throw new IgnoreThrown();
}
