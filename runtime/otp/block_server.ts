/**
 * A server made from a compiled block: one state object per process, handlers as functions of (state, ...args), dispatch by number.
 *
 * Any value of a call handler is its reply; what casts and hooks give is dropped. Source: GenServer, with the results said by the kind of handler.
 */
import { TinctureError } from "../core/error.js";
import { MESSAGE } from "../core/mailbox.js";
import { getLogger } from "../core/report.js";
import type { Process } from "../core/process.js";
import { skip } from "../core/selective.js";
import { die } from "../core/signal.js";
import { isBody } from "../core/receive.js";
import type { Handler } from "./handler.js";
import type { PendingCall } from "./pending_call.js";
import { IgnoreThrown } from "./refuse.js";
import { CALL, CAST, CONTINUE, KIND_OF_TAG, running, ServerKind, TERMINATE, TIMEOUT } from "./server.js";
import { IgnoredInit, type Startable } from "./start.js";

export interface Block {
  init(...args: unknown[]): unknown;
  readonly handlers: { readonly [name: string]: Handler };
}

export class BlockServer extends ServerKind implements Startable {
  readonly title: string;
  readonly initWaits: boolean;
  /** Handlers of calls and casts by number; 0 stands for what is not known here. */
  readonly numbered: Handler[];
  readonly names: string[];
  private readonly info: Handler | undefined;
  private readonly idle: Handler | undefined;
  private readonly afterInit: Handler | undefined;
  private readonly terminate: Handler | undefined;
  private readonly upgrade: Handler | undefined;
  readonly terminates: boolean;

  constructor(
    title: string,
    private readonly block: Block,
  ) {
    super();
    this.title = title;
    this.initWaits = isBody(block.init);
    const entries = Object.entries(block.handlers);
    const requests = entries.filter(([, { kind }]) => kind === "call" || kind === "callLater" || kind === "cast");
    this.numbered = [unknownRequest, ...requests.map(([, handler]) => handler)];
    this.names = ["", ...requests.map(([name]) => name)];
    const hook = (kind: Handler["kind"]) => entries.find(([, handler]) => handler.kind === kind)?.[1];
    this.info = hook("info");
    this.idle = hook("idle");
    this.afterInit = hook("afterInit");
    this.terminate = hook("terminate");
    this.upgrade = hook("upgrade");
    this.terminates = this.terminate !== undefined;
  }

  init(_process: Process, args: readonly unknown[]): unknown {
    return this.block.init(...args);
  }

  initialized(process: Process, state: unknown): void {
    process.data = state;
    if (this.afterInit !== undefined) running(process).next = { payload: undefined };
    this.restartIdle(process);
  }

  caughtInInit(thrown: unknown): never {
    throw thrown instanceof IgnoreThrown ? new IgnoredInit() : thrown;
  }

  private handlerOf(tag: number): Handler | undefined {
    switch (tag & KIND_OF_TAG) {
      case CALL:
      case CAST:
        return this.numbered[tag >> 3];
      case MESSAGE:
        return this.info;
      case TIMEOUT:
        return this.idle;
      case CONTINUE:
        return this.afterInit;
      default:
        return this.terminate;
    }
  }

  waits(tag: number): boolean {
    return this.handlerOf(tag)?.waits === true;
  }

  begin(process: Process, tag: number, payload: unknown, from: PendingCall | null): unknown {
    const handler = this.handlerOf(tag);
    if (handler === undefined) return skip;
    const state = process.data;
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return handler.kind === "callLater"
          ? handler.run(state, from, ...(payload as unknown[]))
          : handler.run(state, ...(payload as unknown[]));
      case CAST:
        return handler.run(state, ...(payload as unknown[]));
      case MESSAGE:
        return handler.run(state, payload);
      case TERMINATE:
        return handler.run(state, (payload as { reason: unknown }).reason);
      default:
        return handler.run(state);
    }
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    switch (tag & KIND_OF_TAG) {
      case CALL:
        if ((this.numbered[tag >> 3] as Handler).kind === "call") from?.reply(result);
        else from?.hold();
        break;
      case MESSAGE:
        if (result === skip) unexpected(this.title, process, payload);
        break;
      case TERMINATE:
        return die(process, (payload as { reason: unknown }).reason);
    }
    this.restartIdle(process);
  }

  private restartIdle(process: Process): void {
    if (this.idle === undefined) return;
    const { ms } = this.idle;
    running(process).armIdle(typeof ms === "function" ? ms(process.data) : (ms as number));
  }

  caught(_tag: number, thrown: unknown): never {
    throw thrown;
  }

  readState(process: Process): unknown {
    const state = process.data;
    return typeof state === "object" && state !== null ? { ...state } : state;
  }

  /** The state object keeps its identity: closures of the block hold it. */
  writeState(process: Process, next: unknown): unknown {
    const state = process.data as object;
    for (const key of Object.keys(state)) if (!(key in (next as object))) delete (state as Record<string, unknown>)[key];
    Object.assign(state, next);
    return next;
  }

  changeCode(process: Process, fromVersion: unknown): unknown {
    if (this.upgrade === undefined) return undefined;
    return this.writeState(process, this.upgrade.run(this.readState(process), fromVersion));
  }

  describe(tag: number, payload: unknown): unknown {
    switch (tag & KIND_OF_TAG) {
      case CALL:
      case CAST:
        return [this.names[tag >> 3], ...(payload as unknown[])];
      case MESSAGE:
        return payload;
      case TIMEOUT:
        return "idle";
      default:
        return "afterInit";
    }
  }
}

/** A request that the block has no handler for ends the server, as an unexpected call does in Elixir. */
const unknownRequest: Handler = {
  kind: "call",
  waits: false,
  run(_state, ...request) {
    throw new TinctureError("unknown_request", `got the request ${String(request[0])}, for which the block has no handler`);
  },
};

function unexpected(title: string, process: Process, message: unknown): void {
  getLogger().error({ pid: process, message }, `server ${title} ${process} got a message that its info handler does not take; it was dropped`);
}
