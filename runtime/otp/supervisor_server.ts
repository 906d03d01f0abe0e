/**
 * The process of a supervisor: starts children in order, restarts them by its strategy, stops them in reverse.
 *
 * Flow: EXIT of a child -> `childEnded` -> `restart` (counted) -> by strategy; a start that fails is planned anew by a message to itself, so other calls get
 * their turn between tries. All steps that wait are frames, so the supervisor takes no other message meanwhile.
 *
 * Source: OTP supervisor.erl, function by function; otp/behaviour.md 127-174.
 */

import { Exit, failure, reasonText, StartError } from "../core/error.js";
import type { Frame, Step } from "../core/fiber.js";
import type { Process } from "../core/process.js";
import type { ExitMessage } from "../core/signal.js";
import { StartFailed, startProcess, stopProcess } from "./child_process.js";
import { reportChildEnded, reportGivesUp, reportStartFailed } from "./child_report.js";
import type { ChildSpec } from "./child_spec.js";
import type { Migration } from "./migration.js";
import { RefusalThrown, refuse } from "./refuse.js";
import { called, countOf, infoOf, type SupervisorCall, SupervisorKind } from "./supervisor_kind.js";
import { type AutoShutdown, ChildState, type Limits, type Strategy, SupervisorState } from "./supervisor_state.js";

export interface Plan extends Limits {
  readonly strategy: Strategy;
  readonly autoShutdown: AutoShutdown;
  /** The children for these init arguments. */
  readonly children: (...init: unknown[]) => readonly ChildSpec[];
}

export class SupervisorServer extends SupervisorKind<SupervisorState> {
  readonly initWaits = true;

  constructor(
    title: string,
    private plan: Plan,
  ) {
    super(title);
  }

  childrenOf(process: Process): Process[] {
    return [...(process.data as SupervisorState).children.values()].flatMap(({ pid }) => pid ?? []);
  }

  become(next: SupervisorServer): void {
    this.plan = next.plan;
  }

  override migration(process: Process, next: SupervisorServer): Migration {
    return new ChildrenMigration(this.title, process, next.plan);
  }

  *init(process: Process, args: readonly unknown[]): Frame {
    const state = new SupervisorState(this.plan.strategy, this.plan.autoShutdown, this.plan, args);
    const specs = this.plan.children(...args);
    checkSpecs(this.title, specs, this.plan.autoShutdown);
    for (const spec of specs) state.children.set(spec.id, new ChildState(spec));
    const failed = yield* this.startAll(state, [...state.children.values()]);
    if (failed === null) return state;
    yield* this.stopAll(process, state);
    throw new Exit({ shutdown: { failed_to_start_child: failed.child.spec.id, reason: failed.reason } });
  }

  /* ---- the functions ---- */

  protected *answer(process: Process, state: SupervisorState, call: SupervisorCall): Frame {
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
        state.children.delete(child.spec.id);
        return;
      }
      case "whichChildren":
        return [...state.children.values()].reverse().map((child) => infoOf(child.spec.id, child));
      case "countChildren":
        return countOf([...state.children.values()]);
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

  protected *childEnded(process: Process, state: SupervisorState, message: ExitMessage): Step {
    const child = message?.tag === "EXIT" && message.pid !== undefined ? state.byPid.get(message.pid) : undefined;
    if (child === undefined) return;
    const { reason } = message;
    const again = child.isRestartedAfter(reason);
    reportChildEnded(process, this.title, child, reason, again);
    if (again) return yield* this.restart(process, state, child);
    state.ended(child);
    if (state.endsWith(child)) throw new Exit("shutdown");
  }

  protected *tryAgain(process: Process, state: SupervisorState, child: ChildState): Step {
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
    this.planTry(process, failed.child);
  }

  private *byStrategy(
    process: Process,
    state: SupervisorState,
    child: ChildState,
  ): Generator<unknown, Failed | null, unknown> {
    if (state.strategy === "one_for_one") return yield* this.startAll(state, [child]);
    const sharing = state.sharing(child);
    yield* this.stopThese(process, sharing, state);
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

  protected *stopAll(process: Process, state: SupervisorState): Step {
    yield* this.stopThese(process, [...state.children.values()], state);
  }

  /** Stops children in reverse order, each dead before the next is asked. */
  private *stopThese(process: Process, children: readonly ChildState[], state: SupervisorState): Step {
    for (const child of [...children].reverse()) {
      if (child.pid !== undefined) yield* stopProcess(process, child.pid, child.spec.shutdown);
      if (child.pid !== undefined || child.retrying) state.ended(child);
    }
  }
}

/** A supervisor with the children of the next version of its code. */
class ChildrenMigration implements Migration {
  readonly asks = false;
  added: readonly string[] = [];
  private specs: readonly ChildSpec[] = [];

  constructor(
    private readonly title: string,
    private readonly process: Process,
    private readonly plan: Plan,
  ) {}

  private get state(): SupervisorState {
    return this.process.data as SupervisorState;
  }

  prepare(): void {
    this.specs = this.plan.children(...this.state.args);
    checkSpecs(this.title, this.specs, this.plan.autoShutdown);
  }

  commit(): void {
    const { state, plan, specs } = this;
    this.added = specs.map(({ id }) => id).filter((id) => !state.children.has(id));
    state.strategy = plan.strategy;
    state.autoShutdown = plan.autoShutdown;
    state.restarts.limits = plan;
    state.take(specs);
  }

  failed(thrown: unknown): Error {
    const subject = `supervisor ${this.title} ${this.process}`;
    return failure("upgrade_failed", { subject, text: reasonText(thrown) }, { cause: thrown });
  }
}

interface Failed {
  readonly child: ChildState;
  readonly reason: unknown;
}

function found(state: SupervisorState, id: unknown): ChildState {
  return state.children.get(id as string) ?? refuse(failure("not_found", { id: reasonText(id) }));
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
    if (ids.has(spec.id)) throw failure("duplicate_child", { supervisor: called(title), id: spec.id });
    ids.add(spec.id);
    checkSignificant(spec, autoShutdown);
  }
}
