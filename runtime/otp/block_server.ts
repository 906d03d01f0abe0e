/**
 * A server made from a compiled block: one state object per process, handlers as functions of (state, ...args), dispatch by number.
 *
 * Any value of a call handler is its reply; what casts and hooks give is dropped. Source: GenServer, with the results said by the kind of handler.
 */
import { failure } from "../core/error.js";
import { isThenable } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import type { Name } from "../core/name.js";
import { DEBUGGED, goesOn, type Process } from "../core/process.js";
import { isBody } from "../core/receive.js";
import { reportError } from "../core/report.js";
import { skip } from "../core/selective.js";
import { die } from "../core/signal.js";
import { vm } from "../core/vm.js";
import type { FormatStatus } from "./format_status.js";
import type { Handler, Run } from "./handler.js";
import { type Migration, StateMigration, type Variables } from "./migration.js";
import type { PendingCall } from "./pending_call.js";
import { IgnoreThrown, RefusalThrown } from "./refuse.js";
import {
  argumentsOf,
  CALL,
  CAST,
  CONTINUE,
  KIND_OF_TAG,
  MIGRATE,
  NUMBER_SHIFT,
  running,
  SINGLE,
  TERMINATE,
  TIMEOUT,
} from "./running.js";
import { ServerKind } from "./server.js";
import { IgnoredInit, type Startable } from "./start.js";
import type { Accepts } from "./validator/schema.js";

export interface Block {
  init(...args: unknown[]): unknown;
  readonly handlers: { readonly [name: string]: Handler };
  /** What its parameters must be when it is started from another node. */
  readonly accepts?: Accepts | null;
  /** The state variables, where the compiler says what an upgrade must know. */
  readonly variables?: Variables;
  /** Of a durable server: the variables that a restart keeps. Undefined where that isn't known: all. */
  readonly keeps?: readonly string[];
  /** Of a durable server: the variables that each handler may change. */
  readonly changes?: { readonly [name: string]: readonly string[] };
}

export class BlockServer extends ServerKind implements Startable {
  readonly title: string;
  initWaits = false;
  /** Handlers of calls and casts by number; 0 stands for what is not known here. A number is never used again, as messages carry them. */
  numbered: Handler[] = [unknownRequest];
  names: string[] = [""];
  /** Numbers of handlers that an upgrade has taken away. */
  private readonly withdrawn = new Set<number>();
  private info: Handler | undefined;
  idle: Handler | undefined;
  private afterInit: Handler | undefined;
  private terminate: Handler | undefined;
  protected upgrade: Handler | undefined;
  terminates = false;

  constructor(
    title: string,
    protected block: Block,
    override formatStatus: FormatStatus | undefined = undefined,
  ) {
    super();
    this.title = title;
    this.take(block);
  }

  /** Takes the handlers of a block, under the numbers that they have already. */
  protected take(block: Block): void {
    this.block = block;
    this.initWaits = isBody(block.init);
    const entries = Object.entries(block.handlers);
    const requests = new Map(
      entries.filter(([, { kind }]) => kind === "call" || kind === "callLater" || kind === "cast"),
    );
    for (let number = 1; number < this.names.length; number++) {
      const name = this.names[number] as string;
      const before = this.numbered[number] as Handler;
      const handler = requests.get(name);
      const goesOn = handler !== undefined && (handler.kind === "cast") === (before.kind === "cast");
      this.numbered[number] = goesOn ? handler : withdrawn(this.title, name, before);
      if (goesOn) requests.delete(name);
      if (goesOn) this.withdrawn.delete(number);
      else this.withdrawn.add(number);
    }
    for (const [name, handler] of requests) {
      this.numbered.push(handler);
      this.names.push(name);
    }
    const hook = (kind: Handler["kind"]) => entries.find(([, handler]) => handler.kind === kind)?.[1];
    this.info = hook("info");
    this.idle = hook("idle");
    this.afterInit = hook("afterInit");
    this.terminate = hook("terminate");
    this.upgrade = hook("upgrade");
    this.terminates = this.terminate !== undefined;
  }

  /** What its init arguments must be when they come from another node; null when nothing is known of that. */
  get accepts(): Accepts | null {
    return this.block.accepts ?? null;
  }

  /** Whether the handler of this number can be asked for. */
  offers(number: number): boolean {
    return number !== 0 && !this.withdrawn.has(number);
  }

  /** Goes on as the next version. Its processes stay what they are, with the code of that one from their next message on. */
  become(next: BlockServer): void {
    this.formatStatus = next.formatStatus;
    this.take(next.block);
  }

  init(_process: Process, args: readonly unknown[], _name: Name | undefined): unknown {
    return this.block.init(...args);
  }

  /** These variables were given their first values: what is kept of an earlier run takes their place. */
  restore(_process: Process, _state: object, _names: readonly string[]): void {}

  initialized(process: Process, state: unknown): void {
    process.data = state;
    if (this.afterInit !== undefined) running(process).next = { payload: undefined };
    this.restartIdle(process);
  }

  caughtInInit(thrown: unknown): never {
    throw thrown instanceof IgnoreThrown ? new IgnoredInit() : thrown;
  }

  /** The number of a call's or cast's handler; 0 when there is none. */
  numberOf(name: string, isCast: boolean): number {
    const number = Math.max(0, this.names.indexOf(name));
    return ((this.numbered[number] as Handler).kind === "cast") === isCast ? number : 0;
  }

