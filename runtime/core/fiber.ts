// biome-ignore-all lint/complexity/noArguments: a rest parameter costs an array per call
/**
 * A fiber: compiled process code that can stop and go on. This is what emitted `yield`s talk to.
 *
 * Protocol: an operation that must wait parks the current fiber, arranges for `wake`, and gives back `parked`; the emitted code then yields, and the fiber
 * goes on with the value (or the error) when it is woken. An operation that need not wait gives its value straight back and nothing yields.
 * A process function awaited at once runs as a frame of the same fiber (`callFrame`), without a promise.
 *
 * Three kinds of line: the main line of a process (run by its turns), a line beside it (an async function that was called and not awaited: its promise is
 * its result), and an ordinary async function (no process at all).
 */
import { Exit, failure, notInProcess } from "./error.js";
import { current, isDead, isDoomed, PARKED, type Process, setDoing } from "./process.js";
import { enqueue } from "./scheduler.js";
import { end } from "./signal.js";
import type { Timer } from "./timer.js";
import { vm } from "./vm.js";

/** What an operation gives back when the caller has to yield. */
export const parked: unique symbol = Symbol("parked");
export type Parked = typeof parked;

/** Under this key a function has the version for code that awaits it at once: gives its value, or parks the fiber. */
export const WAIT: unique symbol = Symbol("wait");
/** Gives `fn` its version for code that awaits it at once. */
export const withWait = <F extends object>(fn: F, here: (...args: never[]) => unknown): F =>
  Object.defineProperty(fn, WAIT, { value: here });
/** Under this key a process function has its generator function. */
export const BODY: unique symbol = Symbol("body");

export type Frame = Generator<unknown, unknown, unknown>;
/** A frame that gives nothing. */
export type Step = Generator<unknown, void, unknown>;
export type Body = (...args: never[]) => Frame;

/** `return loop(n + 1)` of process code: the frame is replaced, so a loop by recursion uses no memory. */
export class TailCall {
  constructor(readonly frame: Frame) {}
}

/** In `receive`, wanting a message; or only wanting to know that a new one came. */
export const TAKES = 1;
export const PEEKS = 2;

export const ENDED = 0;
export const THREW = 1;
export const STOPPED = 2;

export class Fiber {
  process: Process | undefined;
  frame: Frame;
  outer: Frame[] | null = null;
  /** What the fiber goes on with; after its end, what it ended with. */
  value: unknown = undefined;
  failed = false;
  /** Number of the wait it is in; a wake-up for an earlier one is late and does nothing. */
  wait = 0;
  /* While it is in `receive`: 0 when it is not. See receive.ts. */
  receiving: 0 | typeof TAKES | typeof PEEKS = 0;
  clauses: ((message: unknown) => unknown) | undefined = undefined;
  /** How many of the oldest messages it has looked at. */
  scanned = 0;
  after: { readonly then: () => unknown } | undefined = undefined;
  timedOut = false;
  deadline: Timer | null = null;
  /** The function it began with, for reports. */
  initialCall = "";
  /** Settles the promise of a line beside or outside of a process; null for a main line. */
  settle: { resolve(value: unknown): void; reject(error: unknown): void } | null = null;

  constructor(process: Process | undefined, frame: Frame) {
    this.process = process;
    this.frame = frame;
  }
}

/** Runs the fiber until it stops for something, ends or throws; `value` then has the result or the error. */
export function advance(fiber: Fiber): number {
  for (;;) {
    const value = fiber.value;
    fiber.value = undefined;
    try {
      let step: IteratorResult<unknown, unknown>;
      if (fiber.failed) {
        fiber.failed = false;
        step = fiber.frame.throw(value);
      } else step = fiber.frame.next(value);
      if (step.done !== true) return STOPPED;
      if (step.value instanceof TailCall) {
        fiber.frame = step.value.frame;
        continue;
      }
      if (isThenable(step.value)) {
        fiber.frame = awaiting(step.value);
        continue;
      }
      fiber.value = step.value;
      if (!leaveFrame(fiber)) return ENDED;
    } catch (error) {
      fiber.value = error;
      if (!leaveFrame(fiber)) return THREW;
      fiber.failed = true;
    }
  }
}

function leaveFrame(fiber: Fiber): boolean {
  if (fiber.outer === null || fiber.outer.length === 0) return false;
  fiber.frame = fiber.outer.pop() as Frame;
  return true;
}

