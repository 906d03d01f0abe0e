/**
 * Crashes that a test wants: now, at a message, or wherever a seed puts them.
 *
 * Shape: `crash` ends any process as it is, without `terminate`; `crashOn` lets a server's handler throw, so everything that belongs to a crash happens
 * (report, `terminate`, the reason for the caller). A `CrashPlan` belongs to one run of a test and crashes at most so many of its processes.
 */
import { failure } from "../core/error.js";
import { type Name, resolve } from "../core/name.js";
import { current, isDead, type Process } from "../core/process.js";
import { end, unwindIfDoomed } from "../core/signal.js";
import { setFault } from "../otp/debug.js";
import { type Checks, checkOptions, wholeFrom } from "../otp/option.js";
import { mismatch, type Pattern } from "./pattern.js";
import type { Schedule } from "./schedule.js";

type Address = Process | Name;

const injected = (): Error => new Error("a crash that the test wanted");

function living(address: Address): Process {
  const process = resolve(address);
  if (process === undefined || isDead(process)) throw failure("no_such_name", { name: String(address) });
  return process;
}

/** Ends a process with `reason`, whether or not it traps exits; nothing of it runs any more. */
export function crash(address: Address, reason: unknown = injected()): void {
  const process = living(address);
  end(process, reason);
  if (process === current()) unwindIfDoomed(process);
}

export interface CrashOnOptions {
  readonly reason?: unknown;
  readonly nth?: number;
}

const crashOnChecks: Checks = { reason: () => undefined, nth: wholeFrom(1) };

/** Has a server's handler throw `reason` for the `nth` message that fits. A call or cast of a block is `[name, ...args]`. Errors: `no_server`, `bad_option`. */
export function crashOn(address: Address, pattern: Pattern, options: CrashOnOptions = {}): void {
  checkOptions("crashOn", options, crashOnChecks);
  const { reason = injected(), nth = 1 } = options;
  const process = living(address);
  if (!process.kind.serves) throw failure("no_server", { process });
  let left = nth;
  setFault(process, (message) => {
    if (mismatch(pattern, message) !== undefined || --left > 0) return;
    setFault(process, null);
    throw reason;
  });
}

export interface Crashes {
  readonly most: number;
  readonly of?: readonly Address[];
}

/** The crashes of one run: before every step, the schedule says whether one of the processes crashes. */
export class CrashPlan {
  private left: number;
  constructor(
    private readonly crashes: Crashes,
    private readonly schedule: Schedule,
    /** Who may crash when the test names nobody. */
    private readonly everybody: () => Process[],
  ) {
    this.left = crashes.most;
  }

  step(): void {
    if (this.left === 0) return;
    const who = this.victims();
    if (who.length === 0) return;
    const victim = who[this.schedule.strike(who)];
    if (victim === undefined) return;
    this.left--;
    end(victim, injected());
  }

  private victims(): Process[] {
    const { of } = this.crashes;
    if (of === undefined) return this.everybody();
    return of.flatMap((address) => resolve(address) ?? []).filter((process) => !isDead(process));
  }
}
