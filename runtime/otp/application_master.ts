/**
 * The process at the root of a running application: it starts the tree, waits for its end or for `stop`, and takes it down.
 *
 * Flow: start (the tree, linked to it) -> the start phases -> `stop`: prepStop while the tree is up -> the tree, with shutdown -> stop. When the tree ends by
 * itself, `stop` runs as well. It traps exits, so what the user's start links to it can't take it down.
 * Source: OTP application_master.erl; otp/behaviour.md 229-231.
 */
import { spawn } from "../core/body.js";
import { failure, reasonText, StartError } from "../core/error.js";
import { type Frame, parked } from "../core/fiber.js";
import { MESSAGE } from "../core/mailbox.js";
import { addAtEnd, isDead, Process } from "../core/process.js";
import { receive } from "../core/receive.js";
import { reportError } from "../core/report.js";
import { deliver } from "../core/scheduler.js";
import { link, trapExit } from "../core/signal.js";
import { StartFailed, startProcess, stopProcess } from "./child_process.js";
import { type Child, type ChildSpec, specOf } from "./child_spec.js";
import { callWork } from "./task_process.js";

/** The tree of an application: a supervisor or server that is to be started, or the pid of one that was. */
export type Top = ChildSpec | Child | Process;

export interface Definition {
  readonly name: string;
  /** Gives the top of the tree; with `{ top, state }` also what `prepStop` and `stop` get. */
  start(type: "normal"): unknown;
  /** What is done in order once the tree is up, before the start counts as done. Order: that of the keys. */
  readonly startPhases?: Readonly<Record<string, () => unknown>>;
  /** While the tree is still up. What it gives goes to `stop`. */
  prepStop?(state: unknown): unknown;
  /** When the tree is down. */
  stop?(state: unknown): unknown;
}

interface Started {
  readonly top: Process;
  readonly state: unknown;
}

/** The message that asks a master for the end; it has an identity of its own, so that nobody else can send it. */
class StopRequest {}

function isExitOf(pid: Process, message: unknown): boolean {
  const exit = message as { tag?: unknown; pid?: unknown } | null | undefined;
  return typeof exit === "object" && exit?.tag === "EXIT" && exit.pid === pid;
}

type Waiting<R> = Generator<unknown, R, unknown>;

/** What an application is told of its master. */
export interface Events {
  /** It runs. Order: before anything can end it. */
  up(): void;
  /** It has ended, or could not start; `asked` says whether it was asked to. */
  ended(reason: unknown, asked: boolean): void;
}

export class Master {
  /** Settles when the tree and the start phases are done. */
  readonly started: Promise<void>;
  readonly #definition: Definition;
  readonly #pid: Process;
  readonly #over: Promise<void>;
  #asked = false;

  get pid(): Process {
    return this.#pid;
  }

  constructor(definition: Definition, events: Events) {
    this.#definition = definition;
    let up: () => void = () => {};
    let failed: (error: unknown) => void = () => {};
    this.started = new Promise((resolve, reject) => {
      up = resolve;
      failed = reject;
    });
    let reason: unknown = "normal";
    const master = this;
    this.#pid = spawn(function* (): Frame {
      trapExit(true);
      let running: Started;
      try {
        running = yield* master.#start();
      } catch (error) {
        return failed(error);
      }
      events.up();
      up();
      reason = yield* master.#run(running);
    });
    this.#over = new Promise((resolve) => {
      addAtEnd(this.#pid, {
        ended: (_process, ownReason) => {
          failed(failure("application_failed", { name: definition.name, reason: reasonText(ownReason) }));
          events.ended(ownReason === "normal" ? reason : ownReason, this.#asked);
          resolve();
        },
      });
    });
  }

  /** Settles when the application is down. */
  stop(): Promise<void> {
    this.#asked = true;
    deliver(this.#pid, MESSAGE, new StopRequest(), null);
    return this.#over;
  }

  *#start(): Waiting<Started> {
    const { start, startPhases = {} } = this.#definition;
    const given = callWork(start, ["normal"]);
    const started = yield* this.#startTop(given === parked ? yield : given);
    try {
      for (const phase of Object.values(startPhases)) if (callWork(phase, []) === parked) yield;
    } catch (error) {
      yield* stopProcess(this.#pid, started.top, "infinity");
      throw error;
    }
    return started;
  }

  *#startTop(given: unknown): Waiting<Started> {
    const hasState = typeof given === "object" && given !== null && "top" in given;
    const top = hasState ? given.top : given;
    const state = hasState ? (given as { state?: unknown }).state : undefined;
    if (top instanceof Process) {
      link(top);
      return { top, state };
    }
    const pid = yield* startProcess(this.#specOf(top));
    if (pid instanceof StartFailed) throw pid.error;
    if (pid === undefined) throw new StartError("ignored", "ignore");
    return { top: pid, state };
  }

  #specOf(top: unknown): ChildSpec {
    try {
      return specOf(top as ChildSpec | Child);
    } catch (error) {
      const words = { name: this.#definition.name, got: reasonText(top) };
      throw failure("application_bad_start", words, { cause: error });
    }
  }

  /** Waits for the end. Gives the reason of the tree's end. */
  *#run({ top, state }: Started): Waiting<unknown> {
    let message: unknown;
    do {
      const got = receive();
      message = got === parked ? yield : got;
    } while (!(message instanceof StopRequest || isExitOf(top, message)));
    let last = state;
    if (message instanceof StopRequest) {
      last = yield* this.#callback("prepStop", state);
      if (!isDead(top)) yield* stopProcess(this.#pid, top, "infinity");
    }
    yield* this.#callback("stop", last);
    return (message as { reason?: unknown }).reason ?? "normal";
  }

  /** A callback that throws is reported and stops nothing; the state is as it was. */
  *#callback(name: "prepStop" | "stop", state: unknown): Waiting<unknown> {
    const callback = this.#definition[name];
    if (callback === undefined) return state;
    try {
      const given = callWork(callback, [state]);
      return given === parked ? yield : given;
    } catch (error) {
      reportError(
        { application: this.#definition.name, error },
        `application ${this.#definition.name}: ${name} threw ${reasonText(error)}; it is stopped all the same`,
      );
      return state;
    }
  }
}
