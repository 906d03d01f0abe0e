import { Exit, isPlanned, reasonOf } from "../core/error.js";
import { advance, awaiting, ENDED, Fiber, type Frame, isThenable, STOPPED } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import {
  DEBUGGED,
  DOING,
  FROM_OUTSIDE,
  goesOn,
  isDoomed,
  type Kind,
  more,
  type Process,
  RUNNING,
  SUSPENDED,
  setDoing,
  WAITING,
} from "../core/process.js";
import { resume } from "../core/receive.js";
import { type Crash, reportCrash } from "../core/report.js";
import { enqueue, releaseMailbox } from "../core/scheduler.js";
import { die, type ExitMessage } from "../core/signal.js";
import { vm } from "../core/vm.js";
import { cameIn, failHere } from "./debug.js";
import { type FormatStatus, formatted } from "./format_status.js";
import type { Migration } from "./migration.js";
import type { PendingCall } from "./pending_call.js";
import { RefusalThrown } from "./refuse.js";
import { CONTINUE, KIND_OF_TAG, MIGRATE, type Running, running, SYSTEM, TERMINATE } from "./running.js";
import { handleSystem, type SystemRequest } from "./system.js";

/** What a trace calls them. */
const KINDS = ["info", "call", "cast", "system", "timeout", "continue"];

export abstract class ServerKind implements Kind {
  abstract readonly title: string;
  readonly serves = true;
  /** Whether the handler of this message is compiled to wait, so that `begin` gives a frame. */
  abstract waits(tag: number): boolean;
  /** Calls the user's code for a message and gives its raw result. May throw. */
  abstract begin(process: Process, tag: number, payload: unknown, from: PendingCall | null): unknown;
  /** Does what the result says: replies, keeps the state, plans the next step. May throw what `begin` may. */
  abstract complete(process: Process, tag: number, result: unknown, from: PendingCall | null, payload: unknown): void;
  /** A result for something thrown, if the kind takes throws for results; else throws it again. */
  abstract caught(tag: number, thrown: unknown): unknown;
  /** Goes on after a call whose caller was refused: the state is as it was. */
  refused(_process: Process, _tag: number): void {}
  /** The state as `sys` shows it. */
  abstract readState(process: Process): unknown;
  abstract writeState(process: Process, state: unknown): unknown;
  abstract changeCode(process: Process, fromVersion: unknown, extra: unknown): unknown;
  /** How a process's state gets to `next`, the next version of this kind; undefined where it just goes on. `isOther`: its state has another version. */
  migration(_process: Process, _next: ServerKind, _fromVersion: unknown, _isOther: boolean): Migration | undefined {
    return undefined;
  }
  /** The same for `sys.changeCode`, to the present version; it puts the state in place. */
  ownMigration(_process: Process, _fromVersion: unknown): Migration | undefined {
    return undefined;
  }
  /** "getScore/1" and such, for reports. */
  abstract describe(tag: number, payload: unknown): unknown;
  /** Whether the user's terminate is there to be called. */
  abstract readonly terminates: boolean;

  /** The user's hook that says what of a server's inside is shown. */
  formatStatus: FormatStatus | undefined = undefined;

  fiber(process: Process): Fiber | null {
    return process.more?.fiber ?? null;
  }

  turn(process: Process): void {
    const fiber = process.more?.fiber;
    if (fiber != null && !this.goOn(process, fiber)) return;
    for (;;) {
      if (!goesOn(process)) return;
      const rest = process.more?.extra as Running | null | undefined;
      if (rest?.next) {
        const { payload } = rest.next;
        rest.next = null;
        if (!this.handle(process, CONTINUE, payload, null)) return;
        continue;
      }
      const box = process.mailbox;
      if (box === null || box.count === 0) break;
      if ((process.status & SUSPENDED) !== 0) {
        if (!this.handleUrgent(process)) break;
        continue;
      }
      if (vm.reductions-- <= 0) return enqueue(process);
      const tag = box.firstTag();
      const payload = box.firstPayload();
      const from = box.firstFrom() as PendingCall | null;
      box.shift();
      if (!this.handle(process, tag, payload, from)) return;
    }
    setDoing(process, WAITING);
    releaseMailbox(process);
  }

  /** Goes on with the handler that waited. False when it still does. */
  private goOn(process: Process, fiber: Fiber): boolean {
    const how = resume(fiber);
    if (how === STOPPED) return false;
    const rest = running(process);
    const { tag, payload, from, init } = rest;
    more(process).fiber = null;
    if (init !== null) {
      rest.init = null;
      init(how, fiber.value);
      return goesOn(process);
    }
    this.finish(process, tag, payload, from, how, fiber.value);
    return goesOn(process);
  }

  /** Handles one message. False when the server waits or has ended. */
  handle(process: Process, tag: number, payload: unknown, from: PendingCall | null): boolean {
    const rest = process.more?.extra as Running | null | undefined;
    rest?.stopIdling(tag === SYSTEM);
    if (tag === SYSTEM) {
      handleSystem(this, process, payload as SystemRequest, from as PendingCall);
      if ((process.status & (DOING | SUSPENDED)) === RUNNING) rest?.goOnIdling();
      return goesOn(process);
    }
    if ((process.status & DEBUGGED) !== 0 && tag !== TERMINATE)
      cameIn(process, KINDS[tag & KIND_OF_TAG] as string, this.describe(tag, payload));
    if (tag === MESSAGE && isParentsExit(process, payload)) {
      this.stop(process, (payload as ExitMessage).reason, null);
      return false;
    }
    let result: unknown;
    try {
      if ((process.status & DEBUGGED) !== 0 && tag !== TERMINATE) failHere(process, this.describe(tag, payload));
      result = this.begin(process, tag, payload, from);
    } catch (thrown) {
      this.failed(process, tag, payload, from, thrown);
      return goesOn(process);
    }
    return this.accept(process, tag, payload, from, result);
  }

