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

/** How `inProcess` runs a test. */
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

/** What `crashOn` throws, and when. */
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
 * @example
 * test("a message arrives", inProcess(async () => {
 *   send(self(), { tag: "hello", from: "ann" });
 *   await assertReceive({ tag: "hello" }); // => { tag: "hello", from: "ann" }
 * }));
 */
export const inProcess: <C = any>(
  body: (context: C) => unknown,
  options?: TestOptions,
) => (context?: C) => Promise<void> = typed(running.inProcess);

/**
 * Runs `body` in a process once for every order of its processes, on virtual time. Errors: what it throws in one of them.
 * @example
 * const explored = await explore(async () => {
 *   const me = self();
 *   spawn(() => send(me, "a"));
 *   spawn(() => send(me, "b"));
 *   await assertReceive("a");
 *   await assertReceive("b");
 * });
 * [explored.complete, explored.runs > 1]; // => [true, true]
 */
export const explore: (body: () => unknown, options?: Pick<TestOptions, "limit" | "crashes">) => Promise<Explored> =
  typed(running.explore);

/**
 * Starts a child of the test's supervisor, which restarts it as its spec says and stops it after the test, the last started first. Errors: StartError.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * test("it counts", inProcess(async () => {
 *   await startSupervised(Counter);
 *   await Counter.next(); // => 1
 * }));
 */
export const startSupervised: (child: ChildSpec | Startable) => Promise<Pid> = typed(starting.startSupervised);
/**
 * The same, linked to the test: when it crashes, the test fails.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * test("it counts, and nothing crashes", inProcess(async () => {
 *   await startLinkSupervised(Counter);
 *   await Counter.next(); // => 1
 * }));
 */
export const startLinkSupervised: (child: ChildSpec | Startable) => Promise<Pid> = typed(starting.startLinkSupervised);
/**
 * Stops a child before the test is over, and forgets it. Errors: `not_found`.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * test("its name is free when it is stopped", inProcess(async () => {
 *   await startSupervised(Counter);
 *   await stopSupervised(Counter);
 *   whereis("Counter"); // => undefined
 * }));
 */
export const stopSupervised: (child: string | ChildSpec | Startable) => Promise<void> = typed(starting.stopSupervised);

/**
 * Waits for a message that fits, up to `timeout` ms (default 100), takes it and gives it. Errors: `no_message`, with what is in the mailbox.
 * @example
 * test("the worker answers", inProcess(async () => {
 *   const me = self();
 *   spawn(() => send(me, { tag: "done", items: [1, 2, 3] }));
 *   await assertReceive({ tag: "done", items: (list: number[]) => list.length === 3 }); // => { tag: "done", items: [1, 2, 3] }
 * }));
 */
export const assertReceive: {
  <M>(pattern: (message: any) => message is M, timeout?: number): Promise<M>;
  <M = any>(pattern: Pattern, timeout?: number): Promise<M>;
} = typed(assertion.assertReceive);
/**
 * Waits `timeout` ms (default 100) in which no message may come that fits. Errors: `unwanted_message`.
 * @example
 * test("no answer comes", inProcess(async () => {
 *   spawn(() => {});
 *   await refuteReceive({ tag: "done" }, 10); // => undefined
 * }));
 */
export const refuteReceive: (pattern: Pattern, timeout?: number) => Promise<void> = typed(assertion.refuteReceive);
/**
 * A message that fits is in the mailbox already: takes it and gives it. Errors: `no_message`.
 * @example
 * test("it is there already", inProcess(() => {
 *   send(self(), ["answer", 42]);
 *   assertReceived(["answer", (n: number) => n > 0]); // => ["answer", 42]
 * }));
 */
export const assertReceived: {
  <M>(pattern: (message: any) => message is M): M;
  <M = any>(pattern: Pattern): M;
} = typed(assertion.assertReceived);
/**
 * No message that fits is in the mailbox. Errors: `unwanted_message`.
 * @example
 * test("nothing is there yet", inProcess(() => {
 *   sendAfter(self(), "late", 5);
 *   refuteReceived("late"); // => undefined
 * }));
 */
export const refuteReceived: (pattern: Pattern) => void = typed(assertion.refuteReceived);

/**
 * On virtual time: lets `ms` milliseconds pass and waits until all that happens in them is done; 0 waits until all others wait. Errors: `not_virtual`.
 * @example
 * test("a minute takes no time", inProcess(async () => {
 *   sendAfter(self(), "late", 60_000);
 *   await advance(60_000);
 *   assertReceived("late"); // => "late"
 * }, { virtualTime: true }));
 */
export const advance: (ms: number) => Promise<void> = typed(world.advance);
/**
 * Virtual time for ordinary code, until `stop`. Errors: `virtual_time_twice`.
 * @example
 * const time = virtualTime();
 * const late = run(async () => {
 *   await sleep(60_000);
 *   return "a minute later";
 * });
 * await time.advance(60_000);
 * await late; // => "a minute later"
 * time.stop();
 */
export const virtualTime = (): VirtualClock => VirtualTime.start();

/**
 * Ends a process with `reason` (default: an Error), whether or not it traps exits. Its `terminate` does not run. Errors: `no_such_name`.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * test("its supervisor starts it again", inProcess(async () => {
 *   const pid = await startSupervised(Counter);
 *   await Counter.next(); // => 1
 *   crash(pid);
 *   isAlive(pid); // => false
 *   while (whereis("Counter") === undefined) await sleep(1);
 *   await Counter.next(); // => 1
 * }));
 */
export const crash: (process: Pid | Name, reason?: ExitReason) => void = typed(crashing.crash);
/**
 * Has a server's handler throw at a message that fits, once. A call or cast of a block looks like `[name, ...args]`; any other message is as it was sent.
 * Errors: `no_server`, `no_such_name`, `bad_option`.
 * @example
 * const Counter = genserver(() => {
 *   let count = 0;
 *   return { next: call(() => ++count) };
 * }, { name: "Counter" });
 * test("who waits for it hears of it", inProcess(async () => {
 *   const pid = await startSupervised(Counter);
 *   crashOn(pid, ["next"], { reason: "out of paper" });
 *   const error: any = await Counter.next().catch((error) => error);
 *   error instanceof CallError; // => true
 * }));
 */
export const crashOn: (server: Pid | Name, pattern: Pattern, options?: CrashOnOptions) => void = typed(
  crashing.crashOn,
);
