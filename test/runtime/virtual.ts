// For tests of the runtime: virtual time, no reports on standard error, and what a test saw.
//
// Process bodies here are written in the form that the plugin emits: generator functions that yield where an operation is parked.
import { exit, type Pid, setLogger } from "tincture";
import * as rt from "tincture/abi";
import { afterEach, beforeEach, expect } from "vitest";
import { vm } from "../../dist/runtime/core/vm.js";
import { VirtualTime } from "../../dist/runtime/testing/virtual_time.js";

/** Compiled process code. */
export type Waiting<R = void> = Generator<undefined, R, any>;

/** Virtual time of one test. */
export let time: VirtualTime;
/** What was written to the logger. */
export let reports: string[];

const started: Pid[] = [];

/** Call once in a test file: every test has virtual time, and no process of `start` outlives its test. */
export function useVirtualTime(): void {
  beforeEach(() => {
    time = VirtualTime.start();
    reports = [];
    const note = (_details: object, text?: string) => void reports.push(text ?? "");
    setLogger({ error: note, warn: note, info: note });
  });
  afterEach(async () => {
    await clear();
    time.stop();
    setLogger();
  });
}

/** Ends all processes that were started by `start`. Nothing may be left of them: neither a deadline nor a mark on the stack. */
export async function clear(): Promise<void> {
  for (const pid of started.splice(0)) exit(pid, "kill");
  await time.settle();
  const { current, depth, doomed, side } = vm;
  expect({ current, depth, doomed, side, pending: time.pending }).toEqual({ ...atRest, pending: false });
}
const atRest = { current: 0, depth: 0, doomed: 0, side: null };

/** Starts a process. */
export function start(body: () => unknown): Pid {
  return kept(rt.spawn(body) as Pid);
}

/** Has `clear` end this process too. */
export function kept(pid: Pid): Pid {
  started.push(pid);
  return pid;
}

/** A process that keeps every message in `seen`. */
export function collector(seen: unknown[], prepare: () => void = () => {}): Pid {
  return start(function* (): Waiting {
    let tmp: unknown;
    prepare();
    for (;;) seen.push((tmp = rt.receive()) === rt.parked ? yield : tmp);
  });
}

/** A process that waits for ever. */
export const idler = (): Pid => collector([]);

/** What a promise comes to while everything runs until all processes wait; `within` ms may pass. It must be settled then. */
export async function settled(promise: PromiseLike<unknown>, within = 0): Promise<{ value?: any; error?: any }> {
  let outcome: { value?: any; error?: any } | undefined;
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error) => {
      outcome = { error };
    },
  );
  await time.settle(within);
  if (outcome === undefined) throw new Error("the promise is not settled, and nothing is left to do");
  return outcome;
}
