/**
 * The search that all forms of `receive` share: the first message, oldest first, that a clause function takes.
 *
 * Shape: a clause function answers `skip` to what it leaves; any other answer means that the message is taken.
 */
import { checkTimeout } from "./error.js";
import { type Mailbox, nothing } from "./mailbox.js";
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
  let i = from;
  let message: unknown;
  let answer: unknown;
  try {
    for (; i < box.count; i++) {
      message = box.plain(i);
      if (message === nothing) continue;
      answer = clauses === undefined ? message : clauses(message);
      if (answer !== skip) break;
    }
  } catch (error) {
    removeMessage(box, i, message);
    throw error;
  } finally {
    vm.reductions -= i - from + 1;
  }
  if (i >= box.count) return skip;
  removeMessage(box, i, message);
  return answer;
}

/** Removes a message whose place may have changed while its clause ran (a `demonitor` with flush takes others out). */
function removeMessage(box: Mailbox, place: number, message: unknown): void {
  let i = Math.min(place, box.count - 1);
  while (i >= 0 && box.payload(i) !== message) i--;
  if (i >= 0) box.remove(i);
}
