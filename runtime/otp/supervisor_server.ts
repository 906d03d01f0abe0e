/**
 * The process of a supervisor: starts children in order, restarts them by its strategy, stops them in reverse.
 *
 * Flow: EXIT of a child -> `childEnded` -> `restart` (counted) -> by strategy; a start that fails is planned anew by a message to itself, so other calls get
 * their turn between tries. All steps that wait are frames, so the supervisor takes no other message meanwhile.
 *
 * Source: OTP supervisor.erl, function by function; otp/behaviour.md 127-174.
 */

import { stillAlive, waitForEnd } from "../core/ending.js";
import { Exit, failure, isPlanned, reasonText, StartError } from "../core/error.js";
import { type Frame, parked, type Step } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import type { Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { die, type ExitMessage, exitSignal, separate } from "../core/signal.js";
import { reportChildEnded, reportGivesUp, reportStartFailed } from "./child_report.js";
import type { ChildSpec } from "./child_spec.js";
import type { PendingCall } from "./pending_call.js";
import { IgnoreThrown, RefusalThrown, refuse } from "./refuse.js";
import { CALL, CAST, KIND_OF_TAG, TERMINATE } from "./running.js";
import { ServerKind } from "./server.js";
import { addRoot } from "./shutdown.js";
import type { Startable } from "./start.js";
import { IgnoredInit } from "./start.js";
import { type AutoShutdown, ChildState, type Limits, type Strategy, SupervisorState } from "./supervisor_state.js";

export interface Plan extends Limits {
  readonly strategy: Strategy;
  readonly autoShutdown: AutoShutdown;
  /** The children for these init arguments. */
  readonly children: (...init: unknown[]) => readonly ChildSpec[];
}

/** What a supervisor can be asked. */
export type SupervisorCall =
  | readonly ["startChild", ChildSpec]
  | readonly ["terminateChild" | "restartChild" | "deleteChild", string]
  | readonly ["whichChildren" | "countChildren"];

/** `exit(child, "shutdown")`, its time, then kill. Ends when the child is dead. Source: supervisor:shutdown/1. */
export function* stopProcess(supervisor: Process, pid: Process, shutdown: ChildSpec["shutdown"]): Step {
  separate(supervisor, pid);
  exitSignal(pid, supervisor, shutdown === "brutal_kill" ? "kill" : "shutdown");
  const time = typeof shutdown === "number" ? shutdown : Number.POSITIVE_INFINITY;
  const ended = waitForEnd(pid, time);
  if ((ended === parked ? yield : ended) !== stillAlive) return;
  exitSignal(pid, supervisor, "kill");
  const killed = waitForEnd(pid, Number.POSITIVE_INFINITY);
  if (killed === parked) yield;
}

/** Starts a child. Gives its pid, undefined if it chose not to start, or the error. */
export function* startProcess(spec: ChildSpec): Generator<unknown, Process | undefined | StartFailed, unknown> {
  try {
    const started = spec.start();
    return (started === parked ? yield : started) as Process;
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

export class SupervisorServer extends ServerKind implements Startable {
  readonly initWaits = true;
  readonly terminates = true;
  latest: Process | undefined = undefined;

  constructor(
    readonly title: string,
    private readonly plan: Plan,
  ) {
    super();
  }

  *init(process: Process, args: readonly unknown[]): Frame {
    const state = new SupervisorState(this.plan.strategy, this.plan.autoShutdown, this.plan);
    const specs = this.plan.children(...args);
    checkSpecs(this.title, specs, this.plan.autoShutdown);
    for (const spec of specs) state.children.set(spec.id, new ChildState(spec));
    const failed = yield* this.startAll(state, [...state.children.values()]);
    if (failed === null) return state;
    yield* this.stopAll(process, [...state.children.values()], state);
    throw new Exit({ shutdown: { failed_to_start_child: failed.child.spec.id, reason: failed.reason } });
  }

  initialized(process: Process, state: unknown): void {
    process.data = state;
    this.latest = process;
    if (!process.more?.parent) addRoot(process);
  }

  caughtInInit(thrown: unknown): never {
    if (thrown instanceof RefusalThrown) throw thrown.error;
    throw thrown instanceof IgnoreThrown ? new IgnoredInit() : thrown;
  }

  caught(_tag: number, thrown: unknown): never {
    throw thrown;
  }

  waits(): boolean {
    return true;
  }

  begin(process: Process, tag: number, payload: unknown): Frame {
    return this.serve(process, process.data as SupervisorState, tag, payload);
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    if (tag === TERMINATE) die(process, (payload as { reason: unknown }).reason);
    else if ((tag & KIND_OF_TAG) === CALL) from?.reply(result);
  }

  private *serve(process: Process, state: SupervisorState, tag: number, payload: unknown): Frame {
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return yield* this.answer(process, state, payload as SupervisorCall);
      case CAST:
        return yield* this.tryAgain(process, state, payload as ChildState);
      case MESSAGE:
        return yield* this.childEnded(process, state, payload as ExitMessage);
      case TERMINATE:
        yield* this.stopAll(process, [...state.children.values()], state);
    }
  }

  /* ---- the functions ---- */

  private *answer(process: Process, state: SupervisorState, call: SupervisorCall): Frame {
    switch (call[0]) {
      case "startChild":
        return yield* this.startChild(state, call[1]);
      case "terminateChild": {
        const child = found(state, call[1]);
        if (child.pid !== undefined) yield* stopProcess(process, child.pid, child.spec.shutdown);
        return state.ended(child);
      }
      case "restartChild": {
        const child = found(state, call[1]);
        notRunning(child);
        return yield* this.startAgain(state, child);
      }
      case "deleteChild": {
        const child = found(state, call[1]);
        notRunning(child);
        state.children.delete(call[1]);
        return;
      }
      case "whichChildren":
        return [...state.children.values()].reverse().map(({ spec, pid, retrying, restarts }) => ({
          id: spec.id,
          pid,
          state: retrying ? "restarting" : pid === undefined ? "undefined" : "running",
          type: spec.type,
          restarts,
        }));
      case "countChildren": {
        const all = [...state.children.values()];
        const supervisors = all.filter(({ spec }) => spec.type === "supervisor").length;
        const active = all.filter(({ pid }) => pid !== undefined).length;
        return { specs: all.length, active, supervisors, workers: all.length - supervisors };
      }
      default:
        throw failure("unknown_request", { request: reasonText(call) });
    }
  }

  private *startChild(state: SupervisorState, spec: ChildSpec): Frame {
    checkSignificant(spec, state.autoShutdown);
    const other = state.children.get(spec.id);
    if (other?.pid !== undefined) refuse(new StartError("already_started", { already_started: other.pid }, other.pid));
    if (other !== undefined) refuse(failure("already_present", { id: spec.id }));
    const pid = yield* startProcess(spec);
    if (pid instanceof StartFailed) refuse(pid.asError());
    const child = new ChildState(spec);
    if (pid !== undefined || !child.isTemporary) state.children.set(spec.id, child);
    state.running(child, pid);
    return pid;
  }

  private *startAgain(state: SupervisorState, child: ChildState): Frame {
    const pid = yield* startProcess(child.spec);
    if (pid instanceof StartFailed) refuse(pid.asError());
    state.running(child, pid);
    return pid;
  }

  /* ---- restarts ---- */

  private *childEnded(process: Process, state: SupervisorState, message: ExitMessage): Step {
    const child = message?.tag === "EXIT" && message.pid !== undefined ? state.byPid.get(message.pid) : undefined;
    if (child === undefined) return;
    const { reason } = message;
    const again = child.spec.restart === "permanent" || (child.spec.restart === "transient" && !isPlanned(reason));
    reportChildEnded(process, this.title, child, reason, again);
    if (again) return yield* this.restart(process, state, child);
    state.ended(child);
    if (state.endsWith(child)) throw new Exit("shutdown");
  }

  private *tryAgain(process: Process, state: SupervisorState, child: ChildState): Step {
    if (child.retrying) yield* this.restart(process, state, child);
  }

  /** One restart, counted. */
  private *restart(process: Process, state: SupervisorState, child: ChildState): Step {
    if (child.pid !== undefined) state.byPid.delete(child.pid);
    child.pid = undefined;
    child.retrying = false;
    if (!state.restarts.add()) {
      reportGivesUp(process, this.title, child);
      state.ended(child);
      throw new Exit("shutdown");
    }
    child.restarts++;
    const failed = yield* this.byStrategy(process, state, child);
    if (failed === null) return;
    reportStartFailed(process, this.title, failed.child, failed.reason);
    failed.child.retrying = true;
    deliver(process, CAST, failed.child, null);
  }

  private *byStrategy(
    process: Process,
    state: SupervisorState,
    child: ChildState,
  ): Generator<unknown, Failed | null, unknown> {
    if (state.strategy === "one_for_one") return yield* this.startAll(state, [child]);
    const sharing = state.sharing(child);
    yield* this.stopAll(process, sharing, state);
    return yield* this.startAll(
      state,
      sharing.filter((other) => state.children.has(other.spec.id)),
    );
  }

  /** Starts children in order; stops at the first that fails. */
  private *startAll(
    state: SupervisorState,
    children: readonly ChildState[],
  ): Generator<unknown, Failed | null, unknown> {
    for (const child of children) {
      const pid = yield* startProcess(child.spec);
      if (pid instanceof StartFailed) return { child, reason: pid.reason };
      state.running(child, pid);
      if (pid === undefined) state.ended(child);
    }
    return null;
  }

  /** Stops children in reverse order, each dead before the next is asked. */
  private *stopAll(process: Process, children: readonly ChildState[], state: SupervisorState): Step {
    for (const child of [...children].reverse()) {
      if (child.pid !== undefined) yield* stopProcess(process, child.pid, child.spec.shutdown);
      if (child.pid !== undefined || child.retrying) state.ended(child);
    }
  }

  readState(process: Process): unknown {
    return process.data;
  }
  writeState(process: Process): unknown {
    return process.data;
  }
  changeCode(): unknown {
    return undefined;
  }
  describe(_tag: number, payload: unknown): unknown {
    return payload;
  }
}

interface Failed {
  readonly child: ChildState;
  readonly reason: unknown;
}

function found(state: SupervisorState, id: string): ChildState {
  return state.children.get(id) ?? refuse(failure("not_found", { id }));
}

function notRunning(child: ChildState): void {
  const { id } = child.spec;
  if (child.retrying) refuse(failure("restarting", { id }));
  if (child.pid !== undefined) refuse(failure("running", { id, pid: child.pid }));
}

function checkSignificant(spec: ChildSpec, autoShutdown: AutoShutdown): void {
  if (!spec.significant) return;
  if (autoShutdown === "never") throw new RefusalThrown(failure("bad_combination", { id: spec.id }));
  if (spec.restart === "permanent") throw new RefusalThrown(failure("bad_combination/permanent", { id: spec.id }));
}

function checkSpecs(title: string, specs: readonly ChildSpec[], autoShutdown: AutoShutdown): void {
  const ids = new Set<string>();
  for (const spec of specs) {
    if (ids.has(spec.id)) throw failure("duplicate_child", { supervisor: title, id: spec.id });
    ids.add(spec.id);
    checkSignificant(spec, autoShutdown);
  }
}
