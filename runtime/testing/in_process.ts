/**
 * Tests that run in a process: `inProcess(body)` is a function for any test runner, `explore(body)` goes through the schedules of a program.
 *
 * Flow: one run of the body is a `TestCase`, on the machine's time or in a `World` of its own -> with schedules it is run again and again, each time with
 * another one in place of the runtime's -> a run that fails says how to run it again: TINCTURE_SEED or TINCTURE_SCHEDULE.
 *
 * Must not know: any test runner. The end of the function that it gets is the end of the test.
 */
import { freshSeed } from "../core/chance.js";
import { failure, reasonText } from "../core/error.js";
import { type Logger, setLogger } from "../core/report.js";
import { useOrder } from "../core/scheduler.js";
import { notCompiled } from "../not_compiled.js";
import { aFlag, type Checks, checkOptions, wholeFrom } from "../otp/option.js";
import { type Crashes, CrashPlan } from "./crash.js";
import { following, Replayed, type Schedule, Seeded } from "./schedule.js";
import { TestCase } from "./test_case.js";
import { World } from "./world.js";

export interface TestOptions {
  readonly virtualTime?: boolean;
  readonly schedules?: number | "all";
  readonly limit?: number;
  readonly seed?: number;
  readonly crashes?: number | Crashes;
}

export interface Explored {
  readonly runs: number;
  readonly complete: boolean;
}

/** Schedules that "all" may come to. */
const LIMIT = 10_000;
const MOST_SHOWN = 40;

/** Makes a test of a function that runs in a process: for `test(name, inProcess(body))` of vitest, node:test and others. */
export function inProcess(body: unknown, options: TestOptions = {}): (context?: unknown) => Promise<void> {
  check(body, options, inProcess);
  const { schedules, virtualTime = false } = options;
  return async (context) => {
    if (schedules === undefined && options.crashes === undefined) {
      if (virtualTime) return runInWorld(body, context);
      return runHere(body, context);
    }
    const replayed = replay();
    if (replayed !== undefined) return runScheduled(body, context, replayed, options);
    if (schedules !== "all") return runSeeded(body, context, options);
    const { runs, complete } = await walk(body, context, options);
    if (!complete) throw failure("too_many_schedules", { count: runs });
    (context as { diagnostic?: (text: string) => void } | undefined)?.diagnostic?.(`all ${runs} schedules passed`);
  };
}

/** Runs a function once for every schedule, depth first, until all were run or `limit` were (default 10,000). Errors: what the function throws in one of them. */
export async function explore(body: unknown, options: TestOptions = {}): Promise<Explored> {
  check(body, options, explore);
  return walk(body, undefined, options);
}

/* A test that runs zero times would pass whatever it says. */
const crashChecks: Checks = {
  most: wholeFrom(0),
  of: (value) => (Array.isArray(value) ? undefined : "a list of pids and names"),
};
const testChecks: Checks = {
  virtualTime: aFlag,
  schedules: (value) => (value === "all" || !wholeFrom(1)(value) ? undefined : 'a whole number from 1 up, or "all"'),
  limit: wholeFrom(1),
  seed: wholeFrom(0),
  crashes: (value) =>
    (typeof value === "object" && value !== null) || !wholeFrom(0)(value)
      ? undefined
      : "a whole number from 0 up, or { most, of }",
};

/** What a test or a walk is given. Errors: `not_compiled`, `bad_test`, `bad_option`, `unknown_option`. */
function check(body: unknown, options: TestOptions, macro: (...args: never[]) => unknown): void {
  if (typeof body !== "function") throw failure("bad_test", { operation: macro.name, got: reasonText(body) });
  // One that is still async was not compiled: it would lose its process at its first `await`.
  if (Object.prototype.toString.call(body) === "[object AsyncFunction]") throw notCompiled(macro.name, macro);
  checkOptions(macro.name, options, testChecks);
  if (typeof options.crashes === "object") checkOptions("crashes", options.crashes, crashChecks, ["most"]);
}

