/**
 * One run of a test: its process, and the supervisor of what it started.
 *
 * Flow: a `TestCase` starts a process that runs the test's function -> `startSupervised` starts children of a supervisor that only this test has -> the
 * process ends with "shutdown", which ends what is linked to it -> the supervisor stops its children, the last started first.
 * Source: ExUnit.Callbacks start_supervised/2, start_link_supervised!/2, stop_supervised/1.
 */
import { spawn } from "../core/body.js";
import { Exit, failure, reasonText, type TinctureError } from "../core/error.js";
import { parked, process as processFunction, type Step, waitCall } from "../core/fiber.js";
import { addAtEnd, current, isDead, isDoomed, type Process } from "../core/process.js";
import { link, unlink } from "../core/signal.js";
import { type Child, type ChildSpec, specOf } from "../otp/child_spec.js";
import { stop } from "../otp/stop.js";
import { type SupervisorDefinition, supervisor } from "../otp/supervisor.js";
import { callWork } from "../otp/task_process.js";

type Waiting<T> = Generator<unknown, T, any>;

const cases = new Map<Process, TestCase>();

export class TestCase {
  readonly process: Process;
  /** Its children end in reverse order. Their crashes are theirs to have: a test's supervisor does not give up. */
  private readonly supervisor = supervisor(
    "startSupervised",
    { strategy: "one_for_one", maxRestarts: 1_000_000, maxSeconds: 1 },
    () => [],
  ) as SupervisorDefinition;
  private pid: Process | undefined;
  private ended: () => void = () => {};
  private failed: { readonly error: unknown } | undefined;
  /** Settles when the test's process has ended. Errors: what the test threw, `test_exit`. */
  readonly done: Promise<void>;

  constructor(body: unknown, context: unknown) {
    const test = this;
    this.process = spawn(function* (): Step {
      try {
        const value = callWork(body, [context]);
        if (value === parked) yield;
      } catch (error) {
        if (isDoomed(test.process)) throw error;
        test.failed = { error: error instanceof Exit ? exited(error.reason) : error };
      }
      test.ended();
      throw new Exit("shutdown");
    });
    cases.set(this.process, this);
    this.done = new Promise((resolve, reject) => {
      this.ended = () => (this.failed === undefined ? resolve() : reject(this.failed.error));
      addAtEnd(this.process, {
        ended: (process, reason) => {
          cases.delete(process);
          reject(exited(reason));
        },
      });
    });
    this.done.catch(() => {});
  }

  /** Whether this is the test itself, or the supervisor of what it started. */
  owns(process: Process): boolean {
    return process === this.process || process === this.pid;
  }

  /** Stops what the test started, the last first. */
  async clear(): Promise<void> {
    if (this.pid !== undefined && !isDead(this.pid)) await stop(this.pid, "shutdown");
  }

  *start(child: ChildSpec | Child): Waiting<Process> {
    if (this.pid === undefined) {
      const started = waitCall(this.supervisor, this.supervisor.start);
      this.pid = started === parked ? yield : (started as Process);
    }
    const control = this.supervisor.at(this.pid as Process);
    const pid = waitCall(control, control.startChild, child);
    return pid === parked ? yield : (pid as Process);
  }

  *stop(id: string): Waiting<void> {
    if (this.pid === undefined) throw failure("not_found", { id });
    const control = this.supervisor.at(this.pid);
    const listed = waitCall(control, control.whichChildren);
    const children = (listed === parked ? yield : listed) as { id: string; pid: Process | undefined }[];
    const child = children.find((one) => one.id === id);
    if (child?.pid !== undefined) unlink(child.pid);
    const stopped = waitCall(control, control.terminateChild, id);
    if (stopped === parked) yield;
    try {
      const deleted = waitCall(control, control.deleteChild, id);
      if (deleted === parked) yield;
    } catch (error) {
      // A temporary child is forgotten as it ends.
      if ((error as TinctureError).code !== "not_found") throw error;
    }
  }
}

const exited = (reason: unknown): Error =>
  failure("test_exit", { reason: reasonText(reason) }, reason instanceof Error ? { cause: reason } : undefined);

function thisTest(operation: string): TestCase {
  const process = current();
  const test = process && cases.get(process);
  if (test === undefined) throw failure("not_in_test", { operation: `${operation}(...)` });
  return test;
}

/** Starts a child of the test's supervisor, which restarts it as its spec says and stops it after the test. Gives its pid. */
export const startSupervised = processFunction(function* (child: ChildSpec | Child): Waiting<Process> {
  return yield* thisTest("startSupervised").start(child);
}, "startSupervised");

/** The same, linked to the test: if it crashes, the test fails. */
export const startLinkSupervised = processFunction(function* (child: ChildSpec | Child): Waiting<Process> {
  const pid = yield* thisTest("startLinkSupervised").start(child);
  if (pid !== undefined) link(pid);
  return pid;
}, "startLinkSupervised");

/** Stops a child and forgets it. It is known by its id, or as it was given to `startSupervised`. Errors: `not_found`. */
export const stopSupervised = processFunction(function* (child: string | ChildSpec | Child): Waiting<void> {
  yield* thisTest("stopSupervised").stop(typeof child === "string" ? child : specOf(child).id);
}, "stopSupervised");
