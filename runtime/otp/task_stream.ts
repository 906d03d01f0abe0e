/**
 * `Task.asyncStream`: one task per item, so many at a time, and their outcomes as an async iterable.
 *
 * Flow of `next`: start tasks while fewer than `maxConcurrency` run and there is input -> give the next outcome if it is there -> wait until a task ends, the
 * input has an item, or a time is up. Nothing runs before the first `next`. Tasks belong to the process that takes the outcomes and are linked to it; what it
 * hears of them comes by their ends, so there are no messages that could be left in its mailbox.
 * Source: Elixir Task.Supervised.stream; otp/behaviour.md 195-199.
 */
import { clock } from "../core/clock.js";
import { copy, copyReason } from "../core/copy.js";
import { park, parked, process, wait, wake } from "../core/fiber.js";
import { parallelism } from "../core/machine.js";
import { type AtEnd, addAtEnd, current, isDead, type Process } from "../core/process.js";
import { deadlinesChanged } from "../core/scheduler.js";
import { exitSignal, joinLinks, separate } from "../core/signal.js";
import { addTimer, cancel, type Due, type Timer } from "../core/timer.js";
import { aFlag, type Checks, checkOptions, from, oneOf } from "./option.js";
import { taskTimeout } from "./task_await.js";
import { launch, type Outcome, type Work } from "./task_process.js";

export interface StreamOptions {
  /** How many tasks run at a time. Default: the number of processors. */
  readonly maxConcurrency?: number;
  /** Whether outcomes come in the order of the items; if not, as they come. Default true. */
  readonly ordered?: boolean;
  /** Milliseconds that one task may take. Default 5000. */
  readonly timeout?: number;
  /** What happens when it takes longer: the taker gets an ExitError, or the task is killed and its outcome is `{ exit: "timeout" }`. Default "exit". */
  readonly onTimeout?: "exit" | "kill_task";
}

/** Starts the process of one task: gives it, or parks. `null`: it was not started. */
export type Launch = (start: (linkTo: Process | undefined) => Process) => unknown;

/** How tasks start that no supervisor has: linked to who takes the outcomes. */
export const unsupervised: Launch = (start) => start(current());

const streamChecks: Checks = {
  maxConcurrency: from(1),
  ordered: aFlag,
  timeout: from(0),
  onTimeout: oneOf("exit", "kill_task"),
};

function checked(options: StreamOptions): Required<StreamOptions> {
  checkOptions("Task.asyncStream", options, streamChecks);
  const { maxConcurrency = parallelism(), ordered = true, timeout = 5000, onTimeout = "exit" } = options;
  return { maxConcurrency, ordered, timeout, onTimeout };
}

type Items = Iterable<unknown> | AsyncIterable<unknown>;
type Input = Iterator<unknown> | AsyncIterator<unknown>;
type Step = IteratorResult<unknown>;
type Given = Generator<unknown, IteratorResult<Outcome>, unknown>;

/** One task of a stream. */
class Running implements AtEnd, Due {
  outcome: Outcome | undefined = undefined;
  private timer: Timer | null = null;
  constructor(
    private readonly stream: TaskStream,
    readonly pid: Process,
    timeout: number,
  ) {
    addAtEnd(pid, this);
    if (timeout === Number.POSITIVE_INFINITY) return;
    this.timer = addTimer(clock.now() + timeout, this);
    deadlinesChanged();
  }
  wanted(): boolean {
    return !isDead(this.pid);
  }
  due(): void {
    this.stream.tookTooLong(this);
  }
  ended(_process: Process, reason: unknown): void {
    if (this.timer !== null) cancel(this.timer);
    this.outcome ??= { exit: copyReason(reason) };
    this.stream.taskEnded(this);
  }
}

class TaskStream implements AsyncIterableIterator<Outcome> {
  readonly #options: Required<StreamOptions>;
  readonly #input: Input;
  readonly #isAsync: boolean;
  readonly #work: Work;
  readonly #launch: Launch;
  #owner: Process | undefined = undefined;
  readonly #ownerEnds: AtEnd = { ended: () => this.#close() };
  #begun = false;
  #closed = false;
  readonly #running = new Set<Running>();
  /** What will be given, in order: of an ordered stream all tasks, else those that have ended. */
  readonly #queue: Running[] = [];
  /** The input's next step, when it came. */
  #step: Step | undefined = undefined;
  #pulling = false;
  #inputEnded = false;
  #failure: { error: unknown } | undefined = undefined;
  readonly #waiters = new Set<() => void>();

  readonly next: () => Promise<IteratorResult<Outcome>>;
  readonly return: () => Promise<IteratorResult<Outcome>>;

