// Law: selective receive takes what a search through a list would take, whenever messages come and however long it waits.
import fc from "fast-check";
import { type Pid, send, skip, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

/** A message: comes `wait` ms after the one before it. */
const arrival = fc.record({ value: fc.nat(11), wait: fc.constantFrom(0, 0, 0, 1, 2, 5) });
/** A receive of values whose rest by `divisor` is `rest`. Timeouts end between two ms, so that no message comes at the same time. */
const step = fc.record({
  divisor: fc.integer({ min: 1, max: 4 }),
  rest: fc.nat(4),
  after: fc.constantFrom(0, 1 + 1 / 1024, 3 + 1 / 1024, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  waits: fc.boolean(),
});

type Arrival = typeof arrival extends fc.Arbitrary<infer A> ? A : never;
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const fits = ({ divisor, rest }: Step, value: number): boolean => value % divisor === rest % divisor;

/** For this the plugin writes `rt.receive()`: a message is handed straight to who waits in it. */
const takesAll = ({ divisor, after, waits }: Step): boolean =>
  divisor === 1 && after === Number.POSITIVE_INFINITY && !waits;

/** What the program gets; it ends where it would wait for ever. */
function model(arrivals: readonly Arrival[], program: readonly Step[]): unknown[] {
  const got: unknown[] = [];
  const box: number[] = [];
  let now = 0;
  let clock = 0;
  const coming = arrivals.map(({ value, wait }) => ({ value, at: (clock += wait) }));
  const arrive = (until: number): void => {
    now = until;
    while (coming[0] !== undefined && coming[0].at <= until) box.push(coming.shift()?.value as number);
  };
  arrive(0);
  for (const one of program) {
    const deadline = now + one.after;
    for (;;) {
      const place = box.findIndex((value) => fits(one, value));
      const next = coming[0]?.at ?? Number.POSITIVE_INFINITY;
      if (place >= 0) {
        got.push(...box.splice(place, 1));
        break;
      }
      if (next > deadline || one.after === 0) {
        arrive(deadline);
        got.push("timeout");
        break;
      }
      if (next === Number.POSITIVE_INFINITY) return got;
      arrive(next);
    }
  }
  return got;
}

function running(program: readonly Step[], got: unknown[]) {
  return function* (): Waiting {
    let tmp: unknown;
    for (const one of program) {
      if (takesAll(one)) {
        got.push((tmp = rt.receive()) === rt.parked ? yield : tmp);
        continue;
      }
      const plain = (value: unknown) => (fits(one, value as number) ? value : skip);
      function* waiting(value: unknown): Waiting<unknown> {
        if (rt.waitCall(undefined, sleep, 0) === rt.parked) yield;
        return plain(value);
      }
      const clauses = one.waits ? (waiting as never) : plain;
      got.push(
        (tmp = rt.receive(
          clauses,
          rt.after(one.after, () => "timeout"),
        )) === rt.parked
          ? yield
          : tmp,
      );
    }
  };
}

law(
  "receive equals a search through a list",
  150,
  [fc.array(arrival, { maxLength: 40 }), fc.array(step, { maxLength: 15 })],
  async (arrivals, program) => {
    const got: unknown[] = [];
    let receiver: Pid | undefined;
    start(function* (): Waiting {
      receiver = start(running(program, got));
      for (const { value, wait } of arrivals) {
        if (wait > 0 && rt.waitCall(undefined, sleep, wait) === rt.parked) yield;
        send(receiver, value);
      }
    });
    await time.settle(1000);
    expect(got).toEqual(model(arrivals, program));
    await clear();
  },
);