/** The schedule that the environment asks for. */
function replay(): Schedule | undefined {
  const { TINCTURE_SEED: seed, TINCTURE_SCHEDULE: list } = process.env;
  const bad = (option: string, got: string, expected: string) => failure("bad_option", { option, expected, got });
  if (list) {
    if (!/^\d+(,\d+)*$/.test(list))
      throw bad("TINCTURE_SCHEDULE", list, "numbers with commas, as a failure prints them");
    return new Replayed(list.split(",").map(Number));
  }
  if (!seed) return undefined;
  if (!/^\d+$/.test(seed)) throw bad("TINCTURE_SEED", seed, "a number, as a failure prints it");
  return new Seeded(Number(seed));
}

async function runSeeded(body: unknown, context: unknown, options: TestOptions): Promise<void> {
  const first = options.seed ?? freshSeed();
  const count = options.schedules === undefined ? 1 : (options.schedules as number);
  for (let i = 0; i < count; i++) await runScheduled(body, context, new Seeded(first + i), options, i + 1);
}

async function walk(body: unknown, context: unknown, options: TestOptions): Promise<Explored> {
  const { limit = LIMIT } = options;
  let list: number[] | undefined = [];
  let runs = 0;
  for (; list !== undefined && runs < limit; runs++) {
    const schedule = new Replayed(list);
    await runScheduled(body, context, schedule, options, runs + 1);
    list = following(schedule.choices);
  }
  return { runs, complete: list === undefined };
}

/** One run with the schedule in place. What it reports is shown only when it fails. */
async function runScheduled(
  body: unknown,
  context: unknown,
  schedule: Schedule,
  options: TestOptions,
  number?: number,
): Promise<void> {
  const reports: string[] = [];
  const keep = (_details: object, text?: string) => void reports.push(text ?? "");
  const keeper: Logger = { error: keep, warn: keep, info: keep };
  const before = setLogger(keeper);
  try {
    await runInWorld(body, context, schedule, options);
  } catch (error) {
    throw withNote(error, noteOf(schedule, reports, number));
  } finally {
    setLogger(before);
  }
}

function noteOf({ replay, choices }: Schedule, reports: readonly string[], number: number | undefined): string {
  const steps = choices.slice(0, MOST_SHOWN).map(({ what, count }, i) => `  ${i + 1}. ${what} (of ${count})`);
  const more = choices.length > MOST_SHOWN ? [`  and ${choices.length - MOST_SHOWN} more`] : [];
  const lines = [`${number === undefined ? "This schedule" : `Schedule ${number}`} failed; ${replay} runs it again.`];
  if (steps.length > 0) lines.push("Where there was a choice, it went on with", ...steps, ...more);
  if (reports.length > 0) lines.push("What was reported meanwhile:", ...reports);
  return lines.join("\n");
}

/** The same error, with a note: test runners know its class and its values. */
function withNote(error: unknown, note: string): unknown {
  if (!(error instanceof Error)) return new Error(`${String(error)}\n\n${note}`, { cause: error });
  const { message } = error;
  const whole = `${message}\n\n${note}`;
  const stack = error.stack?.replace(message, () => whole);
  try {
    Object.defineProperty(error, "message", { value: whole, configurable: true, writable: true });
    Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
    return error;
  } catch {
    return new Error(whole, { cause: error });
  }
}

/** One run on the machine's time. */
async function runHere(body: unknown, context: unknown): Promise<void> {
  const test = new TestCase(body, context);
  await inOrder(
    () => test.done,
    () => test.clear(),
  );
}

/** Does all steps, also after one that failed. Errors: that of the first. */
async function inOrder(...steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** One run on virtual time. Nothing that it started is left when it is over. */
async function runInWorld(
  body: unknown,
  context: unknown,
  schedule: Schedule | null = null,
  { crashes }: TestOptions = {},
): Promise<void> {
  const world = new World();
  useOrder(schedule);
  const test = new TestCase(body, context);
  if (crashes !== undefined && schedule !== null) {
    const plan = typeof crashes === "number" ? { most: crashes } : crashes;
    const everybody = () => world.processes().filter((process) => !test.owns(process));
    const crashPlan = new CrashPlan(plan, schedule, everybody);
    world.time.beforeJob = () => crashPlan.step();
  }
  await inOrder(
    () => world.until(test.done),
    async () => {
      world.time.beforeJob = () => {};
      await world.until(test.clear());
    },
    () => world.end(),
  ).finally(() => useOrder(null));
}
