/**
 * Aliases: other addresses of a process, which can be closed. What is sent to a closed one is lost without a word.
 *
 * Shape: the process has what is sent in its mailbox like any message; the alias knows its owner, and whether it is open.
 * Source: erlang:alias/1, unalias/1; otp/behaviour.md 36.
 */
import { notInProcess } from "./error.js";
import { current, type Process } from "./process.js";

export interface AliasOptions {
  /** Closes with the first message that comes to it. Default false. */
  readonly reply?: boolean;
}

let lastAlias = 0;

export class Alias {
  readonly id = ++lastAlias;
  #open = true;
  readonly #once: boolean;
  constructor(
    readonly owner: Process,
    { reply = false }: AliasOptions,
  ) {
    this.#once = reply;
  }

  /** The process that a message sent now goes to, or undefined. Counts as the message, for an alias that takes one. */
  take(): Process | undefined {
    if (!this.#open) return undefined;
    if (this.#once) this.#open = false;
    return this.owner;
  }

  /** True if it was open. */
  close(): boolean {
    const before = this.#open;
    this.#open = false;
    return before;
  }

  toString(): string {
    return `Alias<${this.id}>`;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Another address of the calling process. Errors: `not_in_process`. */
export function alias(options: AliasOptions = {}): Alias {
  const owner = current();
  if (owner === undefined) throw notInProcess("alias(...)");
  return new Alias(owner, options);
}

/** Closes an alias of the calling process: nothing sent to it arrives any more; what is in the mailbox stays. True if it was open. */
export function unalias(address: Alias): boolean {
  return current() === address.owner && address.close();
}
