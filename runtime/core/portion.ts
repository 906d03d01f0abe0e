/**
 * What a `for...of` of process code runs over: the values in portions of a thousand, so that the loop over one portion holds no `yield` and runs as fast as
 * ordinary code, and the process may give way between two. (V8 keeps no number unboxed in a loop with a `yield` in it: 12 ns a turn over an array of
 * integers, against 1.1 ns this way.)
 *
 *   for (const portion of portions(users)) {
 *     for (let i = portion.start; portion.has(i); i++) { const user = portion.at(i); ... }
 *     if (tick(portion.turns)) yield;
 *   }
 *
 * Order: as `for...of` has it. An array is read element by element, so what the body adds to it is seen; an iterator is asked for one value at a time and is
 * closed when the loop is left early. The loop over a portion that was left early (`break`) never asked `has` for the answer no: that is how it is known.
 */

/** Turns in a portion; the plugin writes the same number into other loops. */
const PORTION = 1000;

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/* Taken when the module is loaded: an array that somebody gave another iterator is no list to be read by index. */
const arrayValues = Array.prototype[Symbol.iterator];
const arrayIterator = Object.getPrototypeOf([][Symbol.iterator]()) as Iterator<unknown>;
const arrayNext = arrayIterator.next;

/* JavaScript's own iterators are asked by name, which V8 puts in line: 7 ns a turn over a Set, against 17 ns. */
const ownNexts: ReadonlySet<unknown> = new Set(
  [[].values(), new Set().values(), new Map().values(), ""[Symbol.iterator](), (function* () {})()].map(
    ({ next }) => next,
  ),
);

class ArrayPortions {
  start = 0;
  turns = 0;
  private end = 0;
  /** The last portion was gone through, and there may be another one. */
  private more = true;
  private readonly list: readonly unknown[];

  constructor(list: readonly unknown[]) {
    this.list = list;
  }
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<this, undefined> {
    if (!this.more) return END;
    this.more = false;
    this.turns = 0;
    this.end = this.start + PORTION;
    return { done: false, value: this };
  }
  has(i: number): boolean {
    if (i < this.list.length && i < this.end) return true;
    this.more = i === this.end;
    this.turns = i - this.start;
    this.start = i;
    return false;
  }
  at(i: number): unknown {
    return this.list[i];
  }
}

class IteratorPortions {
  start = 0;
  turns = 0;
  private end = 0;
  private value: unknown = undefined;
  /** The iterator has values left, as far as is known: leaving the loop now must close it. */
  private open = true;
  private paused = true;
  private readonly iterator: Iterator<unknown>;
  private readonly ask: Iterator<unknown>["next"];
  private readonly isOwn: boolean;

  constructor(iterator: Iterator<unknown>) {
    this.iterator = iterator;
    this.ask = iterator.next;
    this.isOwn = ownNexts.has(this.ask) && !Object.hasOwn(iterator, "next");
  }
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<this, undefined> {
    if (!this.open) return END;
    if (!this.paused) {
      mustBeObject(this.return());
      return END;
    }
    this.paused = false;
    this.turns = 0;
    this.end = this.start + PORTION;
    return { done: false, value: this };
  }
  has(i: number): boolean {
    this.paused = i === this.end;
    if (!this.paused) {
      // An iterator that fails is not closed.
      this.open = false;
      const step = this.isOwn ? this.iterator.next() : mustBeObject(this.ask.call(this.iterator));
      if (!step.done) {
        this.value = step.value;
        this.open = true;
        return true;
      }
    }
    this.turns = i - this.start;
    this.start = i;
    return false;
  }
  at(): unknown {
    return this.value;
  }
  /** Called by the loop itself when it is left by `return`, a throw or a jump to an outer loop. */
  return(): IteratorResult<unknown> {
    const { open } = this;
    this.open = false;
    const close = open ? this.iterator.return : undefined;
    return close == null ? END : close.call(this.iterator);
  }
}

function mustBeObject<T>(step: T): T {
  if ((typeof step === "object" && step !== null) || typeof step === "function") return step;
  throw new TypeError(`Iterator result ${String(step)} is not an object`);
}

/** The values of an iterable, in portions. Errors: TypeError where `for...of` throws one. */
export function portions(values: Iterable<unknown>): ArrayPortions | IteratorPortions {
  if (Array.isArray(values) && values[Symbol.iterator] === arrayValues && arrayIterator.next === arrayNext)
    return new ArrayPortions(values);
  const open = (values as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator];
  if (typeof open !== "function") throw new TypeError(`${describe(values)} is not iterable`);
  return new IteratorPortions(mustBeObject(open.call(values)));
}

const describe = (value: unknown): string => (typeof value === "object" && value !== null ? "object" : String(value));
