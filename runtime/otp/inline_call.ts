// biome-ignore-all lint/complexity/noArguments: a rest parameter costs an array per call
/**
 * The fast lane of a call: an idle server of a block, a handler that does not wait, up to three arguments.
 *
 * What it saves against request.ts: the pending call, the array of arguments, and the way through the server's loop. About half of the
 * time of a call goes with them (`npm run bench -- call`). Whatever is out of the ordinary (a throw, a promise, messages that came meanwhile) goes back to the ordinary path.
 * Same meaning as there, which is where to read it.
 */
import { copy, copyArguments, isObject } from "../core/copy.js";
import { isThenable, parked } from "../core/fiber.js";
import type { Name } from "../core/name.js";
import { DEBUGGED, DOING, Process, QUEUED, RUNNING, SUSPENDED, WAITING } from "../core/process.js";
import { MAX_DEPTH, vm } from "../core/vm.js";
import type { BlockServer } from "./block_server.js";
import type { Run } from "./handler.js";
import { PendingCall, type Request } from "./pending_call.js";
import { afterInline, callHere, clearWay, parkFor } from "./request.js";
import { goIdle } from "./server.js";

/* What a client holds is under symbols: its strings are the user's, who may have a handler named `timeout`. */
export const ADDRESS: unique symbol = Symbol("address");
/** Milliseconds. */
export const PATIENCE: unique symbol = Symbol("patience");
/** The server, if it is known. It may be dead. */
export const LOCATE: unique symbol = Symbol("locate");

/** What a client method is called on. */
export interface Addressed {
  readonly [ADDRESS]: Process | Name;
  readonly [PATIENCE]: number;
  [LOCATE](): Process | undefined;
}

/** The arguments as an array. Array.from would cost 300 ns. */
export function listOf(args: IArguments): unknown[] {
  return Array.prototype.slice.call(args);
}

function argumentList(count: number, x: unknown, y: unknown, z: unknown): unknown[] {
  switch (count) {
    case 0:
      return [];
    case 1:
      return [x];
    case 2:
      return [x, y];
    default:
      return [x, y, z];
  }
}

/** Thrown in place of a handler: the call goes the ordinary way. */
const detour: unique symbol = Symbol("detour");
/** What a method runs that somebody keeps although an upgrade has made another of its handler. */
export const takeDetour: Run = () => {
  throw detour;
};

/** The version of a call method for process code that awaits it at once, and how to have it run another version of its handler. */
export function inlineMethod(kind: BlockServer, request: Request, first: Run) {
  const { tag } = request;
  let run = first;
  const become = (next: Run): void => {
    run = next;
  };
  return { here, become };

  function here(this: Addressed, a?: unknown, b?: unknown, c?: unknown): unknown {
    const count = arguments.length;
    if (count > 3) return callHere(this[ADDRESS], request, copyArguments(listOf(arguments)), this[PATIENCE]);
    let x = a;
    let y = b;
    let z = c;
    if (count === 1) x = copy(a);
    else if (isObject(a) || isObject(b) || isObject(c)) [x, y, z] = copyArguments([a, b, c]);
    const address = this[ADDRESS];
    const server = address instanceof Process ? address : this[LOCATE]();
    if (server !== undefined && (server.status & DOING) === QUEUED)
      if (!clearWay(server, address, request, argumentList(count, x, y, z))) return parked;
    if (
      server === undefined ||
      server.kind !== kind ||
      (server.status & (DOING | SUSPENDED | DEBUGGED)) !== WAITING ||
      vm.depth >= MAX_DEPTH ||
      vm.reductions-- <= 0
    ) {
      return callHere(address, request, argumentList(count, x, y, z), this[PATIENCE]);
    }
    const before = vm.current;
    vm.current = server.slot;
    vm.depth++;
    server.status |= RUNNING;
    let result: unknown;
    try {
      const state = server.data;
      if (count === 0) result = run(state);
      else if (count === 1) result = run(state, x);
      else if (count === 2) result = run(state, x, y);
      else result = run(state, x, y, z);
      const waits = isObject(result) && isThenable(result);
      if (!waits) result = copy(result);
      vm.depth--;
      vm.current = before;
      if (server.mailbox === null && vm.doomed === 0 && !waits) {
        server.status &= ~DOING;
        return result;
      }
    } catch (thrown) {
      vm.depth--;
      return threw(this, thrown, server, before, argumentList(count, x, y, z));
    }
    return finish(this, result, server, before, argumentList(count, x, y, z));
  }

  function threw(client: Addressed, thrown: unknown, server: Process, before: number, args: unknown[]): unknown {
    return settle(client, server, before, args, (from) => {
      if (thrown === detour) kind.handle(server, tag, args, from);
      else kind.failed(server, tag, args, from, thrown);
    });
  }

  function finish(client: Addressed, result: unknown, server: Process, before: number, args: unknown[]): unknown {
    return settle(client, server, before, args, (from) => kind.accept(server, tag, args, from, result));
  }

  /** Ends the call on the ordinary path: `end` does what the server's loop would do now. */
  function settle(
    client: Addressed,
    server: Process,
    before: number,
    args: unknown[],
    end: (from: PendingCall) => void,
  ): unknown {
    const from = new PendingCall(server, client[ADDRESS], request, args);
    vm.current = server.slot;
    vm.depth++;
    end(from);
    if ((server.status & DOING) === RUNNING) goIdle(server);
    vm.depth--;
    vm.current = before;
    const outcome = afterInline(server, from);
    return outcome instanceof PendingCall ? parkFor(outcome, client[PATIENCE]) : outcome;
  }
}
