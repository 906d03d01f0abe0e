/**
 * `GenServer`: OTP's callback modules as they are, for generic behaviours and for those who want the state passed in and out.
 *
 * Shape: a callback gives a tuple. `["reply", value, state, extra?]`, `["noreply", state, extra?]`, `["stop", reason, state]`,
 * `["stop", reason, reply, state]`; `init` gives `["ok", state, extra?]`, `"ignore"` or `["stop", reason]`. `extra` is a timeout in ms, "hibernate" or
 * `{ continue: x }` ("hibernate" does nothing: a server at rest has no stack and no heap of its own that could be given back). Anything else ends the server with `{ bad_return_value: x }`. A thrown value that is no Error is taken for the result, as in Elixir.
 *
 * Source: OTP gen_server.erl; otp/behaviour.md 45-94.
 */
import { copy } from "../core/copy.js";
import { Exit, failure, reasonText } from "../core/error.js";
import { withWait } from "../core/fiber.js";
import { type Name, resolve } from "../core/name.js";
import type { Process } from "../core/process.js";
import { isBody } from "../core/receive.js";
import { reportError } from "../core/report.js";
import { die } from "../core/signal.js";
import { ChildSpec } from "./child_spec.js";
import type { FormatStatus, ShownStatus } from "./format_status.js";
import { abcast, type MultiReply, multiCall } from "./multi_call.js";
import type { PendingCall, Request } from "./pending_call.js";
import { callByPromise, callHere, castTarget, deliverRequest } from "./request.js";
import { CALL, CAST, CONTINUE, KIND_OF_TAG, running, TERMINATE, TIMEOUT } from "./running.js";
import { ServerKind } from "./server.js";
import { IgnoredInit, type Startable, type StartOptions, start, startHere } from "./start.js";

export type Extra = number | "infinity" | "hibernate" | { readonly continue: unknown };
export type Stop<S> = ["stop", unknown, S] | ["stop", unknown, unknown, S];
export type Result<S> = ["noreply", S, Extra?] | Stop<S>;

/** A callback module. All but `init` may be left out. */
export interface CallbackModule<S = unknown, I = unknown> {
  init(argument: I): ["ok", S, Extra?] | "ignore" | ["ignore"] | ["stop", unknown];
  handleCall?(request: never, from: PendingCall, state: S): ["reply", unknown, S, Extra?] | Result<S>;
  handleCast?(request: never, state: S): Result<S>;
  handleInfo?(message: never, state: S): Result<S>;
  handleContinue?(continuation: never, state: S): Result<S>;
  terminate?(reason: unknown, state: S): unknown;
  /** What of the server's inside may be shown in reports and by sys.getStatus. */
  formatStatus?(status: ShownStatus): ShownStatus;
  codeChange?(fromVersion: unknown, state: S, extra: unknown): ["ok", S] | ["error", unknown];
}

type Loose = { [name in keyof CallbackModule]?: (...args: unknown[]) => unknown };

/** How `GenServer.start` names a server, and whether it traps exits (default false). */
export interface GenServerOptions {
  readonly name?: Name;
  readonly trapExit?: boolean;
  /** Milliseconds that `init` may take; then the server is killed and `start` rejects (StartError, reason "timeout"). Default: no limit. */
  readonly timeout?: number;
}

/** Why a server ends that gave back what is no result. */
const badReturn = (value: unknown): Exit => new Exit({ bad_return_value: value });

class CallbackServer extends ServerKind implements Startable {
  readonly title = "GenServer";
  readonly terminates: boolean;
  readonly initWaits: boolean;
  override readonly formatStatus: FormatStatus | undefined;
  private readonly callbacks: Loose;

  constructor(module: CallbackModule<never, never>) {
    super();
    this.callbacks = module as unknown as Loose;
    this.terminates = module.terminate !== undefined;
    this.initWaits = isBody(module.init);
    this.formatStatus = module.formatStatus && ((status) => (module.formatStatus as FormatStatus)(status));
  }

  init(_process: Process, args: readonly unknown[]): unknown {
    return this.callbacks.init?.(...args);
  }

  initialized(process: Process, result: unknown): void {
    if (result === "ignore") throw new IgnoredInit();
    if (!Array.isArray(result)) throw badReturn(result);
    if (result[0] === "ignore" && result.length === 1) throw new IgnoredInit();
    if (result[0] === "stop" && result.length === 2) throw new Exit(result[1]);
    if (result[0] !== "ok" || result.length < 2 || result.length > 3) throw badReturn(result);
    process.data = result[1];
    this.then(process, result[2], result);
  }

  caughtInInit(thrown: unknown): unknown {
    return this.caught(0, thrown);
  }

  caught(_tag: number, thrown: unknown): unknown {
    if (thrown instanceof Error) throw thrown;
    return thrown;
  }

  waits(tag: number): boolean {
    return isBody(this.callbacks[this.nameOf(tag)]);
  }