/** A frame that waits for a promise and ends with its value. */
export function* awaiting(promise: PromiseLike<unknown>): Frame {
  const value = wait(promise);
  return value === parked ? yield : value;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

/** The fiber whose code runs now. Errors: `cannot_wait` where the code was not compiled to wait. */
export function currentFiber(): Fiber {
  if (vm.side !== null) return vm.side;
  const process = current();
  if (process === undefined) throw notInProcess("this operation");
  const fiber = process.kind.fiber(process);
  if (fiber !== null) return fiber;
  throw failure("cannot_wait");
}

/** Parks the current fiber; `wake` with its present `wait` lets it go on. */
export function park(): Fiber {
  const fiber = currentFiber();
  fiber.wait++;
  if (fiber.settle === null) setDoing(fiber.process as Process, PARKED);
  return fiber;
}

/** Lets a fiber go on, if it is still in that wait. */
export function wake(fiber: Fiber, wait: number, value: unknown, failed: boolean): void {
  if (fiber.wait !== wait) return;
  fiber.wait++;
  fiber.value = value;
  fiber.failed = failed;
  if (fiber.settle !== null) runBeside(fiber);
  else if (!isDead(fiber.process as Process)) enqueue(fiber.process as Process);
}

/**
 * Whether the process that runs was told to exit meanwhile (a signal came back over a link): it ends where it would wait. Its code yields, as if it were
 * parked, and the scheduler takes it out; it never sees what it asked for.
 */
export function mustEnd(): boolean {
  const process = vm.side === null ? current() : undefined;
  return process !== undefined && isDoomed(process);
}

/** Waits for a promise. Any other value is given straight back in the main line of a process; elsewhere a turn of microtasks passes, as with any `await`. */
export function wait(value: unknown): unknown {
  if (vm.doomed !== 0 && mustEnd()) return parked;
  if (!isThenable(value)) return vm.side === null ? value : wait(Promise.resolve(value));
  const fiber = park();
  const turn = fiber.wait;
  value.then(
    (result) => wake(fiber, turn, result, false),
    (error) => wake(fiber, turn, error, true),
  );
  return parked;
}

/** What `for await` of process code runs over: the async iterator of `source`, or its ordinary one, whose values are waited for. */
export function iterator(source: AsyncIterable<unknown> & Iterable<unknown>): unknown {
  return source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]();
}

/** Runs a line beside the main one (or outside of all processes) until it stops. */
function runBeside(fiber: Fiber): void {
  const process = fiber.process;
  if (process !== undefined && isDead(process)) return;
  const { current: before, side } = vm;
  vm.current = process === undefined ? 0 : process.slot;
  vm.side = fiber;
  const how = advance(fiber);
  vm.current = before;
  vm.side = side;
  if (how === ENDED) fiber.settle?.resolve(fiber.value);
  else if (how === THREW) {
    if (process !== undefined && fiber.value instanceof Exit) end(process, fiber.value.reason);
    else fiber.settle?.reject(fiber.value);
  }
}

/** Runs a frame as an ordinary async function: its result is a promise. Inside of a process it runs in that process. */
export function beside(frame: Frame): Promise<unknown> {
  const fiber = new Fiber(current(), frame);
  return new Promise((resolve, reject) => {
    fiber.settle = { resolve, reject };
    runBeside(fiber);
  });
}

/** Runs a frame in the fiber that is running now, as an ordinary call would. */
export function callFrame(first: Frame): unknown {
  const fiber = currentFiber();
  fiber.outer ??= [];
  fiber.outer.push(fiber.frame);
  fiber.frame = first;
  try {
    for (;;) {
      const step = fiber.frame.next();
      if (step.done !== true) return parked;
      if (step.value instanceof TailCall) fiber.frame = step.value.frame;
      else {
        fiber.frame = fiber.outer.pop() as Frame;
        return wait(step.value);
      }
    }
  } catch (error) {
    fiber.frame = fiber.outer.pop() as Frame;
    throw error;
  }
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** `await fn.call(self, ...args)` of process code. The usual counts go without an array: it is the way of every call. */
export function waitCall(self: unknown, fn: unknown, a?: unknown, b?: unknown, c?: unknown): unknown {
  const direct = (fn as { [WAIT]?: AnyFunction } | undefined)?.[WAIT];
  if (direct !== undefined && vm.side === null) {
    if (vm.doomed !== 0 && mustEnd()) return parked;
    switch (arguments.length) {
      case 2:
        return direct.call(self);
      case 3:
        return direct.call(self, a);
      case 4:
        return direct.call(self, a, b);
      case 5:
        return direct.call(self, a, b, c);
      default:
        return direct.apply(self, Array.prototype.slice.call(arguments, 2));
    }
  }
  if (typeof fn !== "function") throw new TypeError(`${String(fn)} is not a function`);
  return wait(fn.apply(self, Array.prototype.slice.call(arguments, 2)));
}

/** `return fn.call(self, ...args)` of process code. */
export function tailCall(self: unknown, fn: unknown, ...args: unknown[]): unknown {
  if (typeof fn !== "function") throw new TypeError(`${String(fn)} is not a function`);
  const body = (fn as { [BODY]?: (this: unknown, ...args: unknown[]) => Frame })[BODY];
  return body === undefined ? (fn as AnyFunction).apply(self, args) : new TailCall(body.apply(self, args));
}

/** The async function made of a compiled body. Awaited at once in process code it costs no promise. */
export function process<A extends unknown[], R>(
  body: (...args: A) => Generator<unknown, R, unknown>,
  name = "",
): (...args: A) => Promise<R> {
  const run = body as (this: unknown, ...args: unknown[]) => Frame;
  function entry(this: unknown, ...args: unknown[]): Promise<unknown> {
    return beside(run.apply(this, args));
  }
  function direct(this: unknown, ...args: unknown[]): unknown {
    return callFrame(run.apply(this, args));
  }
  return Object.defineProperties(entry as (...args: A) => Promise<R>, {
    name: { value: name, configurable: true },
    length: { value: body.length, configurable: true },
    [WAIT]: { value: direct },
    [BODY]: { value: body },
  });
}
