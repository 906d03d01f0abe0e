/**
 * A call that waits for its answer. The server's `from` is this object.
 *
 * It settles once: by `reply`, by `refuse`, by the server's end, or by its timeout; whatever comes later is dropped and never reaches a mailbox.
 * Who waits is a fiber (process code, no promise) or a promise (everybody else). The server's death finds it in the mailbox or in the server's `atEnd`.
 */
import { copy, copyReason } from "../core/copy.js";
import { CallError } from "../core/error.js";
import { type Fiber, wake } from "../core/fiber.js";
import {
  type AtEnd,
  addAtEnd,
  current,
  DEBUGGED,
  HOLDS_REPLIES,
  isDead,
  type Kind,
  type Process,
} from "../core/process.js";
import { coarseNow, deadlinesChanged } from "../core/scheduler.js";
import { addTimer, cancel, type Due, type Timer } from "../core/timer.js";
import { wentOut } from "./debug.js";

/** What can be asked of a server: made once per handler. */
export interface Request {
  /** Tag in the mailbox, with the handler's number above the low three bits. */
  readonly tag: number;
  readonly name: string;
  /** The kind of server whose handlers the number counts; null when every server understands the request. */
  readonly kind: Kind | null;
  /** Asked by sys: not traced. */
  readonly system?: boolean;
}

/** "getScore/1": the name and how many arguments. */
export function titleOf(request: Request, payload: unknown): string {
  return Array.isArray(payload) ? `${request.name}/${payload.length}` : request.name;
}

/** A kind whose answers wait, see HOLDS_REPLIES. */
export interface Holding extends Kind {
  /** Takes the answer over, and settles the call when it may leave. */
  holdAnswer(server: Process, call: PendingCall, value: unknown, failed: boolean): void;
}

export class PendingCall implements AtEnd, Due {
  settled = false;
  /** The answer is decided, but waits to leave: the server's end does not change it any more. */
  protected isDecided = false;
  failed = false;
  value: unknown = undefined;
  private timer: Timer | null = null;
  private fiber: Fiber | null = null;
  private wait = 0;
  private promise: { by: Process | undefined; resolve(value: unknown): void; reject(error: unknown): void } | null =
    null;

  constructor(
    readonly server: Process,
    /** How the caller addressed the server, for the error text. */
    readonly address: unknown,
    readonly request: Request,
    readonly payload: unknown,
  ) {}

  /** The caller is parked in `fiber`. */
  waitIn(fiber: Fiber, timeout: number): void {
    this.fiber = fiber;
    this.wait = fiber.wait;
    this.startClock(timeout);
  }

  /** The caller holds a promise. */
  toPromise(timeout: number): Promise<unknown> {
    if (this.settled) return this.failed ? Promise.reject(this.value) : Promise.resolve(this.value);
    this.startClock(timeout);
    return new Promise((resolve, reject) => {
      this.promise = { by: current(), resolve, reject };
    });
  }

  /** The process that waits for the answer, or made the promise of it. */
  get caller(): Process | undefined {
    return this.fiber?.process ?? this.promise?.by;
  }

  private startClock(timeout: number): void {
    if (timeout === Number.POSITIVE_INFINITY) return;
    this.timer = addTimer(coarseNow() + timeout, this);
    deadlinesChanged();
  }

  /** Answers with a copy of `value`: the server may keep it and go on changing it. */
  reply(value: unknown): void {
    if (this.settled || this.isDecided) return;
    const own = copy(value);
    if ((this.server.status & (DEBUGGED | HOLDS_REPLIES)) !== 0) {
      if ((this.server.status & DEBUGGED) !== 0 && !this.request.system) wentOut(this.server, own);
      if (this.isHeld(own, false)) return;
    }
    this.settle(own, false);
  }

  /** Answers with a value that is the caller's own already. */
  settleWith(value: unknown): void {
    this.settle(value, false);
  }

  /** Answers with an error: the server refuses. */
  refuse(error: unknown): void {
    if (!this.isHeld(error, true)) this.settle(error, true);
  }

  /** Whether the answer waits for a commit: then it leaves by `settle`. */
  protected isHeld(value: unknown, failed: boolean): boolean {
    if ((this.server.status & HOLDS_REPLIES) === 0 || isDead(this.server)) return false;
    (this.server.kind as Holding).holdAnswer(this.server, this, value, failed);
    return true;
  }

  /** See `isDecided`. */
  decide(): void {
    this.isDecided = true;
    this.server.more?.atEnd?.delete(this);
  }

  fail(error: unknown): void {
    this.settle(error, true);
  }

  /** Gives the caller what is its own already. */
  settle(value: unknown, failed: boolean): void {
    if (this.settled) return;
    this.settled = true;
    if (this.timer !== null) {
      cancel(this.timer);
      // An answer from another node comes outside of all processes, and its deadline must not hold the program.
      deadlinesChanged();
    }
    this.server.more?.atEnd?.delete(this);
    if (this.fiber !== null) wake(this.fiber, this.wait, value, failed);
    else if (this.promise === null) {
      this.value = value;
      this.failed = failed;
    } else if (failed) this.promise.reject(value);
    else this.promise.resolve(value);
  }

  /** The server has it in hand outside of its mailbox: its end must reach the caller. */
  hold(): void {
    if (!this.settled && !this.isDecided) addAtEnd(this.server, this);
  }

  ended(_process: Process, reason: unknown): void {
    this.fail(new CallError(copyReason(reason), this.address, titleOf(this.request, this.payload)));
  }

  wanted(): boolean {
    const caller = this.fiber?.process;
    return caller === undefined || !isDead(caller);
  }
  due(): void {
    this.fail(new CallError("timeout", this.address, titleOf(this.request, this.payload)));
  }
}
