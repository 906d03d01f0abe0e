import { self, sleep, Task, type Pid } from "tincture";
import * as rt from "tincture/abi";

const countdown = rt.process(function* (n: number): rt.Frame<string> {
  if (n === 0) return "done";
  yield* rt.waited(rt.waitCall(undefined, sleep, n));
  return rt.tailCall(undefined, countdown, n - 1);
}, "countdown");

interface Row {
  readonly id: number;
}
declare function rows(): AsyncIterable<Row>;
declare function first<T>(items: readonly T[]): Promise<T>;
declare const room: { name(length?: number): Promise<string> } | undefined;

const Clock = rt.genserver("Clock", {
  init(): object {
    return {};
  },
  handlers: { now: rt.call(() => Date.now()) }
}, { name: "Clock" });

export class Watcher {
  private readonly seen: number[] = [];

  watch(): Promise<number> {
    return rt.run(function* (this: Watcher) {
      {
        const iterator = rt.iterator(rows());
        let open = false;
        try {
          for (;;) {
            if (rt.tick()) yield;
            open = false;
            const step = yield* rt.waited(rt.waitCall(iterator, iterator.next));
            if (step.done) break;
            open = true;
            const row = yield* rt.waited(rt.wait(step.value));
            this.seen.push(row.id);
          }
        } finally {
          if (open && rt.wait(iterator.return?.()) === rt.parked) yield;
        }
      }
      return this.seen.length;
    }.bind(this));
  }
}

await rt.run(function* () {
  let target;
  const me: Pid<string> = self();
  const text = yield* rt.waited(rt.receive<string>());
  const items = [text, yield* rt.waited(rt.waitCall(target = room!, target.name, 5))];
  const one = yield* rt.waited(rt.waitCall(undefined, first<string>, items));
  const task = Task.async(rt.process(function* () {
    return (yield* rt.waited(rt.waitCall(Clock, Clock.now))) + one.length;
  }));
  try {
    console.log(me, yield* rt.waited(rt.waitCall(Task, Task.await<number>, task)), yield* rt.waited(rt.waitCall(undefined, countdown, 3)));
  } catch (error) {
    console.log(error);
  }
});
