/**
 * How a server comes to life: name, process, link, init, and the answer to who started it.
 *
 * Order: a taken name is found before anything runs; the name is registered before init; the answer comes after init. Init runs at once on the stack of the
 * starter, who waits for it anyway. Source: OTP gen_server:start_link, proc_lib:start_link; otp/behaviour.md 45-56.
 */
import { clock } from "../core/clock.js";
import { copyArguments } from "../core/copy.js";
import { checkTimeout, Exit, reasonOf, StartError } from "../core/error.js";
import { advance, awaiting, ENDED, Fiber, type Frame, isThenable, park, parked, STOPPED, wake } from "../core/fiber.js";
import { checkAnyName, claim, claimInCluster, type Name, whereis } from "../core/name.js";
import {
  type AtEnd,
  addAtEnd,
  create,
  current,
  FROM_OUTSIDE,
  isDead,
  isDoomed,
  more,
  PARKED,
  type Process,
  RUNNING,
  setDoing,
  TRAPS_EXIT,
} from "../core/process.js";
import { deadlinesChanged } from "../core/scheduler.js";
import { die, exitSignal, joinLinks, reapIfDoomed, separate } from "../core/signal.js";
import { addTimer, cancel, type Due, type Timer } from "../core/timer.js";
import { vm } from "../core/vm.js";
import { running } from "./running.js";
import { goIdle, type ServerKind } from "./server.js";

export interface StartOptions {
  readonly name?: Name | undefined;
  readonly trapExit?: boolean | undefined;
  readonly link: boolean;
  /** Who starts it, where that is not who runs now. */
  readonly parent?: Process | undefined;
  /** Milliseconds that init may take; then the process is killed. Default: no limit. */
  readonly timeout?: number | undefined;
}

/** How a kind starts. */
export interface Startable extends ServerKind {
  /** Runs init. Gives its raw result; with `initWaits` a frame. */
  init(process: Process, args: readonly unknown[], name: Name | undefined): unknown;
  readonly initWaits: boolean;
  /** Keeps the state that init gave; plans what comes first. Throws what init's result means. */
  initialized(process: Process, result: unknown): void;
  /** A result for something thrown in init, if the kind takes throws for results; else throws it again. */
  caughtInInit(thrown: unknown): unknown;
}

/** Who waits for a start, and for how long. */
class Starter implements AtEnd, Due {
  result: Process | StartError | null = null;
  tell: ((result: Process | StartError) => void) | null = null;
  private process: Process | null = null;
  private timer: Timer | null = null;
  private readonly deadline: number;

  constructor(
    private readonly timeout: number,
    readonly name: Name | undefined,
  ) {
    this.deadline = clock.now() + timeout;
  }

  answer(result: Process | StartError): void {
    if (this.result !== null) return;
    if (this.timer !== null) cancel(this.timer);
    this.result = result;
    this.tell?.(result);
  }
  /** Killed during init. */
  ended(_process: Process, reason: unknown): void {
    this.answer(new StartError("init_failed", reason));
  }

  /** Init waits, and its time runs. */
  waitFor(process: Process): void {
    addAtEnd(process, this);
    if (this.timeout === Number.POSITIVE_INFINITY || this.timer !== null) return;
    this.process = process;
    this.timer = addTimer(this.deadline, this);
    deadlinesChanged();
  }
  due(): void {
    this.giveUp(this.process as Process);
  }
  get isLate(): boolean {
    return clock.now() > this.deadline;
  }

  /** It took too long: who started it is told so and does not hear of its end. Source: proc_lib:start_link/5, kill_flush/1. */
  giveUp(process: Process): void {
    const parent = process.more?.parent;
    if (parent) separate(parent, process);
    process.more?.atEnd?.delete(this);
    exitSignal(process, undefined, "kill");
    this.answer(StartError.late(this.timeout));
  }
}

const alreadyStarted = (owner: Process) => new StartError("already_started", { already_started: owner }, owner);

function begin(kind: Startable, args: readonly unknown[], options: StartOptions): Starter {
  const { name, timeout = Number.POSITIVE_INFINITY } = options;
  const starter = new Starter(checkTimeout(timeout, "a start"), name);
  if (name !== undefined) {
    const owner = whereis(checkAnyName(name));
    if (owner !== undefined) {
      starter.answer(alreadyStarted(owner));
      return starter;
    }
  }
  const parent = options.parent ?? current();
  const process = create(kind, undefined);
  setDoing(process, RUNNING);
  const asked = name === undefined ? null : claimInCluster(name, process);
  const owner = name === undefined || asked !== null ? undefined : claim(name, process);
  if (owner !== undefined) {
    refuse(process, starter, owner);
    return starter;
  }
  if (options.trapExit === true) process.status |= TRAPS_EXIT;
  if (parent === undefined) process.status |= FROM_OUTSIDE;
  if (options.link && parent !== undefined) {
    joinLinks(parent, process);
    more(process).parent = parent;
  }
  if (asked === null) launch(kind, process, args, starter);
  else launchLater(kind, process, copyArguments([...args]), starter, asked);
  return starter;
}

