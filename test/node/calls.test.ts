// Calls that wait for an answer from elsewhere, by their numbers.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Calls } from "../../dist/runtime/node/calls.js";
import type { PendingCall } from "../../dist/runtime/otp/pending_call.js";

/** As much of a call as the table looks at. */
class Waiting {
  settled = false;
  constructor(
    readonly id: number,
    readonly server: object,
  ) {}
  wanted(): boolean {
    return true;
  }
}

test("a call is found under its number until it is taken, and under no other; numbers count up and none comes twice", () => {
  const step = fc.tuple(fc.constantFrom("begin", "begin", "take", "settle", "takeAll"), fc.nat());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2000, size: "max" }), (steps) => {
      const calls = new Calls();
      const known = new Map<number, Waiting>();
      let last = 0;
      for (const [what, n] of steps) {
        const numbers = [...known.keys()];
        const some = numbers[n % Math.max(1, numbers.length)] ?? 0;
        if (what === "begin") {
          const call = new Waiting(n, {});
          const number = calls.begin(call as unknown as PendingCall);
          expect(number).toBeGreaterThan(last);
          last = number;
          known.set(number, call);
        } else if (what === "take") {
          expect(calls.take(some)).toBe(known.get(some));
          known.delete(some);
          expect(calls.take(some)).toBeUndefined();
        } else if (what === "settle") {
          // Its caller has given up: it may be forgotten from now on.
          const call = known.get(some);
          if (call !== undefined) call.settled = true;
          known.delete(some);
        } else if (n % 20 === 0) {
          const odd = [...known].filter(([, call]) => call.id % 2 === 1);
          const taken = calls.takeAll((call) => (call as unknown as Waiting).id % 2 === 1 && !call.settled);
          expect(taken).toEqual(odd.map(([, call]) => call));
          for (const [number] of odd) known.delete(number);
        }
        expect(calls.get(last + 1)).toBeUndefined();
      }
      for (const [number, call] of known) expect(calls.get(number)).toBe(call);
    }),
    { seed: 7, numRuns: 60 },
  );
});