  constructor(items: Items, work: Work, options: Required<StreamOptions>, launch: Launch) {
    this.#options = options;
    this.#work = work;
    this.#launch = launch;
    const open = (items as AsyncIterable<unknown>)[Symbol.asyncIterator];
    this.#isAsync = open !== undefined;
    this.#input = open === undefined ? (items as Iterable<unknown>)[Symbol.iterator]() : open.call(items);
    this.next = process(() => this.#next(), "next");
    this.return = process(() => this.#return(), "return");
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  *#next(): Given {
    if (!this.#begun) this.#begin();
    try {
      while (!this.#closed) {
        if (this.#failure !== undefined) throw this.#failure.error;
        yield* this.#startMore();
        const value = this.#queue[0]?.outcome;
        if (value !== undefined) {
          this.#queue.shift();
          return { done: false, value };
        }
        if (this.#inputEnded && this.#running.size === 0) this.#close();
        else if (this.#failure === undefined) yield* this.#change();
      }
      return { done: true, value: undefined };
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  *#return(): Given {
    const pulling = !this.#inputEnded && this.#begun;
    this.#close();
    if (pulling) {
      const closing = wait(this.#input.return?.());
      if (closing === parked) yield;
    }
    return { done: true, value: undefined };
  }

  #begin(): void {
    this.#begun = true;
    this.#owner = current();
    if (this.#owner !== undefined) addAtEnd(this.#owner, this.#ownerEnds);
  }

  /** Ends what runs, without a word to the owner. */
  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#owner?.more?.atEnd?.delete(this.#ownerEnds);
    for (const { pid } of [...this.#running]) this.#kill(pid);
    this.#queue.length = 0;
    this.#changed();
  }

  #kill(pid: Process): void {
    if (this.#owner !== undefined) separate(this.#owner, pid);
    // Most end of this, as planned, so that a supervisor has nothing to report.
    exitSignal(pid, this.#owner, "shutdown");
    exitSignal(pid, this.#owner, "kill");
  }

  *#startMore(): Generator<unknown, void, unknown> {
    while (this.#running.size < this.#options.maxConcurrency && !this.#inputEnded) {
      const step = this.#pull();
      if (step === undefined) return;
      if (step.done === true) this.#inputEnded = true;
      else yield* this.#start(step.value);
    }
  }

  /** The input's next step; undefined when it is not there yet. */
  #pull(): Step | undefined {
    if (!this.#isAsync) return (this.#input as Iterator<unknown>).next();
    const step = this.#step;
    this.#step = undefined;
    if (step !== undefined || this.#pulling) return step;
    this.#pulling = true;
    Promise.resolve(this.#input.next()).then(
      (came) => {
        this.#pulling = false;
        this.#step = came;
        this.#changed();
      },
      (error) => {
        this.#inputEnded = true;
        this.#failure = { error };
        this.#changed();
      },
    );
    return undefined;
  }

  *#start(item: unknown): Generator<unknown, void, unknown> {
    const caller = this.#owner;
    let running: Running | undefined;
    const launched = this.#launch((linkTo) => {
      const pid = launch(this.#work, [copy(item)], caller, (value) => {
        if (running !== undefined) running.outcome = { ok: copy(value) };
      });
      if (linkTo !== undefined) joinLinks(linkTo, pid);
      running = new Running(this, pid, this.#options.timeout);
      this.#running.add(running);
      if (this.#options.ordered) this.#queue.push(running);
      return pid;
    });
    if (launched === parked) yield;
  }

  taskEnded(task: Running): void {
    this.#running.delete(task);
    if (this.#closed) return;
    if (!this.#options.ordered) this.#queue.push(task);
    this.#changed();
  }

  tookTooLong(task: Running): void {
    if (this.#options.onTimeout === "kill_task") {
      task.outcome = { exit: "timeout" };
      return this.#kill(task.pid);
    }
    this.#failure ??= { error: taskTimeout("Task.asyncStream", this.#options.timeout) };
    this.#changed();
  }

  /** Waits until something has happened. */
  *#change(): Generator<unknown, void, unknown> {
    const fiber = park();
    const turn = fiber.wait;
    // A line beside the main one would go on at once, in the middle of somebody's end.
    this.#waiters.add(() => {
      if (fiber.settle === null) wake(fiber, turn, undefined, false);
      else clock.soon(() => wake(fiber, turn, undefined, false));
    });
    yield;
  }

  #changed(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const go of waiters) go();
  }
}

/**
 * Runs `work` for every item, each in a task of its own, and gives the outcomes: `{ ok: value }`, or `{ exit: reason }` of a task that failed (where that
 * did not end the taker with it). Order: that of the items, unless `ordered` is false. Lazy: nothing is started before the first outcome is asked for;
 * leaving the loop early ends the tasks that still run. Errors: `bad_option`, `unknown_option`; the taker gets an ExitError with "timeout".
 */
export function asyncStream(
  items: Items,
  work: Work,
  options: StreamOptions = {},
  start: Launch = unsupervised,
): AsyncIterable<Outcome> {
  const plan = checked(options);
  return { [Symbol.asyncIterator]: () => new TaskStream(items, work, plan, start) };
}
