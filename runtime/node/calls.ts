/**
 * Calls to other nodes that wait for their answers, by number.
 *
 * Shape: numbers count up; a call waits in the place that its number leaves when divided by the number of places, and a number whose place is taken is not given. So no
 * answer that comes late is taken for that of another call. No Map: with calls coming and going it is made anew all the time, and what it leaves behind in the old
 * part of the heap keeps everything that came later there as well. A fifth of all memory survived each collection, which took a quarter of the caller's time
 * (`npm run bench -- node`).
 */
import type { PendingCall } from "../otp/pending_call.js";

/** A power of two, as all numbers of places. */
const FIRST_PLACES = 256;

export class Calls {
  private waiting: (PendingCall | null)[] = places(FIRST_PLACES);
  private numbers = new Float64Array(FIRST_PLACES);
  private count = 0;
  private last = 0;

  /** Gives the number under which a call waits, above all that were given before. */
  begin(call: PendingCall): number {
    if (2 * this.count >= this.waiting.length) this.makeRoom();
    const mask = this.waiting.length - 1;
    do this.last++;
    while (this.waiting[this.last & mask] !== null);
    const place = this.last & mask;
    this.waiting[place] = call;
    this.numbers[place] = this.last;
    this.count++;
    return this.last;
  }

  get(number: number): PendingCall | undefined {
    const place = number & (this.waiting.length - 1);
    return this.numbers[place] === number ? (this.waiting[place] ?? undefined) : undefined;
  }

  /** Takes a call out; undefined when it was given up. */
  take(number: number): PendingCall | undefined {
    const call = this.get(number);
    if (call === undefined) return undefined;
    this.waiting[number & (this.waiting.length - 1)] = null;
    this.count--;
    return call;
  }

  /** Takes out all that `of` chooses, oldest first. */
  takeAll(of: (call: PendingCall) => boolean): PendingCall[] {
    const numbers = [...this.numbers].filter((number) => {
      const call = this.get(number);
      return call !== undefined && of(call);
    });
    return numbers.sort((one, other) => one - other).flatMap((number) => this.take(number) ?? []);
  }

  /** Forgets calls that nobody waits for any more, as an answer may never come; takes more places when that is not enough. */
  private makeRoom(): void {
    this.takeAll((call) => call.settled || !call.wanted());
    const before = this.waiting;
    if (4 * this.count < before.length) return;
    const { numbers } = this;
    this.waiting = places(2 * before.length);
    this.numbers = new Float64Array(2 * before.length);
    before.forEach((call, place) => {
      if (call === null) return;
      const number = numbers[place] as number;
      this.waiting[number & (this.waiting.length - 1)] = call;
      this.numbers[number & (this.waiting.length - 1)] = number;
    });
  }
}

const places = (count: number): null[] => new Array<null>(count).fill(null);