/** The name is taken: who started it hears of that, not of its end. */
function refuse(process: Process, starter: Starter, owner: Process): void {
  const parent = process.more?.parent;
  if (parent) separate(parent, process);
  die(process, "normal");
  starter.answer(alreadyStarted(owner));
}

/** Begins once the cluster has given the process its name. */
function launchLater(
  kind: Startable,
  process: Process,
  args: readonly unknown[],
  starter: Starter,
  asked: Promise<Process | undefined>,
): void {
  setDoing(process, PARKED);
  starter.waitFor(process);
  const goOn = (next: () => void): void => {
    if (isDead(process)) return;
    process.more?.atEnd?.delete(starter);
    next();
  };
  const begin = (): void => {
    setDoing(process, RUNNING);
    launch(kind, process, args, starter);
  };
  asked.then(
    (owner) => goOn(() => (owner === undefined ? begin() : refuse(process, starter, owner))),
    (error) =>
      goOn(() => {
        die(process, "normal");
        starter.answer(new StartError("init_failed", error));
      }),
  );
}

/** Runs init on this stack. */
function launch(kind: Startable, process: Process, args: readonly unknown[], starter: Starter): void {
  const { side } = vm;
  const before = vm.current;
  vm.current = process.slot;
  vm.side = null;
  vm.depth++;
  initialize(kind, process, args, starter);
  vm.depth--;
  vm.current = before;
  vm.side = side;
  reapIfDoomed(process);
}

function initialize(kind: Startable, process: Process, args: readonly unknown[], starter: Starter): void {
  let result: unknown;
  try {
    result = kind.init(process, copyArguments([...args]), starter.name);
    if (kind.initWaits) return runInit(kind, process, starter, result as Frame);
    if (isThenable(result)) return runInit(kind, process, starter, awaiting(result));
  } catch (thrown) {
    return initDone(kind, process, starter, () => kind.caughtInInit(thrown));
  }
  initDone(kind, process, starter, () => result);
}

function runInit(kind: Startable, process: Process, starter: Starter, frame: Frame): void {
  const fiber = new Fiber(process, frame);
  more(process).fiber = fiber;
  const how = advance(fiber);
  if (how === STOPPED) {
    starter.waitFor(process);
    running(process).init = (how, value) => {
      process.more?.atEnd?.delete(starter);
      initDone(kind, process, starter, () => (how === ENDED ? value : kind.caughtInInit(value)));
    };
    return;
  }
  more(process).fiber = null;
  initDone(kind, process, starter, () => (how === ENDED ? fiber.value : kind.caughtInInit(fiber.value)));
}

function initDone(kind: Startable, process: Process, starter: Starter, result: () => unknown): void {
  try {
    if (starter.isLate) return starter.giveUp(process);
    if (isDoomed(process)) throw new Exit(process.more?.doom);
    kind.initialized(process, result());
  } catch (thrown) {
    const reason = reasonOf(thrown);
    const ignored = thrown instanceof IgnoredInit;
    die(process, ignored ? "normal" : reason);
    return starter.answer(ignored ? new StartError("ignored", "ignore") : new StartError("init_failed", reason));
  }
  starter.answer(process);
  goIdle(process);
}

/** Whether the process that starts another dies of it, over their link. Then it must get no answer, or it could catch its own end. */
function isStarterDoomed(): boolean {
  const starter = current();
  return starter !== undefined && isDoomed(starter);
}

/** Thrown by `initialized` when init chose not to start. */
export class IgnoredInit extends Error {}

/** Starts a server and gives a promise of its pid. Errors: StartError. */
export function start(kind: Startable, args: readonly unknown[], options: StartOptions): Promise<Process> {
  return new Promise((resolve, reject) => {
    const starter = begin(kind, args, options);
    if (isStarterDoomed()) return;
    const tell = (result: Process | StartError): void => {
      if (result instanceof StartError) reject(result);
      else resolve(result);
    };
    if (starter.result !== null) tell(starter.result);
    else starter.tell = tell;
  });
}

/** The same for process code that awaits it at once. */
export function startHere(kind: Startable, args: readonly unknown[], options: StartOptions): unknown {
  const starter = begin(kind, args, options);
  if (isStarterDoomed()) return parked;
  if (starter.result instanceof StartError) throw starter.result;
  if (starter.result !== null) return starter.result;
  const fiber = park();
  const turn = fiber.wait;
  starter.tell = (result) => wake(fiber, turn, result, result instanceof StartError);
  return parked;
}