  private nameOf(tag: number): keyof CallbackModule {
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return "handleCall";
      case CAST:
        return "handleCast";
      case CONTINUE:
        return "handleContinue";
      case TERMINATE:
        return "terminate";
      default:
        return "handleInfo";
    }
  }

  begin(process: Process, tag: number, payload: unknown, from: PendingCall | null): unknown {
    const state = process.data;
    const { callbacks } = this;
    const name = this.nameOf(tag);
    if (callbacks[name] === undefined) return this.missing(name, process, payload);
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return callbacks.handleCall?.(payload, from, state);
      case TIMEOUT:
        return callbacks.handleInfo?.("timeout", state);
      case TERMINATE:
        return callbacks.terminate?.((payload as { reason: unknown }).reason, state);
      default:
        return callbacks[name]?.(payload, state);
    }
  }

  private missing(name: string, process: Process, payload: unknown): unknown {
    if (name === "handleInfo") {
      reportError(
        { pid: process, message: payload },
        `GenServer ${process} got a message and has no handleInfo; it was dropped`,
      );
      return ["noreply", process.data];
    }
    throw failure("unknown_request", { request: reasonText(payload) });
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    const kind = tag & KIND_OF_TAG;
    if (kind === TERMINATE) return die(process, (payload as { reason: unknown }).reason);
    const tuple: unknown[] = Array.isArray(result) ? result : [];
    switch (tuple[0]) {
      case "reply":
        if (kind !== CALL || tuple.length < 3 || tuple.length > 4) break;
        process.data = tuple[2];
        from?.reply(tuple[1]);
        return this.then(process, tuple[3], result);
      case "noreply":
        if (tuple.length < 2 || tuple.length > 3) break;
        process.data = tuple[1];
        if (kind === CALL) from?.hold();
        return this.then(process, tuple[2], result);
      case "stop":
        if (tuple.length === 4 && kind === CALL) from?.reply(tuple[2]);
        else if (tuple.length !== 3) break;
        process.data = tuple[tuple.length - 1];
        return this.stop(process, tuple[1], from);
    }
    throw badReturn(result);
  }

  /** The last element of a result: what comes next. */
  private then(process: Process, extra: unknown, result: unknown): void {
    if (extra === undefined || extra === "hibernate" || extra === "infinity") return;
    if (typeof extra === "number" && extra >= 0) running(process).armIdle(extra);
    else if (typeof extra === "object" && extra !== null && "continue" in extra)
      running(process).next = { payload: extra.continue };
    else throw badReturn(result);
  }

  readState(process: Process): unknown {
    return process.data;
  }

  writeState(process: Process, state: unknown): unknown {
    process.data = state;
    return state;
  }

  changeCode(process: Process, fromVersion: unknown, extra: unknown): unknown {
    const result = this.callbacks.codeChange?.(fromVersion, process.data, extra) ?? ["ok", process.data];
    if (Array.isArray(result) && result[0] === "ok") return this.writeState(process, result[1]);
    const cause = Array.isArray(result) ? result[1] : result;
    throw failure("code_change_failed", { answer: reasonText(result) }, { cause });
  }

  describe(tag: number, payload: unknown): unknown {
    return (tag & KIND_OF_TAG) === TIMEOUT ? "timeout" : payload;
  }
}

const kinds = new WeakMap<object, CallbackServer>();

function kindOf(module: CallbackModule<never, never>): CallbackServer {
  const known = kinds.get(module);
  if (known !== undefined) return known;
  const kind = new CallbackServer(module);
  kinds.set(module, kind);
  return kind;
}

const callRequest: Request = { tag: CALL, name: "call", kind: null };
const castRequest: Request = { tag: CAST, name: "cast", kind: null };
const TIMEOUT_OF_CALL = 5000;

interface GenServerFunctions {
  readonly start: Start;
  readonly startLink: Start;
  child(module: CallbackModule<never, never>, argument: unknown, options?: GenServerOptions): ChildSpec;
  readonly call: (server: Process | Name, request: unknown, timeout?: number) => Promise<unknown>;
  cast(server: Process | Name, request: unknown): void;
  multiCall(nodes: readonly string[], name: string, request: unknown, timeout?: number): Promise<MultiReply>;
  abcast(nodes: readonly string[], name: string, request: unknown): "abcast";
}

type Start = <S, I>(module: CallbackModule<S, I>, argument: I, options?: GenServerOptions) => Promise<Process>;

function starter(link: boolean): Start {
  const plan = (options: GenServerOptions | undefined): StartOptions => ({ ...options, link });
  return withWait(
    ((module, argument, options) => start(kindOf(module as never), [argument], plan(options))) as Start,
    (module: CallbackModule<never, never>, argument: unknown, options?: GenServerOptions) =>
      startHere(kindOf(module), [argument], plan(options)),
  );
}

export const GenServer: GenServerFunctions = {
  start: starter(false),
  startLink: starter(true),
  /** The server as a child of a supervisor. Its id is its name, or "GenServer". */
  child(module: CallbackModule<never, never>, argument: unknown, options: GenServerOptions = {}): ChildSpec {
    const { name } = options;
    return new ChildSpec(typeof name === "string" ? name : "GenServer", "worker", () =>
      startHere(kindOf(module), [argument], { ...options, link: true }),
    );
  },
  /** Asks a server and waits for its answer, up to `timeout` ms (default 5000). Errors: CallError. */
  call: withWait(
    (server: Process | Name, request: unknown, timeout: number = TIMEOUT_OF_CALL): Promise<unknown> =>
      callByPromise(server, callRequest, copy(request), timeout),
    (server: Process | Name, request: unknown, timeout: number = TIMEOUT_OF_CALL) =>
      callHere(server, callRequest, copy(request), timeout),
  ),
  /** Tells a server something. Never fails. */
  cast(server: Process | Name, request: unknown): void {
    const process = castTarget(() => resolve(server));
    if (process !== undefined) deliverRequest(process, castRequest, copy(request), null);
  },
  /** Asks the servers of one name on several nodes, up to `timeout` ms (default 5000). */
  multiCall(nodes: readonly string[], name: string, request: unknown, timeout: number = TIMEOUT_OF_CALL) {
    return multiCall(GenServer.call, nodes, name, request, timeout);
  },
  /** Tells the servers of one name on several nodes. Never fails. */
  abcast(nodes: readonly string[], name: string, request: unknown): "abcast" {
    return abcast(GenServer.cast, nodes, name, request);
  },
};
