/**
 * Selective receive.
 *
 * Order: the mailbox is searched oldest first; the first message that the clause function takes (does not answer `skip` to) is removed and its answer is the
 * value. Messages that were looked at once are not looked at again by the same `receive`. `after`: the whole mailbox is searched before the timeout counts.
 *
 * Source: erts, "receive"; otp/behaviour.md 37-44.
 */
import { clock } from "./clock.js";
import { notInProcess } from "./error.js";
import {
  advance,
  awaiting,
  type Body,
  callFrame,
  currentFiber,
  type Fiber,
  type Frame,
  isThenable,
  mustEnd,
  PEEKS,
  parked,
  STOPPED,
  TAKES,
  wait,
} from "./fiber.js";
import { MESSAGE } from "./mailbox.js";
import { current, DOING, isDead, type Process, RECEIVING, setDoing } from "./process.js";
import { receiveLater } from "./receive_later.js";
import { deadlinesChanged, enqueue } from "./scheduler.js";
import { type After, type Clauses, skip, take } from "./selective.js";
import { addTimer, cancel, type Due, type Timer } from "./timer.js";
import { vm } from "./vm.js";

const generatorFunction = Object.getPrototypeOf(function* () {}) as object;

/** Whether the compiler made this function one that can wait. */
export function isBody(fn: unknown): fn is Body {
  return typeof fn === "function" && Object.getPrototypeOf(fn) === generatorFunction;
}

/** Wakes a fiber whose `receive` has waited long enough. */
class Deadline implements Due {
  readonly timer: Timer;
  constructor(
    readonly fiber: Fiber,
    readonly wait: number,
    ms: number,
  ) {
    this.timer = addTimer(clock.now() + ms, this);
    deadlinesChanged();
  }

  wanted(): boolean {
    return !isDead(this.fiber.process as Process);
  }

  due(): void {
    const { fiber } = this;
    if (fiber.wait !== this.wait) return;
    fiber.timedOut = true;
    const process = fiber.process as Process;
    if ((process.status & DOING) === RECEIVING) enqueue(process);
  }
}

/** Takes a message, waiting for it if there is none that fits. */
export function receive(clauses?: Clauses, timeout?: After): unknown {
  if (vm.side !== null) return wait(receiveLater(clauses, timeout));
  const process = current();
  if (process === undefined) throw notInProcess("receive(...)");
  if (vm.doomed !== 0 && mustEnd()) return parked;
  if (clauses === undefined && process.mailbox !== null && process.mailbox.isPlain()) {
    vm.reductions--;
    return process.mailbox.take();
  }
  if (isBody(clauses) || isBody(timeout?.then)) return callFrame(receiveFrame(process, clauses, timeout));
  const found = take(process, clauses, 0);
  if (found !== skip) return isThenable(found) ? wait(found) : found;
  if (timeout?.ms === 0) return wait(timeout.then());
  return waitForMessage(process, clauses, timeout, false);
}

function waitForMessage(
  process: Process,
  clauses: Clauses | undefined,
  timeout: After | undefined,
  peek: boolean,
): unknown {
  const fiber = currentFiber();
  fiber.wait++;
  fiber.receiving = peek ? PEEKS : TAKES;
  fiber.clauses = clauses;
  fiber.scanned = process.mailbox === null ? 0 : process.mailbox.count;
  if (timeout !== undefined && timeout.ms !== Number.POSITIVE_INFINITY) {
    fiber.after = timeout;
    fiber.timedOut = false;
    fiber.deadline = new Deadline(fiber, fiber.wait, timeout.ms).timer;
  }
  setDoing(process, RECEIVING);
  return parked;
}

/**
 * Gives a message straight to a process that waits in `receive()` for whatever comes: it would be the first to be looked at, and would be taken. Saves the way
 * through the mailbox. False when the process wants to look at it first.
 */
export function handOver(process: Process, message: unknown): boolean {
  const fiber = process.kind.fiber(process);
  if (fiber === null || fiber.receiving !== TAKES || fiber.clauses !== undefined || fiber.deadline !== null)
    return false;
  fiber.wait++;
  fiber.receiving = 0;
  fiber.value = message;
  enqueue(process);
  return true;
}

/** The turn of a fiber: goes on with it, if it is in `receive` only when that is over. Gives what `advance` gives. */
export function resume(fiber: Fiber): number {
  if (fiber.receiving !== 0 && !isOver(fiber)) {
    setDoing(fiber.process as Process, RECEIVING);
    return STOPPED;
  }
  return advance(fiber);
}

function isOver(fiber: Fiber): boolean {
  const process = fiber.process as Process;
  try {
    let answer: unknown = skip;
    if (fiber.receiving === PEEKS) {
      if ((process.mailbox?.count ?? 0) > fiber.scanned) answer = undefined;
    } else {
      answer = take(process, fiber.clauses, fiber.scanned);
    }
    if (answer === skip) {
      if (fiber.after === undefined || !fiber.timedOut) {
        fiber.scanned = process.mailbox === null ? 0 : process.mailbox.count;
        return false;
      }
      answer = fiber.after.then();
    }
    goOn(fiber);
    fiber.value = answer;
    if (isThenable(answer)) {
      fiber.value = undefined;
      (fiber.outer ??= []).push(fiber.frame);
      fiber.frame = awaiting(answer);
    }
  } catch (error) {
    goOn(fiber);
    fiber.value = error;
    fiber.failed = true;
  }
  return true;
}

function goOn(fiber: Fiber): void {
  fiber.wait++;
  fiber.receiving = 0;
  fiber.clauses = undefined;
  if (fiber.deadline === null) return;
  cancel(fiber.deadline);
  fiber.deadline = null;
  fiber.after = undefined;
}

/** `receive` whose clauses wait themselves: the message is out of the mailbox while its clause runs, and goes back if it is skipped after all. */
function* receiveFrame(process: Process, clauses: unknown, timeout: After | undefined): Frame {
  const until = timeout === undefined ? Number.POSITIVE_INFINITY : clock.now() + timeout.ms;
  let timedOut = timeout?.ms === 0;
  for (let i = 0; ; ) {
    const box = process.mailbox;
    if (box !== null && i < box.count) {
      if (box.tag(i) !== MESSAGE) {
        i++;
        continue;
      }
      const message = box.payload(i);
      const from = box.from(i);
      box.remove(i);
      const answer = isBody(clauses)
        ? yield* (clauses as (message: unknown) => Frame)(message)
        : clauses === undefined
          ? message
          : (clauses as Clauses)(message);
      if (answer !== skip) return answer;
      (process.mailbox ?? box).insert(Math.min(i, box.count), MESSAGE, message, from);
      i++;
      continue;
    }
    if (timedOut) {
      const then = timeout?.then as unknown;
      return isBody(then) ? yield* (then as () => Frame)() : (then as () => unknown)();
    }
    const left = { ms: Math.max(0, until - clock.now()), then: () => skip };
    waitForMessage(process, undefined, left, true);
    timedOut = (yield) === skip;
    if (currentFiber().scanned === 0) i = 0;
  }
}
