/**
 * What a test says about its own mailbox: a message comes, or none does.
 *
 * Order: the mailbox is searched oldest first; the message that fits is taken out and given back, all others stay. A failure shows what fits not in what is
 * there. Source: ExUnit.Assertions assert_receive/3, refute_receive/3, assert_received/2, refute_received/2.
 */
import { failure, notInProcess } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import { current, type Process } from "../core/process.js";
import { receive } from "../core/receive.js";
import { receiveLater } from "../core/receive_later.js";
import { after, skip, take } from "../core/selective.js";
import { mismatch, type Pattern, shown, shownPattern } from "./pattern.js";

/** Milliseconds that a message may take, unless a test says otherwise. */
const PATIENCE = 100;
const MOST_SHOWN = 10;

type Caller = (...args: never[]) => unknown;

function owner(operation: string): Process {
  const process = current();
  if (process === undefined) throw notInProcess(`${operation}(...)`);
  return process;
}

const fits = (pattern: Pattern) => (message: unknown) => (mismatch(pattern, message) === undefined ? message : skip);

/** The mailbox in words: every message with what of it does not fit. */
function mailboxText(process: Process, pattern: Pattern): string {
  const box = process.mailbox;
  const messages: unknown[] = [];
  for (let i = 0; box !== null && i < box.count; i++) if (box.tag(i) === MESSAGE) messages.push(box.payload(i));
  if (messages.length === 0) return "The mailbox is empty.";
  const lines = messages.slice(0, MOST_SHOWN).map((message, i) => {
    const why = typeof pattern === "function" ? undefined : mismatch(pattern, message);
    return `  ${i + 1}. ${shown(message)}${why === undefined || why.startsWith("it is") ? "" : `   (${why})`}`;
  });
  const more = messages.length > MOST_SHOWN ? [`  and ${messages.length - MOST_SHOWN} more`] : [];
  const count = messages.length === 1 ? "1 message" : `${messages.length} messages`;
  return [`The mailbox has ${count}:`, ...lines, ...more].join("\n");
}

/** Keeps where the test asked: the failure comes later, from the scheduler. */
function placeOf(caller: Caller): { stack?: string } {
  const place: { stack?: string } = {};
  Error.captureStackTrace(place, caller);
  return place;
}

function fail(error: Error, place: { stack?: string }): never {
  const frames = place.stack?.slice(place.stack.indexOf("\n")) ?? "";
  error.stack = `${error.name}: ${error.message}${frames}`;
  throw error;
}

function missing(process: Process, pattern: Pattern, time: string): Error {
  return failure("no_message", { pattern: shownPattern(pattern), time, mailbox: mailboxText(process, pattern) });
}
const unwanted = (pattern: Pattern, message: unknown): Error =>
  failure("unwanted_message", { pattern: shownPattern(pattern), message: shown(message) });

/** Both ways to wait: in the main line of a process, and beside it. */
function waiting(
  name: string,
  begin: (process: Process, pattern: Pattern, ms: number, place: { stack?: string }) => Parameters<typeof receive>,
) {
  const asked = (caller: Caller, pattern: Pattern, ms: number) => begin(owner(name), pattern, ms, placeOf(caller));
  function here(pattern: Pattern, ms = PATIENCE): unknown {
    return receive(...asked(here, pattern, ms));
  }
  async function later(pattern: Pattern, ms = PATIENCE): Promise<unknown> {
    return receiveLater(...asked(later, pattern, ms));
  }
  return withWait(later, here);
}

/** Waits for a message that fits, up to `ms` ms (default 100), and gives it. Errors: `no_message`. */
export const assertReceive = waiting("assertReceive", (process, pattern, ms, place) => [
  fits(pattern),
  after(ms, () => fail(missing(process, pattern, ` within ${ms} ms`), place)),
]);

/** Waits `ms` ms (default 100) in which no message may come that fits. Errors: `unwanted_message`. */
export const refuteReceive = waiting("refuteReceive", (_process, pattern, ms, place) => [
  (message) => (mismatch(pattern, message) === undefined ? fail(unwanted(pattern, message), place) : skip),
  after(ms, () => undefined),
]);

/** A message that fits is there already. Gives it. Errors: `no_message`. */
export function assertReceived(pattern: Pattern): unknown {
  const process = owner("assertReceived");
  const found = take(process, fits(pattern), 0);
  return found === skip ? fail(missing(process, pattern, " so far"), placeOf(assertReceived)) : found;
}

/** No message that fits is there. Errors: `unwanted_message`. */
export function refuteReceived(pattern: Pattern): void {
  const found = take(owner("refuteReceived"), fits(pattern), 0);
  if (found !== skip) fail(unwanted(pattern, found), placeOf(refuteReceived));
}
