/**
 * The search that all forms of `receive` share: the first message, oldest first, that a clause function takes.
 *
 * Shape: a clause function answers `skip` to what it leaves; any other answer means that the message is taken.
 */
import { checkTimeout } from "./error.js";
import type { Process } from "./process.js";
import { vm } from "./vm.js";

/**
 * A clause function's answer to a message that it leaves in the mailbox.
 * @example
 * await run(async () => {
 *   send(self(), 1);
 *   send(self(), "two");
 *   return await receive((message: number | string) => (typeof message === "string" ? message : skip));
 * }); // => "two"
 */
export const skip: unique symbol = Symbol("skip");

export type Clauses = (message: unknown) => unknown;

export interface After<R = unknown> {
  readonly ms: number;
  readonly then: () => R;
}

/** What a `receive` does when nothing fitting came within `ms` milliseconds. 0: it only looks. Infinity: never. */
export function after<R>(ms: number, then: () => R): After<R> {
  return { ms: checkTimeout(ms, "receive"), then };
}

/** Looks for a fitting message from place `from` on; `skip` if there is none. */
export function take(process: Process, clauses: Clauses | undefined, from: number): unknown {
  const box = process.mailbox;
  if (box === null) return skip;
  try {
    return box.search(from, clauses ?? itself, skip);
  } finally {
    vm.reductions -= box.place - from + 1;
  }
}

const itself: Clauses = (message) => message;
