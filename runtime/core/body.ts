/**
 * Processes that run a function: `spawn` and `run`.
 *
 * Flow: `starting` calls the function in the process's first turn; a compiled body becomes a fiber and `body` runs its further turns; the process ends with
 * `normal` when the function returns, with what was thrown when it throws.
 */
import { copy, copyReason } from "./copy.js";
import { Exit, ExitError, isPlanned, reasonOf } from "./error.js";
import { advance, awaiting, BODY, ENDED, Fiber, type Frame, isThenable, STOPPED } from "./fiber.js";
import { type MonitorRef, watch } from "./monitor.js";
import { create, current, type Kind, more, type Process } from "./process.js";
import { isBody, resume } from "./receive.js";
import { reportCrash } from "./report.js";
import { enqueue } from "./scheduler.js";
import { die, joinLinks } from "./signal.js";

type Work = (this: void) => unknown;

const body: Kind = {
  title: "spawn",
  serves: false,
  turn(process) {
    settle(process, process.data as Fiber, resume(process.data as Fiber));
  },
  fiber: (process) => process.data as Fiber,
};

const starting: Kind = {
  title: "spawn",
  serves: false,
  turn(process) {
    const work = process.data as Work & { [BODY]?: Work };
    const compiled = work[BODY] ?? (isBody(work) ? work : undefined);
    if (compiled !== undefined) return begin(process, compiled() as Frame, work.name);
    let result: unknown;
    try {
      result = work();
    } catch (error) {
      return fail(process, error);
    }
    if (isThenable(result) || process.more?.extra != null) begin(process, awaiting(Promise.resolve(result)), work.name);
    else die(process, "normal");
  },
  fiber: () => null,
};

function begin(process: Process, frame: Frame, initialCall: string): void {
  const fiber = new Fiber(process, frame);
  fiber.initialCall = initialCall;
  process.kind = body;
  process.data = fiber;
  settle(process, fiber, advance(fiber));
}

function settle(process: Process, fiber: Fiber, how: number): void {
  if (how === STOPPED) return;
  if (how === ENDED) die(process, "normal");
  else fail(process, fiber.value);
}

function fail(process: Process, thrown: unknown): void {
  const reason = reasonOf(thrown);
  if (!(thrown instanceof Exit) && !isPlanned(reason) && !(process.more?.extra instanceof Result)) {
    const initialCall = process.data instanceof Fiber ? process.data.initialCall : (process.data as Work).name;
    reportCrash(process, { title: "process", reason, initialCall });
  }
  die(process, reason);
}

/** Starts a process that runs `work`. Order: it runs after the caller has gone on. */
export function spawn(work: Work): Process {
  const process = create(starting, work);
  enqueue(process);
  return process;
}

/** `spawn` and `link` in one step: the child can't die unseen. From ordinary code, there is nobody to link to. */
export function spawnLink(work: Work): Process {
  const parent = current();
  const process = spawn(work);
  if (parent !== undefined) joinLinks(parent, process);
  return process;
}

/** `spawn` and `monitor` in one step. */
export function spawnMonitor(work: Work): { pid: Process; ref: MonitorRef } {
  const pid = spawn(work);
  return { pid, ref: watch(pid, undefined) };
}

/** Hands the value of a `run` to who waits for it. */
class Result {
  constructor(
    readonly resolve: (value: unknown) => void,
    readonly reject: (error: unknown) => void,
  ) {}
  private settle(value: unknown): void {
    try {
      this.resolve(copy(value));
    } catch (error) {
      this.reject(error);
    }
  }
  ended(process: Process, reason: unknown): void {
    if (reason === "normal") this.settle(process.data instanceof Fiber ? process.data.value : undefined);
    else this.reject(new ExitError(copyReason(reason)));
  }
}

/** Runs `work` in a process of its own and settles with its result. Errors: ExitError with the reason if the process ends otherwise. */
export function run(work: Work): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const process = spawn(work);
    const result = new Result(resolve, reject);
    const rest = more(process);
    rest.extra = result;
    rest.atEnd = new Set([result]);
  });
}
