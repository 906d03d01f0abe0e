/**
 * Waiting for the end of a process, without a monitor and without its message: what supervisors and `stop` do.
 *
 * Flow: `waitForEnd` parks the current fiber; the process's death wakes it with its reason, the time wakes it with `stillAlive`.
 */
import { clock } from "./clock.js";
import { park, parked, wake } from "./fiber.js";
import { type AtEnd, addAtEnd, isDead, type Process } from "./process.js";
import { isRemote } from "./remote.js";
import { deadlinesChanged } from "./scheduler.js";
import { addTimer, cancel, type Due, type Timer } from "./timer.js";

/** What a wait gives whose time is up. */
export const stillAlive: unique symbol = Symbol("stillAlive");

export class Ending implements AtEnd, Due {
  private readonly timer: Timer | null;
  constructor(
    private readonly process: Process,
    timeout: number,
    private readonly settle: (reason: unknown) => void,
  ) {
    if (isRemote(process)) process.kind.watch(process, this);
    else addAtEnd(process, this);
    this.timer = timeout === Number.POSITIVE_INFINITY ? null : addTimer(clock.now() + timeout, this);
    if (this.timer !== null) deadlinesChanged();
  }
  ended(_process: Process, reason: unknown): void {
    if (this.timer !== null) cancel(this.timer);
    this.settle(reason);
  }
  due(): void {
    this.process.more?.atEnd?.delete(this);
    if (isRemote(this.process)) this.process.kind.unwatch(this.process, this);
    this.settle(stillAlive);
  }
}

/** Waits until `process` is dead, `timeout` ms at most. Gives its exit reason, or `stillAlive`; parks the fiber if it must. */
export function waitForEnd(process: Process, timeout: number): unknown {
  if (isDead(process)) return process.data;
  const fiber = park();
  const turn = fiber.wait;
  new Ending(process, timeout, (reason) => wake(fiber, turn, reason, false));
  return parked;
}
