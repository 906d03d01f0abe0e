/**
 * A world of processes on virtual time: it runs until the test in it is over, and it alone decides when time passes.
 *
 * Flow: everything runs until all processes wait -> whoever waits in `advance` for this moment goes on -> otherwise time jumps to the next deadline. When
 * there is none left and the test still waits, it would wait for ever: that is a failure, and it says who waits for what.
 */
import { checkTimeout, failure } from "../core/error.js";
import { park, parked, wake, withWait } from "../core/fiber.js";
import { DOING, type Process, RECEIVING, table, WAITING } from "../core/process.js";
import { end } from "../core/signal.js";
import { shown } from "./pattern.js";
import { VirtualTime } from "./virtual_time.js";

/** Milliseconds of real time in which something from outside (a file, a socket) may still come before a world counts as stuck. */
const OUTSIDE = 50;

interface Waiter {
  readonly at: number;
  readonly goOn: () => void;
}

/** The world that is there now: there is one clock, so there is one at most. */
let world: World | undefined;

export class World {
  readonly time = VirtualTime.start();
  private readonly before = new Set(table);
  waiters: Waiter[] = [];

  constructor() {
    world = this;
  }

  /** The living processes that were started in this world. */
  processes(): Process[] {
    return table.filter((process) => process !== undefined && !this.before.has(process)) as Process[];
  }

  /** Runs until `promise` is settled, and gives what it comes to. Errors: `stuck`. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    promise.then(end, end);
    for (;;) {
      await this.time.settle();
      if (over) return promise;
      if (await this.goOn()) continue;
      await this.time.realTime(OUTSIDE);
      if (over) return promise;
      if (!this.time.busy) throw failure("stuck", { processes: this.description() });
    }
  }

  /** One step in time. False when nobody waits for any. */
  private async goOn(): Promise<boolean> {
    const { time } = this;
    const at = Math.min(...this.waiters.map((waiter) => waiter.at));
    if (at > time.now()) {
      if (await time.next(at - time.now())) return true;
      if (at === Number.POSITIVE_INFINITY) return false;
      await time.advance(at - time.now());
      return true;
    }
    const due = this.waiters.find((waiter) => waiter.at === at) as Waiter;
    this.waiters = this.waiters.filter((waiter) => waiter !== due);
    due.goOn();
    return true;
  }

  private description(): string {
    return this.processes()
      .map((process) => `  ${describe(process)}`)
      .join("\n");
  }

  /** Ends the processes that are left, and gives the machine its clock back. */
  async end(): Promise<void> {
    for (const process of this.processes()) end(process, "killed");
    await this.time.settle();
    this.time.stop();
    world = undefined;
  }
}

function describe(process: Process): string {
  const doing = process.status & DOING;
  const what =
    doing === WAITING ? "is idle" : doing === RECEIVING ? "waits in receive" : "waits for a reply, a promise or a time";
  const box = process.mailbox;
  const messages = Array.from({ length: box?.count ?? 0 }, (_, i) => shown(box?.payload(i)));
  const mailbox = messages.length === 0 ? "no messages" : `messages: ${messages.slice(0, 5).join(", ")}`;
  return `${process.kind.title} ${process} ${what}, ${mailbox}`;
}

function advanceHere(ms: number): unknown {
  const here = theWorld("advance");
  checkTimeout(ms, "advance");
  const fiber = park();
  const turn = fiber.wait;
  here.waiters.push({ at: here.time.now() + ms, goOn: () => wake(fiber, turn, undefined, false) });
  return parked;
}

/** Lets `ms` milliseconds pass and waits until everything that happens in them is done. 0: until all others wait. Errors: `not_virtual`. */
export async function advance(ms: number): Promise<void> {
  const here = theWorld("advance");
  checkTimeout(ms, "advance");
  return new Promise((resolve) => void here.waiters.push({ at: here.time.now() + ms, goOn: resolve }));
}
withWait(advance, advanceHere);

function theWorld(operation: string): World {
  if (world === undefined) throw failure("not_virtual", { operation: `${operation}(...)` });
  return world;
}
