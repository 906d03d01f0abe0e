import { self, send, sleep, type Pid } from "tincture";
import * as rt from "tincture/abi";

/** Waits, and gives what it was given. */
const later = rt.process(function* <T>(value: T): rt.Frame<T> {
  yield* rt.waited(rt.waitCall(undefined, sleep, 1));
  return value;
}, "later");

type Question = { readonly tag: "double"; readonly n: number; readonly from: Pid<number> };

console.log(
  await rt.run(function* () {
    const doubler = rt.spawn<Question>(function* () {
      for (;;) {
        if (rt.tick()) yield;
        const { n, from } = yield* rt.waited(rt.receive<Question>());
        send(from, yield* rt.waited(rt.waitCall(undefined, later<number>, 2 * n)));
      }
    });
    send(doubler, { tag: "double", n: 21, from: self() });
    return yield* rt.waited(rt.receive((answer: number) => answer, rt.after(50, () => rt.tailCall(undefined, (later<number>), 0))));
  }),
);
