/**
 * `stop`: ends a server in order and waits until it is dead.
 *
 * Order: it takes its place in the mailbox; `terminate` runs, trapping exits or not; the promise settles once the process is gone. Ending with another
 * reason than asked is an error (a terminate that crashed). Source: GenServer.stop/3, proc_lib:stop/3; otp/behaviour.md 87-91.
 */

import { copy } from "../core/copy.js";
import { Ending, stillAlive } from "../core/ending.js";
import { CallError, checkTimeout } from "../core/error.js";
import { park, parked, wake, withWait } from "../core/fiber.js";
import { type Name, resolve } from "../core/name.js";
import { current, type Process } from "../core/process.js";
import { exitSignal } from "../core/signal.js";
import { PendingCall, type Request } from "./pending_call.js";
import { deliverRequest } from "./request.js";
import { SYSTEM } from "./running.js";

const request: Request = { tag: SYSTEM, name: "stop", kind: null };

function sameReason(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return (
    typeof a === "object" &&
    typeof b === "object" &&
    a !== null &&
    b !== null &&
    "shutdown" in a &&
    "shutdown" in b &&
    sameReason(a.shutdown, b.shutdown)
  );
}

/** The process to stop. Throws what the asker did wrong; nothing waits yet. */
function target(server: Process | Name, timeout: number): Process {
  checkTimeout(timeout, "stop");
  const process = resolve(server);
  if (process === undefined) throw new CallError("noproc", server, "stop");
  if (process === current()) throw new CallError("calling_self", server, "stop");
  return process;
}

function ask(
  process: Process,
  server: Process | Name,
  reason: unknown,
  timeout: number,
  settle: (error: CallError | undefined) => void,
): void {
  const own = copy(reason);
  new Ending(process, timeout, (ended) => {
    if (ended === stillAlive) settle(new CallError("timeout", server, "stop"));
    else settle(sameReason(ended, own) ? undefined : new CallError(ended, server, "stop"));
  });
  if (process.kind.serves)
    deliverRequest(process, request, { op: "stop", reason: own }, new PendingCall(process, server, request, undefined));
  else exitSignal(process, current(), own);
}

/** Ends `server` with `reason` (default "normal") and waits up to `timeout` ms (default: without end). Errors: CallError with `noproc`, `timeout`, or the reason it ended with instead. */
export function stop(
  server: Process | Name,
  reason: unknown = "normal",
  timeout: number = Number.POSITIVE_INFINITY,
): Promise<void> {
  return new Promise((resolve, reject) => {
    ask(target(server, timeout), server, reason, timeout, (error) => (error === undefined ? resolve() : reject(error)));
  });
}

function stopHere(
  server: Process | Name,
  reason: unknown = "normal",
  timeout: number = Number.POSITIVE_INFINITY,
): unknown {
  const process = target(server, timeout);
  const fiber = park();
  const turn = fiber.wait;
  ask(process, server, reason, timeout, (error) => wake(fiber, turn, error, error !== undefined));
  return parked;
}
withWait(stop, stopHere);
