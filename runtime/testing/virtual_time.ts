/**
 * Virtual time: the runtime runs on a clock that only moves when a test says so, and the test knows when nothing is left to do.
 *
 * Flow: `VirtualTime.start()` puts itself in place of the machine's clock -> the test does something -> `settle` runs processes (and the promises they wait
 * for) until all of them wait -> `stop` puts the machine's clock back. No test sleeps: a timeout of an hour costs as much as one of a millisecond.
 *
 * Must not know: processes. It sees the jobs that the scheduler hands to the event loop, and its one timer.
 */
import { type Clock, clock, useClock } from "../core/clock.js";
import { failure } from "../core/error.js";

/** Jobs in a row after which the machine's event loop gets its turn, so that a program that never rests can be stopped by a time limit. */
const MOST_JOBS = 10_000;

interface Alarm {
  readonly at: number;
  readonly job: () => void;
  /** Takes it back from the machine's clock, once it was handed over. */
  cancel?: () => void;
}

export class VirtualTime implements Clock {
  private jobs: (() => void)[] = [];
  private alarms: Alarm[] = [];
  /** What the machine does beside the event loop: while it does, no time passes and nothing is over. */
  private readonly works = new Set<Promise<unknown>>();
  /** Called before every job. */
  beforeJob: () => void = () => {};
  private constructor(
    private time: number,
    private readonly machine: Clock,
  ) {}

  /** Takes the place of the machine's clock and goes on from the present time. Order: at a moment when nothing runs. Errors: `virtual_time_twice`. */
  static start(): VirtualTime {
    if (clock instanceof VirtualTime) throw failure("virtual_time_twice");
    const time = new VirtualTime(Math.ceil(clock.now()), clock);
    useClock(time);
    return time;
  }

  /** Puts the clock back that was there before, and hands over to it what is still to be done. */
  stop(): void {
    useClock(this.machine);
    for (const job of this.jobs) this.machine.soon(job);
    for (const alarm of this.alarms) alarm.cancel = this.machine.later(alarm.job, alarm.at - this.time);
  }

  now(): number {
    return this.time;
  }
  wallTime(): number {
    return this.time;
  }
  soon(job: () => void): void {
    this.jobs.push(job);
  }
  nextTurn(job: () => void): void {
    this.jobs.push(job);
  }
  later(job: () => void, ms: number): () => void {
    const alarm: Alarm = { at: this.time + ms, job };
    this.alarms.push(alarm);
    return () => {
      alarm.cancel?.();
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  beside(work: Promise<unknown>): void {
    const over = work
      .catch(() => {})
      .then(() => {
        this.works.delete(over);
      });
    this.works.add(over);
  }

  /** Whether there is anything to run now. */
  get busy(): boolean {
    return this.jobs.length > 0;
  }

  /** Whether a deadline keeps the event loop: a real program would not end. */
  get pending(): boolean {
    return this.alarms.length > 0;
  }

  /** Runs until every process waits. Units: deadlines up to `within` ms from now (default 0) are gone through, the later ones stay. */
  async settle(within = 0): Promise<void> {
    const until = this.time + within;
    await this.runJobs();
    while (await this.next(until - this.time));
  }

  /** Goes on to the next deadline and runs until every process waits. False when there is none within `within` ms. */
  async next(within = Number.POSITIVE_INFINITY): Promise<boolean> {
    const at = this.alarms.reduce((first, alarm) => Math.min(first, alarm.at), Number.POSITIVE_INFINITY);
    if (at - this.time > within || this.alarms.length === 0) return false;
    this.time = Math.max(this.time, at);
    const due = this.alarms.filter((alarm) => alarm.at <= this.time);
    this.alarms = this.alarms.filter((alarm) => alarm.at > this.time);
    for (const alarm of due) alarm.job();
    await this.runJobs();
    return true;
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await this.settle(ms);
    this.time = until;
  }

  /** Runs what was handed to the event loop, and all promises, until neither has anything left, and the machine does nothing beside. */
  private async runJobs(): Promise<void> {
    // Who asked may be process code itself: jobs run on a stack of their own, as those of the event loop do.
    await null;
    for (;;) {
      for (let left = MOST_JOBS; left > 0 && this.jobs.length > 0; left--) {
        this.beforeJob();
        this.jobs.shift()?.();
      }
      await this.realTurn();
      if (this.jobs.length > 0) continue;
      if (this.works.size === 0) return;
      await Promise.race(this.works);
    }
  }

  /** Waits `ms` milliseconds of the machine's time for what comes from outside. */
  realTime(ms: number): Promise<void> {
    return new Promise((resolve) => void this.machine.later(resolve, ms));
  }

  /** Promises settle in microtasks: one turn of the machine's event loop lets all of them run. */
  private realTurn(): Promise<void> {
    return new Promise((resolve) => this.machine.nextTurn(resolve));
  }
}