  /** The handler of a message; undefined when there is none, so that the message is unexpected. */
  handlerOf(tag: number): Handler | undefined {
    switch (tag & KIND_OF_TAG) {
      case CALL:
      case CAST:
        return this.numbered[tag >> NUMBER_SHIFT];
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

  /** The name of a call's or cast's handler; empty for anything else. */
  nameOf(tag: number): string {
    return this.names[tag >> NUMBER_SHIFT] ?? "";
  }

  waits(tag: number): boolean {
    return (tag & KIND_OF_TAG) === MIGRATE || this.handlerOf(tag)?.waits === true;
  }

  begin(process: Process, tag: number, payload: unknown, from: PendingCall | null): unknown {
    if (tag === MIGRATE) return (payload as StateMigration).run();
    const handler = this.handlerOf(tag);
    if (handler === undefined) return skip;
    const state = process.data;
    switch (tag & KIND_OF_TAG) {
      case CALL:
        if (handler.kind === "callLater") return handler.run(state, from, ...argumentsOf(tag, payload));
        return apply(handler.run, state, tag, payload);
      case CAST:
        return apply(handler.run, state, tag, payload);
      case MESSAGE:
        return handler.run(state, payload);
      case TERMINATE:
        return handler.run(state, (payload as { reason: unknown }).reason);
      default:
        return handler.run(state);
    }
  }

  /** A call or cast of a plain handler, without the detours of the general loop. */
  override handle(process: Process, tag: number, payload: unknown, from: PendingCall | null): boolean {
    const kind = tag & KIND_OF_TAG;
    if (kind === CALL || kind === CAST) {
      const handler = this.numbered[tag >> NUMBER_SHIFT] as Handler;
      if (handler.plain && this.idle === undefined && (process.status & DEBUGGED) === 0) {
        let result: unknown;
        try {
          result = apply(handler.run, process.data, tag, payload);
          if (from !== null && !isThenable(result) && vm.doomed === 0) from.reply(result);
        } catch (thrown) {
          this.failed(process, tag, payload, from, thrown);
          return goesOn(process);
        }
        if (isThenable(result) || vm.doomed !== 0) return this.accept(process, tag, payload, from, result);
        return goesOn(process);
      }
    }
    return super.handle(process, tag, payload, from);
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    switch (tag & KIND_OF_TAG) {
      case CALL:
        if ((this.numbered[tag >> NUMBER_SHIFT] as Handler).kind === "call") from?.reply(result);
        else from?.hold();
        break;
      case MESSAGE:
        if (result === skip) unexpected(this.title, process, payload);
        break;
      case TERMINATE:
        return die(process, (payload as { reason: unknown }).reason);
      case MIGRATE:
        (payload as StateMigration).done(result);
        return from?.reply(undefined);
    }
    this.restartIdle(process);
  }

  override refused(process: Process, _tag: number): void {
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
    for (const key of Object.keys(state))
      if (!(key in (next as object))) delete (state as Record<string, unknown>)[key];
    Object.assign(state, next);
    return next;
  }

  changeCode(): unknown {
    return undefined;
  }

  override ownMigration(process: Process, fromVersion: unknown): Migration | undefined {
    return this.upgrade && this.wayTo(this, process, fromVersion, this.upgrade, true);
  }

  /** Where the version is the same the state has its shape, and `upgrade` is not asked. */
  override migration(process: Process, next: BlockServer, fromVersion: unknown, isOther: boolean): Migration {
    return this.wayTo(next, process, fromVersion, isOther ? next.upgrade : undefined, false);
  }

  private wayTo(
    next: BlockServer,
    process: Process,
    fromVersion: unknown,
    handler: Handler | undefined,
    atOnce: boolean,
  ): Migration {
    return new StateMigration({
      title: this.title,
      process,
      state: process.data as Record<string, unknown>,
      handler,
      fromVersion,
      variables: next.block.variables,
      put: (state) => {
        if (state !== process.data) this.writeState(process, state);
        if (this.idle !== undefined) this.restartIdle(process);
        else if (process.more?.extra != null) running(process).armIdle(Number.POSITIVE_INFINITY);
      },
      atOnce,
    });
  }

  describe(tag: number, payload: unknown): unknown {
    switch (tag & KIND_OF_TAG) {
      case CALL:
      case CAST:
        return [this.names[tag >> NUMBER_SHIFT], ...argumentsOf(tag, payload)];
      case MESSAGE:
        return payload;
      case TIMEOUT:
        return "idle";
      default:
        return "afterInit";
    }
  }
}

/** `run(state, ...args)`; the usual counts without a spread (which costs 10 ns). */
function apply(run: Run, state: unknown, tag: number, payload: unknown): unknown {
  if ((tag & SINGLE) !== 0) return run(state, payload);
  const args = payload as unknown[];
  switch (args.length) {
    case 0:
      return run(state);
    case 1:
      return run(state, args[0]);
    case 2:
      return run(state, args[0], args[1]);
    default:
      return run(state, ...args);
  }
}

/** A request that the block has no handler for ends the server, as an unexpected call does in Elixir. */
const unknownRequest: Handler = {
  kind: "call",
  waits: false,
  plain: false,
  accepts: null,
  run(_state, ...request) {
    throw failure("unknown_request", { request: request[0] });
  },
};

/** What becomes of a request that was under way when an upgrade took its handler away: the server lives on, as it can't help it. */
function withdrawn(title: string, name: string, { kind }: Handler): Handler {
  return {
    kind,
    waits: false,
    plain: false,
    accepts: null,
    run() {
      const error = failure("withdrawn_request", { server: title, request: name });
      if (kind !== "cast") throw new RefusalThrown(error);
      reportError({ err: error }, error.message);
    },
  };
}

function unexpected(title: string, process: Process, message: unknown): void {
  reportError(
    { pid: process, message },
    `server ${title} ${process} got a message that its info handler does not take; it was dropped`,
  );
}