  /** Goes on with what a handler gave back. False when the server waits or has ended. */
  accept(process: Process, tag: number, payload: unknown, from: PendingCall | null, result: unknown): boolean {
    if (this.waits(tag)) return this.runFrame(process, tag, payload, from, result as Frame);
    if (isThenable(result)) return this.runFrame(process, tag, payload, from, awaiting(result));
    this.finish(process, tag, payload, from, ENDED, result);
    return goesOn(process);
  }

  /** Has a suspended server make its state for the next version of its code. Nothing is put in place. */
  migrate(process: Process, migration: Migration, from: PendingCall): void {
    this.accept(process, MIGRATE, migration, from, migration.run?.());
  }

  /** Leaves a migration that takes too long. What it has begun is not undone, but the server is free again. */
  leaveMigration(process: Process): void {
    const fiber = process.more?.fiber;
    if (fiber == null || running(process).tag !== MIGRATE) return;
    fiber.wait++;
    more(process).fiber = null;
    goIdle(process);
  }

  /** Runs a handler that may wait. */
  private runFrame(process: Process, tag: number, payload: unknown, from: PendingCall | null, frame: Frame): boolean {
    const fiber = new Fiber(process, frame);
    more(process).fiber = fiber;
    const how = advance(fiber);
    if (how === STOPPED) {
      const rest = running(process);
      rest.tag = tag;
      rest.payload = payload;
      rest.from = from;
      from?.hold();
      return false;
    }
    more(process).fiber = null;
    this.finish(process, tag, payload, from, how, fiber.value);
    return goesOn(process);
  }

  private finish(
    process: Process,
    tag: number,
    payload: unknown,
    from: PendingCall | null,
    how: number,
    value: unknown,
  ): void {
    if (isDoomed(process)) return from?.hold();
    try {
      if (how !== ENDED) throw value;
      this.complete(process, tag, value, from, payload);
    } catch (thrown) {
      this.failed(process, tag, payload, from, thrown);
    }
  }

  /** Ends the server for something thrown, unless it is a refusal or a result. One that was told to exit ends of that, without terminate. */
  failed(process: Process, tag: number, payload: unknown, from: PendingCall | null, thrown: unknown): void {
    if (isDoomed(process)) return from?.hold();
    if (tag === MIGRATE) return from?.fail((payload as Migration).failed(thrown));
    let error = thrown;
    try {
      if (error instanceof RefusalThrown && from !== null) {
        from.refuse(error.error);
        return this.refused(process, tag);
      }
      const result = this.caught(tag, error);
      return this.complete(process, tag, result, from, payload);
    } catch (again) {
      error = again;
    }
    if (tag === TERMINATE) {
      const { reason } = payload as { reason: unknown };
      const end = error instanceof Exit || error instanceof Error ? reasonOf(error) : reason;
      if (end !== reason && !(error instanceof Exit)) this.report(process, end, { message: "terminate" });
      die(process, end);
      return;
    }
    this.stop(process, reasonOf(error), from, { tag, payload });
  }

  /** The state for a report: one that can't be read must not hide the crash. */
  private stateToShow(process: Process): unknown {
    try {
      return this.readState(process);
    } catch (error) {
      return `(the state can't be read: ${String(error)})`;
    }
  }

  protected report(process: Process, reason: unknown, last?: { message: unknown }): void {
    if (isPlanned(reason)) return;
    const status = formatted(this.formatStatus, { reason, state: this.stateToShow(process), ...last });
    const shown: Crash = { title: `server ${this.title}`, initialCall: this.title, reason: status.reason };
    if ("message" in status) shown.lastMessage = status.message;
    if ("state" in status) shown.state = status.state;
    reportCrash(process, shown);
  }

  /** Ends the server in order: terminate, then death, then its callers get the reason. */
  stop(process: Process, reason: unknown, from: PendingCall | null, last?: { tag: number; payload: unknown }): void {
    const rest = process.more?.extra as Running | null | undefined;
    if (rest?.stopping) return;
    from?.hold();
    this.report(process, reason, last && { message: this.describe(last.tag, last.payload) });
    if (!this.terminates) return die(process, reason);
    running(process).stopping = true;
    this.handle(process, TERMINATE, { reason }, null);
  }

  /** A suspended server: only system messages and its parent's exit. False when there is none. */
  private handleUrgent(process: Process): boolean {
    const box = process.mailbox;
    for (let i = 0; box !== null && i < box.count; i++) {
      const tag = box.tag(i);
      const payload = box.payload(i);
      if (tag !== SYSTEM && !(tag === MESSAGE && isParentsExit(process, payload))) continue;
      const from = box.from(i) as PendingCall | null;
      box.remove(i);
      this.handle(process, tag, payload, from);
      return true;
    }
    return false;
  }
}

/** EXIT of the process that started this one by a link (OTP: the parent): ends the server, whatever its `info` does. */
function isParentsExit(process: Process, message: unknown): boolean {
  if (typeof message !== "object" || message === null || (message as ExitMessage).tag !== "EXIT") return false;
  const { pid } = message as ExitMessage;
  if (pid === undefined) return (process.status & FROM_OUTSIDE) !== 0;
  return pid === process.more?.parent;
}

/** The server is ready for its next message. */
export function goIdle(process: Process): void {
  const rest = process.more?.extra as Running | null | undefined;
  if (process.mailbox !== null || rest?.next) enqueue(process);
  else setDoing(process, WAITING);
}
