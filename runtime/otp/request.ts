/**
 * The way of a call: from the caller to the handler and back.
 *
 * Hot path: an idle server's handler runs on the blocked caller's stack. That is a legal schedule: the server waits, so its mailbox is empty and everything
 * sent to it before has been handled; the caller could do nothing meanwhile. Otherwise the call queues and the caller parks (process code) or holds a
 * promise (everybody else). No promise and no timer is made for a call that runs inline.
 *
 * Source: OTP gen:call/4; otp/behaviour.md 57-74.
 */
import { copyReason } from "../core/copy.js";
import { CallError, checkTimeout } from "../core/error.js";
import { currentFiber, mustEnd, park, parked } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import { type Name, resolve } from "../core/name.js";
import {
  current,
  DEBUGGED,
  DOING,
  isDead,
  isDoomed,
  type Process,
  QUEUED,
  RUNNING,
  SUSPENDED,
  setDoing,
  WAITING,
} from "../core/process.js";
import { isRemote } from "../core/remote.js";
import { deliver, giveTurnTo } from "../core/scheduler.js";
import { reapIfDoomed } from "../core/signal.js";
import { MAX_DEPTH, TURN, vm } from "../core/vm.js";
import { PendingCall, type Request, titleOf } from "./pending_call.js";
import { KIND_OF_TAG } from "./running.js";
import { goIdle, type ServerKind } from "./server.js";

/** What a call gives: the value, or the pending call when it is not settled yet. */
type Outcome = unknown;

/* A request of one kind's clients that reaches another kind of server arrives there as an unknown one: number 0, with its name. */
function tagFor(server: Process, request: Request): number {
  return request.kind === null || request.kind === server.kind ? request.tag : request.tag & KIND_OF_TAG;
}

function payloadFor(server: Process, request: Request, payload: unknown): unknown {
  return request.kind === null || request.kind === server.kind ? payload : [request.name, ...(payload as unknown[])];
}

/** Puts a request into a mailbox. A process that is no server gets it as a message, as OTP's `$gen_call` and `$gen_cast`. */
export function deliverRequest(server: Process, request: Request, payload: unknown, from: PendingCall | null): void {
  if (isRemote(server)) return server.kind.deliver(server, request.tag & KIND_OF_TAG, { request, payload }, from);
  if (server.kind.serves) return deliver(server, tagFor(server, request), payloadFor(server, request, payload), from);
  const foreign = [request.name, ...(Array.isArray(payload) ? payload : [payload])];
  const message = from === null ? { tag: "$gen_cast", request: foreign } : { tag: "$gen_call", from, request: foreign };
  from?.hold();
  deliver(server, MESSAGE, message, null);
}

/** The process a cast goes to. A cast never fails, so an address that can't be asked is one where nobody is. */
export function castTarget(locate: () => Process | undefined): Process | undefined {
  try {
    return locate();
  } catch {
    return undefined;
  }
}

/** Calls made inline by ordinary code since it last gave way. */
let outside = 0;

function mayRunInline(server: Process): boolean {
  if ((server.status & (DOING | SUSPENDED | DEBUGGED)) !== WAITING || vm.depth >= MAX_DEPTH) return false;
  if (vm.current !== 0) return vm.reductions > 0;
  if (++outside < TURN) return true;
  outside = 0;
  return false;
}

/** Runs the request on the caller's stack. Gives its value, or the pending call if the server has not answered yet. Throws what the caller gets. */
function inline(server: Process, address: Process | Name, request: Request, payload: unknown): Outcome {
  const kind = server.kind as ServerKind;
  const before = vm.current;
  const { side } = vm;
  vm.current = server.slot;
  vm.side = null;
  vm.depth++;
  vm.reductions--;
  setDoing(server, RUNNING);
  const from = new PendingCall(server, address, request, payload);
  if (kind.handle(server, tagFor(server, request), payloadFor(server, request, payload), from)) goIdle(server);
  vm.depth--;
  vm.current = before;
  vm.side = side;
  return afterInline(server, from);
}

/**
 * Back on the caller's side: takes the server out if it was doomed meanwhile, and gives the answer or the pending call. A caller who was doomed meanwhile
 * gets `parked`: its code yields and never goes on, so it can't catch its own end.
 */
export function afterInline(server: Process, from: PendingCall): Outcome {
  if (vm.doomed !== 0) {
    reapIfDoomed(server);
    const caller = current();
    if (caller !== undefined && isDoomed(caller)) return parked;
  }
  if (!from.settled) {
    from.hold();
    return from;
  }
  if (from.failed) throw from.value;
  return from.value;
}

function queue(server: Process, address: Process | Name, request: Request, payload: unknown): PendingCall {
  const from = new PendingCall(server, address, request, payload);
  deliverRequest(server, request, payload, from);
  return from;
}

function target(address: Process | Name, request: Request, payload: unknown, timeout: number): Process {
  checkTimeout(timeout, "a call");
  const server = resolve(address);
  if (server === undefined) throw new CallError("noproc", address, titleOf(request, payload));
  if (server.slot === vm.current) throw new CallError("calling_self", address, titleOf(request, payload));
  return server;
}

/** A call whose caller awaits it at once, in the main line of a process. */
export function callHere(address: Process | Name, request: Request, payload: unknown, timeout: number): unknown {
  const server = target(address, request, payload, timeout);
  if (!clearWay(server, address, request, payload)) return parked;
  let outcome: Outcome;
  if (mayRunInline(server)) {
    outcome = inline(server, address, request, payload);
    if (!(outcome instanceof PendingCall)) return outcome;
  } else {
    currentFiber();
    outcome = queue(server, address, request, payload);
  }
  return parkFor(outcome as PendingCall, timeout);
}

/**
 * Before a call: a server that is ready to run has its turn now, on the stack of the caller who is about to wait for it, and handles what was sent before the
 * call. Then the call itself finds it idle and can run inline. Throws what the caller gets if the server died of it; false when the caller itself was told to exit.
 */
export function clearWay(server: Process, address: Process | Name, request: Request, payload: unknown): boolean {
  if ((server.status & (DOING | SUSPENDED)) !== QUEUED || !server.kind.serves || !giveTurnTo(server)) return true;
  if (vm.doomed !== 0 && mustEnd()) return false;
  if (isDead(server)) throw new CallError(copyReason(server.data), address, titleOf(request, payload));
  return true;
}

/** Parks the current fiber until the call is settled. */
export function parkFor(call: PendingCall, timeout: number): unknown {
  call.waitIn(park(), timeout);
  return parked;
}

/** A call whose result is a promise. */
export function callByPromise(
  address: Process | Name,
  request: Request,
  payload: unknown,
  timeout: number,
): Promise<unknown> {
  try {
    const server = target(address, request, payload, timeout);
    const outcome = mayRunInline(server)
      ? inline(server, address, request, payload)
      : queue(server, address, request, payload);
    if (outcome === parked) return new Promise(() => {});
    return outcome instanceof PendingCall ? outcome.toPromise(timeout) : Promise.resolve(outcome);
  } catch (error) {
    return Promise.reject(error);
  }
}
