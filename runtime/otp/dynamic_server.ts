/**
 * The process of a dynamic supervisor: any number of children, started on demand and known by their pids.
 *
 * Differs from supervisor_server.ts: ids need not differ and are not kept; a child that ended and is not restarted is forgotten; all are stopped at once.
 * Source: Elixir DynamicSupervisor; otp/behaviour.md 175-184.
 */

import { clock } from "../core/clock.js";
import { Exit, failure, reasonText } from "../core/error.js";
import type { Frame, Step } from "../core/fiber.js";
import type { Process } from "../core/process.js";
import type { ExitMessage } from "../core/signal.js";
import { askToEnd, endWithin, StartFailed, startProcess, stopProcess, timeOf } from "./child_process.js";
import { reportChildEnded, reportGivesUp, reportStartFailed } from "./child_report.js";
import type { Migration } from "./migration.js";
import { refuse } from "./refuse.js";
import { countOf, infoOf, type SupervisorCall, SupervisorKind } from "./supervisor_kind.js";
import { ChildState, type Limits, Restarts } from "./supervisor_state.js";

export interface DynamicPlan extends Limits {
  readonly maxChildren: number;
}

interface State {
  readonly children: Map<Process, ChildState>;
  /** Children whose next start is planned. */
  readonly waiting: Set<ChildState>;
  readonly restarts: Restarts;
}

export class DynamicServer extends SupervisorKind<State> {
  readonly initWaits = false;

  constructor(
    title: string,
    private plan: DynamicPlan,
  ) {
    super(title);
  }

  childrenOf(process: Process): Process[] {
    return [...(process.data as State).children.keys()];
  }

  become(next: DynamicServer): void {
    this.plan = next.plan;
  }

  override migration(process: Process, next: DynamicServer): Migration {
    return {
      asks: false,
      prepare() {},
      commit: () => {
        (process.data as State).restarts.limits = next.plan;
      },
      failed: (thrown) => failure("upgrade_failed", { subject: this.title, text: reasonText(thrown) }),
    };
  }

  init(): State {
    return { children: new Map(), waiting: new Set(), restarts: new Restarts(this.plan) };
  }

  protected *answer(process: Process, state: State, call: SupervisorCall): Frame {
    switch (call[0]) {
      case "startChild": {
        const count = state.children.size + state.waiting.size;
        if (count >= this.plan.maxChildren) refuse(failure("max_children", { count }));
        const child = new ChildState(call[1]);
        const pid = yield* startProcess(call[1]);
        if (pid instanceof StartFailed) refuse(pid.asError());
        if (pid !== undefined) this.keep(state, child, pid);
        return pid;
      }
      case "terminateChild": {
        const pid = call[1] as Process;
        const child = state.children.get(pid) ?? [...state.waiting].find((other) => other.pid === pid);
        if (child === undefined) return refuse(failure("not_found", { id: String(pid) }));
        state.waiting.delete(child);
        if (state.children.delete(pid)) yield* stopProcess(process, pid, child.spec.shutdown);
        return;
      }
      case "whichChildren":
        return [...state.children.values(), ...state.waiting].map((child) => infoOf("undefined", child));
      case "countChildren":
        return countOf([...state.children.values(), ...state.waiting]);
      case "restartChild":
      case "deleteChild":
        return refuse(failure("not_found", { id: String(call[1]) }));
      default:
        throw failure("unknown_request", { request: reasonText(call) });
    }
  }

  private keep(state: State, child: ChildState, pid: Process): void {
    child.pid = pid;
    child.retrying = false;
    state.children.set(pid, child);
  }

  protected *childEnded(process: Process, state: State, message: ExitMessage): Step {
    const child = message?.tag === "EXIT" && message.pid !== undefined ? state.children.get(message.pid) : undefined;
    if (child === undefined) return;
    const { reason } = message;
    state.children.delete(message.pid as Process);
    const again = child.isRestartedAfter(reason);
    reportChildEnded(process, this.title, child, reason, again);
    if (again) yield* this.restart(process, state, child);
  }

  protected *tryAgain(process: Process, state: State, child: ChildState): Step {
    if (state.waiting.delete(child)) yield* this.restart(process, state, child);
  }

  private *restart(process: Process, state: State, child: ChildState): Step {
    if (!state.restarts.add()) {
      reportGivesUp(process, this.title, child);
      throw new Exit("shutdown");
    }
    child.restarts++;
    const pid = yield* startProcess(child.spec);
    if (pid instanceof StartFailed) {
      reportStartFailed(process, this.title, child, pid.reason);
      state.waiting.add(child);
      this.planTry(process, child);
    } else if (pid !== undefined) this.keep(state, child, pid);
  }

  /** Asks all at once; each has its own time, then it is killed. */
  protected *stopAll(process: Process, state: State): Step {
    const asked = [...state.children];
    state.children.clear();
    const start = clock.now();
    for (const [pid, { spec }] of asked) askToEnd(process, pid, spec.shutdown);
    asked.sort(([, a], [, b]) => timeOf(a.spec.shutdown) - timeOf(b.spec.shutdown));
    for (const [pid, { spec }] of asked)
      yield* endWithin(process, pid, Math.max(0, timeOf(spec.shutdown) - (clock.now() - start)));
  }
}
