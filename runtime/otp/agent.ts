/**
 * `Agent`: a server that holds one value, and runs the functions that it is sent on it.
 *
 * Shape: a request is `[op, function]`; what the function gives is the answer ("get"), the new value ("update"), or both: `[answer, value]`. A function that
 * throws ends the agent, as a handler does. Functions that the plugin compiled to wait have a tag of their own, so that the loop knows before it calls them.
 * Source: Elixir Agent; otp/behaviour.md 205-210.
 */
import { copy } from "../core/copy.js";
import { Exit, failure, reasonText } from "../core/error.js";
import { type Frame, parked, withWait } from "../core/fiber.js";
import { type Name, resolve } from "../core/name.js";
import type { Process } from "../core/process.js";
import { reportError } from "../core/report.js";
import { ChildSpec } from "./child_spec.js";
import type { PendingCall, Request } from "./pending_call.js";
import { callByPromise, callHere, castTarget, deliverRequest } from "./request.js";
import { CALL, CAST, KIND_OF_TAG } from "./running.js";
import { ServerKind } from "./server.js";
import { type Startable, start, startHere } from "./start.js";
import { stop } from "./stop.js";
import { bodyOf, callWork } from "./task_process.js";

type Address = Process | Name;
type Change = (state: unknown) => unknown;
type Op = "get" | "update" | "getAndUpdate" | "cast";

/** The function of a request waits. */
const WAITS = 1 << 3;

class AgentServer extends ServerKind implements Startable {
  readonly title = "Agent";
  readonly terminates = false;
  readonly initWaits = true;

  *init(_process: Process, args: readonly unknown[]): Frame {
    const state = callWork(args[0], []);
    return state === parked ? yield : state;
  }
  initialized(process: Process, state: unknown): void {
    process.data = copy(state);
  }
  caughtInInit(thrown: unknown): never {
    return this.caught(0, thrown);
  }
  /** As in any callback of OTP, a thrown value is taken for the result, and is none. */
  caught(_tag: number, thrown: unknown): never {
    throw thrown instanceof Error ? thrown : new Exit({ bad_return_value: thrown });
  }
  waits(tag: number): boolean {
    return (tag & WAITS) !== 0;
  }

  begin(process: Process, tag: number, payload: unknown): unknown {
    const kind = tag & KIND_OF_TAG;
    if (kind !== CALL && kind !== CAST) return this.unexpected(process, payload);
    const change = Array.isArray(payload) ? payload[1] : undefined;
    if (typeof change !== "function") throw failure("unknown_request", { request: reasonText(payload) });
    return (bodyOf(change) ?? change)(process.data);
  }

  private unexpected(process: Process, payload: unknown): void {
    reportError({ pid: process, message: payload }, `Agent ${process} got a message; it was dropped`);
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    const kind = tag & KIND_OF_TAG;
    if (kind !== CALL && kind !== CAST) return;
    switch ((payload as [Op])[0]) {
      case "get":
        return from?.reply(result);
      case "getAndUpdate":
        if (!Array.isArray(result) || result.length !== 2) throw new Exit({ bad_return_value: result });
        process.data = result[1];
        return from?.reply(result[0]);
      default:
        process.data = result;
        from?.reply(undefined);
    }
  }

  readState(process: Process): unknown {
    return process.data;
  }
  writeState(process: Process, state: unknown): unknown {
    process.data = state;
    return state;
  }
  /** `extra` is the function that makes the new value of the old one. */
  changeCode(process: Process, _fromVersion: unknown, extra: unknown): unknown {
    return typeof extra === "function" ? this.writeState(process, extra(process.data)) : undefined;
  }
  describe(_tag: number, payload: unknown): unknown {
    return Array.isArray(payload) ? payload[0] : payload;
  }
}

const kind = new AgentServer();

const TIMEOUT = 5000;

const requests = new Map<string, Request>();
/** The request of an operation, made once. */
function requestFor(op: Op, change: Change): Request {
  const waits = bodyOf(change) !== undefined;
  const key = `${op}${waits}`;
  let request = requests.get(key);
  if (request === undefined) {
    request = { tag: (op === "cast" ? CAST : CALL) | (waits ? WAITS : 0), name: op, kind };
    requests.set(key, request);
  }
  return request;
}

/** An operation that asks the agent. */
function asks(op: Op) {
  return withWait(
    (agent: Address, change: Change, timeout: number = TIMEOUT): Promise<unknown> =>
      callByPromise(agent, requestFor(op, change), [op, change], timeout),
    (agent: Address, change: Change, timeout: number = TIMEOUT) =>
      callHere(agent, requestFor(op, change), [op, change], timeout),
  );
}

export interface AgentOptions {
  readonly name?: Name;
  /** Milliseconds that `init` may take; then the agent is killed and `start` rejects (StartError, reason "timeout"). Default: no limit. */
  readonly timeout?: number;
}

function starter(link: boolean) {
  return withWait(
    (init: () => unknown, options: AgentOptions = {}): Promise<Process> => start(kind, [init], { ...options, link }),
    (init: () => unknown, options: AgentOptions = {}) => startHere(kind, [init], { ...options, link }),
  );
}

export const Agent = {
  start: starter(false),
  startLink: starter(true),
  /** The agent as a child of a supervisor. Its id is its name, or "Agent". */
  child(init: () => unknown, options: AgentOptions = {}): ChildSpec {
    const { name } = options;
    return new ChildSpec(typeof name === "string" ? name : "Agent", "worker", () =>
      startHere(kind, [init], { ...options, link: true }),
    );
  },
  get: asks("get"),
  update: asks("update"),
  getAndUpdate: asks("getAndUpdate"),
  /** Changes the value and does not wait. Never fails. */
  cast(agent: Address, change: Change): void {
    const process = castTarget(() => resolve(agent));
    if (process !== undefined) deliverRequest(process, requestFor("cast", change), ["cast", change], null);
  },
  stop,
};
