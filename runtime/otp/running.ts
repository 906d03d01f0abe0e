/**
 * What a server has in hand: the job whose handler waits, what comes next, its idle time. Kept beside the process, made when it is first needed.
 *
 * The tags of a server's mailbox are here as well, so that everything that puts messages in agrees on them.
 */
import { clock } from "../core/clock.js";
import { DEAD, DOING, more, type Process, QUEUED, WAITING } from "../core/process.js";
import { deadlinesChanged, deliver } from "../core/scheduler.js";
import { addTimer, cancel, type Due, type Timer } from "../core/timer.js";
import type { PendingCall } from "./pending_call.js";

/* Tags in a server's mailbox. */
export const CALL = 1;
export const CAST = 2;
export const SYSTEM = 3;
export const TIMEOUT = 4;
/* Tags of jobs that are no messages. */
export const CONTINUE = 5;
export const TERMINATE = 6;
export const MIGRATE = 7;
export const KIND_OF_TAG = 7;
/* A call or cast of a block carries more: the handler's number, and whether the payload is the only argument itself and not an array of all. */
export const SINGLE = 8;
export const NUMBER_SHIFT = 4;

/** The arguments of a call or cast of a block. */
export function argumentsOf(tag: number, payload: unknown): readonly unknown[] {
  return (tag & SINGLE) === 0 ? (payload as unknown[]) : [payload];
}

/** What a server has in hand, kept while it needs it. */
export class Running implements Due {
  /** The job whose handler waits. */
  tag = 0;
  payload: unknown = undefined;
  from: PendingCall | null = null;
  /** What runs before the next message (OTP: continue). */
  next: { payload: unknown } | null = null;
  /** Milliseconds after which the server counts as idle; infinity when no timeout was asked for. */
  private idleTime = Number.POSITIVE_INFINITY;
  /** When that is; infinity while no timeout runs. */
  private idleAt = Number.POSITIVE_INFINITY;
  private timer: Timer | null = null;
  stopping = false;
  /** What goes on when an init that waits is over. */
  init: ((how: number, value: unknown) => void) | null = null;

  constructor(readonly process: Process) {}

  /** Starts or restarts the idle timeout. One timer serves all restarts: when it fires early it is set anew. */
  armIdle(ms: number): void {
    this.idleTime = ms;
    this.idleAt = clock.now() + ms;
    if (ms === Number.POSITIVE_INFINITY) return;
    if (this.timer !== null) {
      if (this.timer.live && this.timer.at <= this.idleAt) return;
      cancel(this.timer);
    }
    this.timer = addTimer(this.idleAt, this);
    deadlinesChanged();
  }

  /** A message came: the server is not idle. A system message only interrupts, `goOnIdling` starts the same time anew. */
  stopIdling(interrupted: boolean): void {
    if (!interrupted) this.idleTime = Number.POSITIVE_INFINITY;
    this.idleAt = Number.POSITIVE_INFINITY;
  }
  goOnIdling(): void {
    this.armIdle(this.idleTime);
  }

  wanted(): boolean {
    return this.idleAt !== Number.POSITIVE_INFINITY && (this.process.status & DOING) !== DEAD;
  }

  due(): void {
    this.timer = null;
    if (this.idleAt === Number.POSITIVE_INFINITY) return;
    if (this.idleAt > clock.now()) {
      this.timer = addTimer(this.idleAt, this);
      return;
    }
    if (this.hasWork()) return;
    this.idleAt = Number.POSITIVE_INFINITY;
    deliver(this.process, TIMEOUT, undefined, null);
  }

  /** Whether something is done, or will be at once, that ends the idle time. */
  private hasWork(): boolean {
    const { mailbox, status } = this.process;
    if ((status & DOING) === WAITING) return false;
    return (status & DOING) !== QUEUED || (mailbox !== null && mailbox.count > 0) || this.next !== null;
  }
}

export function running(process: Process): Running {
  const rest = more(process);
  rest.extra ??= new Running(process);
  return rest.extra as Running;
}
