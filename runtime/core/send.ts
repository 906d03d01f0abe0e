/**
 * Sending plain messages: at once, later, and looking at who is there.
 *
 * Order: messages of one sender to one receiver arrive in the order sent. A message to a dead pid is lost without a word; to a local name that nobody has
 * it is an error in the sender. Source: erts `!`, erlang:send_after/3, cancel_timer/1; otp/behaviour.md 1-3, 34-35.
 */
import { Alias } from "./alias.js";
import { clock } from "./clock.js";
import { copy, copyParts } from "./copy.js";
import { addressText, checkTimeout, failure, notInProcess } from "./error.js";
import { park, parked, wake, withWait } from "./fiber.js";
import { MESSAGE } from "./mailbox.js";
import { type Name, whereis } from "./name.js";
import { current, DOING, isDead, LISTENED, Process, RECEIVING } from "./process.js";
import { handOver } from "./receive.js";
import { reportError } from "./report.js";
import { deadlinesChanged, deliver } from "./scheduler.js";
import { addTimer, cancel, type Due, type Timer } from "./timer.js";
import { vm } from "./vm.js";

/** Pid of the process whose code runs now. Errors: `not_in_process`. */
export function self(): Process {
  const process = current();
  if (process === undefined) throw notInProcess("self()");
  return process;
}

/** Puts a copy of `message` into the mailbox of `to` and gives `message` back. Errors: `no_such_name`. */
export function send<M>(to: Process | Name | Alias, message: M): M {
  const process = receiver(to);
  if (process !== undefined) post(process, copy(message));
  return message;
}

/** `send` of an object literal whose value nobody uses: the object is the receiver's from the start, so it needs no copy (a third of a ping-pong's time). */
export function sendFresh(to: Process | Name | Alias, message: object): void {
  const process = receiver(to);
  if (process !== undefined) post(process, copyParts(message));
}

function receiver(to: Process | Name | Alias): Process | undefined {
  if (to instanceof Process) return to;
  if (to instanceof Alias) return to.take();
  const process = whereis(to);
  if (process === undefined) throw failure("no_such_name", { name: addressText(to) });
  return process;
}

function post(to: Process, message: unknown): void {
  vm.reductions--;
  if ((to.status & (DOING | LISTENED)) === RECEIVING && handOver(to, message)) return;
  deliver(to, MESSAGE, message, null);
}

/** A message that is on its way. */
export class TimerRef {
  private readonly timer: Timer;
  constructor(
    private readonly to: Process | Name | Alias,
    private readonly message: unknown,
    ms: number,
  ) {
    this.timer = addTimer(clock.now() + ms, this);
    deadlinesChanged();
  }

  wanted(): boolean {
    return !(this.to instanceof Process && isDead(this.to));
  }

  due(): void {
    let process: Process | undefined;
    try {
      if (this.to instanceof Process) process = this.to;
      else process = this.to instanceof Alias ? this.to.take() : whereis(this.to);
    } catch (error) {
      reportError(
        { to: this.to, error },
        `a message was not sent: ${addressText(this.to)} could not be looked up: ${String(error)}`,
      );
    }
    if (process !== undefined) deliver(process, MESSAGE, this.message, null);
  }

  /** Milliseconds left, or false when it has fired or was cancelled. */
  left(): number | false {
    return this.timer.live && this.wanted() ? Math.max(0, Math.ceil(this.timer.at - clock.now())) : false;
  }

  cancel(): number | false {
    const left = this.left();
    cancel(this.timer);
    deadlinesChanged();
    return left;
  }
}

/** Sends `message` in `ms` milliseconds. A name is looked up then. */
export function sendAfter<M>(to: Process | Name | Alias, message: M, ms: number): TimerRef {
  return new TimerRef(to, copy(message), checkTimeout(ms, "sendAfter"));
}

/** Takes a timer back: the milliseconds that were left, or false when it had fired or was cancelled before. Its message, once sent, stays. */
export function cancelTimer(ref: TimerRef): number | false {
  return ref.cancel();
}

/** Milliseconds until a timer fires, or false. */
export function readTimer(ref: TimerRef): number | false {
  return ref.left();
}

/** Waits `ms` milliseconds. Messages that come meanwhile stay in the mailbox. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => startSleep(checkTimeout(ms, "sleep"), resolve));
}

class Sleep implements Due {
  constructor(
    private readonly process: Process | undefined,
    readonly due: () => void,
  ) {}
  wanted(): boolean {
    return this.process === undefined || !isDead(this.process);
  }
}

function startSleep(ms: number, done: () => void): void {
  if (ms === Number.POSITIVE_INFINITY) return;
  addTimer(clock.now() + ms, new Sleep(current(), done));
  deadlinesChanged();
}

function sleepHere(ms: number): unknown {
  checkTimeout(ms, "sleep");
  const fiber = park();
  const turn = fiber.wait;
  // Only gives way: all that is ready goes first.
  if (ms === 0) wake(fiber, turn, undefined, false);
  else startSleep(ms, () => wake(fiber, turn, undefined, false));
  return parked;
}
withWait(sleep, sleepHere);
