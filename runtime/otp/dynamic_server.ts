/**
 * The process of a dynamic supervisor: any number of children, started on demand and known by their pids.
 *
 * Differs from supervisor_server.ts: ids need not differ and are not kept; a child that ended and is not restarted is forgotten; all are stopped at once.
 * Source: Elixir DynamicSupervisor; otp/behaviour.md 175-184.
 */

import { clock } from "../core/clock.js";
import { stillAlive, waitForEnd } from "../core/ending.js";
import { Exit, failure, isPlanned, reasonText } from "../core/error.js";
import { type Frame, parked, type Step } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import type { Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { die, type ExitMessage, exitSignal, separate } from "../core/signal.js";
import { reportChildEnded, reportGivesUp, reportStartFailed } from "./child_report.js";
import type { ChildSpec } from "./child_spec.js";
import type { PendingCall } from "./pending_call.js";
import { refuse } from "./refuse.js";
import { CALL, CAST, KIND_OF_TAG, TERMINATE } from "./running.js";
import { ServerKind } from "./server.js";
import { addRoot } from "./shutdown.js";
import type { Startable } from "./start.js";
import { StartFailed, startProcess, stopProcess } from "./supervisor_server.js";
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

type Call =
  | readonly ["startChild", ChildSpec]
  | readonly ["terminateChild", Process]
  | readonly ["restartChild" | "deleteChild", unknown]
  | readonly ["whichChildren" | "countChildren"];

export class DynamicServer extends ServerKind implements Startable {
  readonly initWaits = false;
  readonly terminates = true;
  latest: Process | undefined = undefined;

  constructor(
    readonly title: string,
    private readonly plan: DynamicPlan,
  ) {
    super();
  }

  init(): State {
    return { children: new Map(), waiting: new Set(), restarts: new Restarts(this.plan) };
  }

  initialized(process: Process, state: unknown): void {
    process.data = state;
    this.latest = process;
    if (!process.more?.parent) addRoot(process);
  }

  caughtInInit(thrown: unknown): never {
    throw thrown;
  }
  caught(_tag: number, thrown: unknown): never {
    throw thrown;
  }
  waits(): boolean {
    return true;
  }

  begin(process: Process, tag: number, payload: unknown): Frame {
    return this.serve(process, process.data as State, tag, payload);
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    if (tag === TERMINATE) die(process, (payload as { reason: unknown }).reason);
    else if ((tag & KIND_OF_TAG) === CALL) from?.reply(result);
  }

  private *serve(process: Process, state: State, tag: number, payload: unknown): Frame {
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return yield* this.answer(process, state, payload as Call);
      case CAST:
        if (state.waiting.delete(payload as ChildState)) yield* this.restart(process, state, payload as ChildState);
        return;
      case MESSAGE:
        return yield* this.childEnded(process, state, payload as ExitMessage);
      case TERMINATE:
        return yield* this.stopAll(process, state);
    }
  }

  private *answer(process: Process, state: State, call: Call): Frame {
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
        const child = state.children.get(call[1]) ?? [...state.waiting].find(({ pid }) => pid === call[1]);
        if (child === undefined) return refuse(failure("not_found", { id: String(call[1]) }));
        state.waiting.delete(child);
        if (state.children.delete(call[1])) yield* stopProcess(process, call[1], child.spec.shutdown);
        return;
      }
      case "whichChildren":
        return [...state.children.values(), ...state.waiting].map(({ spec, pid, restarts, retrying }) => ({
          id: "undefined",
          pid: retrying ? undefined : pid,
          state: retrying ? "restarting" : "running",
          type: spec.type,
          restarts,
        }));
      case "countChildren": {
        const all = [...state.children.values(), ...state.waiting];
        const supervisors = all.filter(({ spec }) => spec.type === "supervisor").length;
        return { specs: all.length, active: state.children.size, supervisors, workers: all.length - supervisors };
      }
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

  private *childEnded(process: Process, state: State, message: ExitMessage): Step {
    const child = message?.tag === "EXIT" && message.pid !== undefined ? state.children.get(message.pid) : undefined;
    if (child === undefined) return;
    const { reason } = message;
    state.children.delete(message.pid as Process);
    const again = child.spec.restart === "permanent" || (child.spec.restart === "transient" && !isPlanned(reason));
    reportChildEnded(process, this.title, child, reason, again);
    if (again) yield* this.restart(process, state, child);
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
      child.retrying = true;
      state.waiting.add(child);
      deliver(process, CAST, child, null);
    } else if (pid !== undefined) this.keep(state, child, pid);
  }

  /** Asks all at once; each has its own time, then it is killed. */
  private *stopAll(process: Process, state: State): Step {
    const asked = [...state.children];
    state.children.clear();
    const start = clock.now();
    for (const [pid, { spec }] of asked) {
      separate(process, pid);
      exitSignal(pid, process, spec.shutdown === "brutal_kill" ? "kill" : "shutdown");
    }
    asked.sort(([, a], [, b]) => timeOf(a.spec) - timeOf(b.spec));
    for (const [pid, { spec }] of asked) {
      const left = Math.max(0, timeOf(spec) - (clock.now() - start));
      const ended = waitForEnd(pid, left);
      if ((ended === parked ? yield : ended) !== stillAlive) continue;
      exitSignal(pid, process, "kill");
      const killed = waitForEnd(pid, Number.POSITIVE_INFINITY);
      if (killed === parked) yield;
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

const timeOf = ({ shutdown }: ChildSpec): number =>
  typeof shutdown === "number" ? shutdown : Number.POSITIVE_INFINITY;
