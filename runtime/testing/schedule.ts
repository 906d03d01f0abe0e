/**
 * Schedules: who decides what the runtime leaves open (core/order.ts), and how a run that failed is run again.
 *
 * Shape: a `Schedule` answers one question, which of `count` things is taken, and keeps what it answered. `Seeded` draws the answers from a number;
 * `Replayed` reads them from a list and takes the first of everything after its end, so `following` gives the next list of a walk, depth first, over all.
 */
import type { Order } from "../core/order.js";
import type { Process } from "../core/process.js";

/** A choice that was made: `taken` of `count`, and what that was. */
export interface Choice {
  readonly count: number;
  readonly taken: number;
  readonly what: string;
}

/** One step in so many is a crash, while there are some to come. */
const SELDOM = 12;

const nameOf = (process: Process): string => {
  const name = process.more?.name;
  return name == null ? `${process.kind.title} ${process}` : `${process.kind.title} "${name}"`;
};

export abstract class Schedule implements Order {
  abstract readonly turn: number;
  abstract readonly inline: boolean;
  readonly choices: Choice[] = [];

  /** Which of `count` is taken. */
  protected abstract pick(count: number): number;
  /** How to run this schedule again. */
  abstract readonly replay: string;

  choose(count: number, what: (taken: number) => string): number {
    const taken = this.pick(count);
    this.choices.push({ count, taken, what: what(taken) });
    return taken;
  }
  next(ready: readonly Process[]): number {
    return this.choose(ready.length, (i) => nameOf(ready[i] as Process));
  }
  /** Which of the processes crashes now; -1: none. */
  abstract strike(victims: readonly Process[]): number;
  first(count: number): number {
    return this.choose(count, (i) => `timer ${i + 1}`);
  }
}

/** Numbers from a seed (xorshift). */
export class Chance {
  private state: number;
  constructor(readonly seed: number) {
    this.state = Math.imul(seed ^ 0x2545f491, 0x9e3779b1) | 1;
  }
  /** A whole number from 0, below `count`. */
  below(count: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % count;
  }
}

/** A schedule of chance. How long turns are, and whether calls run inline, is drawn as well. */
export class Seeded extends Schedule {
  readonly chance: Chance;
  readonly turn: number;
  readonly inline: boolean;
  constructor(readonly seed: number) {
    super();
    this.chance = new Chance(seed);
    this.turn = [1, 4, 2000][this.chance.below(3)] as number;
    this.inline = this.chance.below(2) === 0;
  }
  protected pick(count: number): number {
    return this.chance.below(count);
  }
  strike(victims: readonly Process[]): number {
    if (this.chance.below(SELDOM) !== 0) return -1;
    return this.choose(victims.length, (i) => `crash of ${nameOf(victims[i] as Process)}`);
  }
  get replay(): string {
    return `TINCTURE_SEED=${this.seed}`;
  }
}

/** A schedule that is written down; past its end it takes the first of everything. Turns are as short as they can be. */
export class Replayed extends Schedule {
  readonly turn = 1;
  readonly inline = false;
  constructor(private readonly list: readonly number[]) {
    super();
  }
  protected pick(count: number): number {
    const taken = this.list[this.choices.length] ?? 0;
    // A program that does not do the same in every run can come to a choice with fewer ways.
    return Math.min(taken, count - 1);
  }
  strike(victims: readonly Process[]): number {
    const what = (i: number) => (i === 0 ? "no crash" : `crash of ${nameOf(victims[i - 1] as Process)}`);
    return this.choose(victims.length + 1, what) - 1;
  }
  get replay(): string {
    return `TINCTURE_SCHEDULE=${this.choices.map(({ taken }) => taken).join(",") || "0"}`;
  }
}

/** The list after the one that was made, depth first; undefined after the last. */
export function following(choices: readonly Choice[]): number[] | undefined {
  for (let i = choices.length - 1; i >= 0; i--) {
    const { taken, count } = choices[i] as Choice;
    if (taken + 1 < count) return [...choices.slice(0, i).map((choice) => choice.taken), taken + 1];
  }
  return undefined;
}
