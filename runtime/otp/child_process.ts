/**
 * Starting and stopping one child, in the process of whoever supervises it: a supervisor, or the master of an application.
 *
 * Source: OTP supervisor.erl (do_start_child, shutdown/1); otp/behaviour.md 127, 135-137.
 */
import { stillAlive, waitForEnd } from "../core/ending.js";
import { failure, reasonText, StartError } from "../core/error.js";
import { parked, type Step } from "../core/fiber.js";
import { Process } from "../core/process.js";
import { exitSignal, separate } from "../core/signal.js";
import type { ChildSpec, Shutdown } from "./child_spec.js";

/** Milliseconds that a child gets to end in order. */
export const timeOf = (shutdown: Shutdown): number =>
  typeof shutdown === "number" ? shutdown : Number.POSITIVE_INFINITY;

/** `exit(child, "shutdown")`, its time, then kill. Ends when the child is dead. Source: supervisor:shutdown/1. */
export function* stopProcess(supervisor: Process, pid: Process, shutdown: Shutdown): Step {
  askToEnd(supervisor, pid, shutdown);
  yield* endWithin(supervisor, pid, timeOf(shutdown));
}

/** Tells a child to end, and does not wait. */
export function askToEnd(supervisor: Process, pid: Process, shutdown: Shutdown): void {
  separate(supervisor, pid);
  exitSignal(pid, supervisor, shutdown === "brutal_kill" ? "kill" : "shutdown");
}

/** Waits for the end of a child that was told to; after `ms` milliseconds it is killed. */
export function* endWithin(supervisor: Process, pid: Process, ms: number): Step {
  const ended = waitForEnd(pid, ms);
  if ((ended === parked ? yield : ended) !== stillAlive) return;
  exitSignal(pid, supervisor, "kill");
  const killed = waitForEnd(pid, Number.POSITIVE_INFINITY);
  if (killed === parked) yield;
}

/** Starts a child. Gives its pid, undefined if it chose not to start, or the error. */
export function* startProcess(spec: ChildSpec): Generator<unknown, Process | undefined | StartFailed, unknown> {
  try {
    const started = spec.start();
    const pid = started === parked ? yield : started;
    if (pid === undefined || pid instanceof Process) return pid;
    throw failure("bad_child_spec", { id: spec.id, problem: `its start gave ${reasonText(pid)}, and not a pid` });
  } catch (error) {
    if (error instanceof StartError && error.code === "ignored") return undefined;
    return new StartFailed(error);
  }
}

export class StartFailed {
  constructor(readonly error: unknown) {}
  /** What OTP calls the reason: of a failed init, its reason. */
  get reason(): unknown {
    return this.error instanceof StartError ? this.error.reason : this.error;
  }
  asError(): Error {
    return this.error instanceof Error ? this.error : new StartError("init_failed", this.error);
  }
}
