/**
 * What the processes of a supervisor and of a dynamic supervisor have in common: the form of their calls, and that all they do may wait.
 *
 * Flow: a call -> `answer`; EXIT of a child -> `childEnded`; a planned try, sent to itself -> `tryAgain`; the end -> `stopAll`. All are frames, so the
 * supervisor takes no other message meanwhile.
 */
import type { Frame, Step } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import type { Process } from "../core/process.js";
import { deliver } from "../core/scheduler.js";
import { die, type ExitMessage } from "../core/signal.js";
import { vm } from "../core/vm.js";
import type { ChildSpec } from "./child_spec.js";
import type { PendingCall } from "./pending_call.js";
import { IgnoreThrown, RefusalThrown } from "./refuse.js";
import { CALL, CAST, KIND_OF_TAG, TERMINATE } from "./running.js";
import { ServerKind } from "./server.js";
import { addRoot } from "./shutdown.js";
import { IgnoredInit, type Startable } from "./start.js";
import type { ChildState } from "./supervisor_state.js";

/** What a supervisor can be asked. A child is named by its id, of a dynamic supervisor by its pid. */
export type SupervisorCall =
  | readonly ["startChild", ChildSpec]
  | readonly ["terminateChild" | "restartChild" | "deleteChild", unknown]
  | readonly ["whichChildren" | "countChildren"];

export abstract class SupervisorKind<State> extends ServerKind implements Startable {
  readonly terminates = true;
  abstract readonly initWaits: boolean;
  /** The process that was started last: the address of a supervisor without a name. */
  latest: Process | undefined = undefined;

  constructor(readonly title: string) {
    super();
  }

  abstract init(process: Process, args: readonly unknown[]): unknown;
  /** The children that run, in start order. */
  abstract childrenOf(process: Process): Process[];
  protected abstract answer(process: Process, state: State, call: SupervisorCall): Frame;
  protected abstract childEnded(process: Process, state: State, message: ExitMessage): Step;
  /** The next try of a child that could not be started again. */
  protected abstract tryAgain(process: Process, state: State, child: ChildState): Step;
  protected abstract stopAll(process: Process, state: State): Step;

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

  *begin(process: Process, tag: number, payload: unknown): Frame {
    const state = process.data as State;
    switch (tag & KIND_OF_TAG) {
      case CALL:
        return yield* this.answer(process, state, payload as SupervisorCall);
      case CAST:
        return yield* this.tryAgain(process, state, payload as ChildState);
      case MESSAGE:
        return yield* this.childEnded(process, state, payload as ExitMessage);
      case TERMINATE:
        return yield* this.stopAll(process, state);
    }
  }

  complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void {
    if (tag === TERMINATE) die(process, (payload as { reason: unknown }).reason);
    else if ((tag & KIND_OF_TAG) === CALL) from?.reply(result);
  }

  /**
   * Plans the next try of a child that could not be started, behind the messages that wait already. All other processes have their turn first: a child that
   * can't be started must not keep them waiting.
   */
  protected planTry(process: Process, child: ChildState): void {
    child.retrying = true;
    deliver(process, CAST, child, null);
    vm.reductions = 0;
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

/** The title of a supervisor that has neither a constant nor a name. */
export const untitled = "supervisor";

/** A supervisor in the text of an error. */
export const called = (title: string): string => (title === untitled ? "the supervisor" : `the supervisor ${title}`);

/** A child as `whichChildren` shows it. */
export const infoOf = (id: string, { spec, pid, retrying, restarts }: ChildState) => ({
  id,
  pid: retrying ? undefined : pid,
  state: retrying ? "restarting" : pid === undefined ? "undefined" : "running",
  type: spec.type,
  restarts,
});

/** What `countChildren` gives. */
export function countOf(children: readonly ChildState[]) {
  const supervisors = children.filter(({ spec }) => spec.type === "supervisor").length;
  const active = children.filter(({ pid, retrying }) => pid !== undefined && !retrying).length;
  return { specs: children.length, active, supervisors, workers: children.length - supervisors };
}
