/**
 * The public surface of `tincture/testing`: tests that run in a process, under any test runner.
 *
 * The functions live in `testing/`; here they get the types that users see. `inProcess` and `explore` run process code, so files of tests are compiled with
 * the plugin as all others are.
 */
import * as assertion from "./testing/assertion.js";
import * as crashing from "./testing/crash.js";
import * as running from "./testing/in_process.js";
import * as starting from "./testing/test_case.js";
import { VirtualTime } from "./testing/virtual_time.js";
import * as world from "./testing/world.js";
import type { ChildSpec, ExitReason, Name, Pid, Startable } from "./types.js";

/** How the crashes of a run are drawn. */
export interface Crashes {
  /** At most so many in one run. */
  most: number;
  /** Who may crash. Default: every process that the test started, and what those started. */
  of?: readonly (Pid | Name)[];
}

export interface TestOptions {
  /** Time stands still while anything runs, and jumps to the next deadline when all processes wait. Default false; true with `schedules` or `crashes`. */
  virtualTime?: boolean;
  /** How often the test runs, each time with another order of its processes, drawn from a seed; "all": once for every order there is. */
  schedules?: number | "all";
  /** For "all": how many there may be. Default 10,000. */
  limit?: number;
  /** Of the first run; the others count up from it. Default: by chance. `TINCTURE_SEED` of a failure runs that one alone. */
  seed?: number;
  /** Ends processes at steps drawn from the seed, or at every step in turn with "all". A number: at most so many in one run. */
  crashes?: number | Crashes;
}

/** What was explored: the number of runs, and whether these were all there are. */
export interface Explored {
  runs: number;
  complete: boolean;
}

/**
 * What a message should look like. A plain object fits what has at least its properties, arrays fit element by element; a function is asked, anywhere in it;
 * all else fits what is equal.
 */
export type Pattern =
  | ((message: any) => unknown)
  | object
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined;

export interface CrashOnOptions {
  /** What the handler throws. Default: an Error. */
  reason?: unknown;
  /** At the how manyth message that fits. Default 1. */
  nth?: number;
}

/** A clock that ordinary code moves. Units: ms. */
export interface VirtualClock {
  /** Lets `ms` milliseconds pass, with everything that happens in them. */
  advance(ms: number): Promise<void>;
  /** Runs until every process waits. */
  settle(): Promise<void>;
  /** Puts the machine's clock back. */
  stop(): void;
}

/** The same function with its public type. */
const typed = <T>(fn: unknown): T => fn as T;

/**
 * Makes the function of a test that runs in a process: `test(name, inProcess(async () => ...))`. What the test starts with `startSupervised` is stopped
 * after it; what is linked to it ends with it. `body` gets what the test runner gives.
 */
export const inProcess: <C = any>(
  body: (context: C) => unknown,
  options?: TestOptions,
) => (context: C) => Promise<void> = typed(running.inProcess);

/** Runs `body` in a process once for every order of its processes, on virtual time. Errors: what it throws in one of them. */
export const explore: (body: () => unknown, options?: Pick<TestOptions, "limit" | "crashes">) => Promise<Explored> =
  typed(running.explore);

/** Starts a child of the test's supervisor, which restarts it as its spec says and stops it after the test, the last started first. Errors: StartError. */
export const startSupervised: (child: ChildSpec | Startable) => Promise<Pid> = typed(starting.startSupervised);
/** The same, linked to the test: when it crashes, the test fails. */
export const startLinkSupervised: (child: ChildSpec | Startable) => Promise<Pid> = typed(starting.startLinkSupervised);
/** Stops a child before the test is over, and forgets it. Errors: `not_found`. */
export const stopSupervised: (child: string | ChildSpec | Startable) => Promise<void> = typed(starting.stopSupervised);

/** Waits for a message that fits, up to `timeout` ms (default 100), takes it and gives it. Errors: `no_message`, with what is in the mailbox. */
export const assertReceive: {
  <M>(pattern: (message: any) => message is M, timeout?: number): Promise<M>;
  <M = any>(pattern: Pattern, timeout?: number): Promise<M>;
} = typed(assertion.assertReceive);
/** Waits `timeout` ms (default 100) in which no message may come that fits. Errors: `unwanted_message`. */
export const refuteReceive: (pattern: Pattern, timeout?: number) => Promise<void> = typed(assertion.refuteReceive);
/** A message that fits is in the mailbox already: takes it and gives it. Errors: `no_message`. */
export const assertReceived: {
  <M>(pattern: (message: any) => message is M): M;
  <M = any>(pattern: Pattern): M;
} = typed(assertion.assertReceived);
/** No message that fits is in the mailbox. Errors: `unwanted_message`. */
export const refuteReceived: (pattern: Pattern) => void = typed(assertion.refuteReceived);

/** On virtual time: lets `ms` milliseconds pass and waits until all that happens in them is done; 0 waits until all others wait. Errors: `not_virtual`. */
export const advance: (ms: number) => Promise<void> = typed(world.advance);
/** Virtual time for ordinary code, until `stop`. Errors: `virtual_time_twice`. */
export const virtualTime = (): VirtualClock => VirtualTime.start();

/** Ends a process with `reason` (default: an Error), whether or not it traps exits. Its `terminate` does not run. Errors: `no_such_name`. */
export const crash: (process: Pid | Name, reason?: ExitReason) => void = typed(crashing.crash);
/**
 * Has a server's handler throw at a message that fits, once. A call or cast of a block looks like `[name, ...args]`; any other message is as it was sent.
 * Errors: `no_server`, `no_such_name`.
 */
export const crashOn: (server: Pid | Name, pattern: Pattern, options?: CrashOnOptions) => void = typed(
  crashing.crashOn,
);
