/** Effect 4: a server is a fiber with a queue, a call carries a Deferred for the answer. */
import assert from "node:assert/strict";
import { Deferred, Effect, Fiber, Queue } from "effect";
import type { Rival } from "../workload.js";

type Request =
  | { readonly tag: "get"; readonly from: Deferred.Deferred<number> }
  | { readonly tag: "add"; readonly n: number; readonly from: Deferred.Deferred<number> }
  | { readonly tag: "increase"; readonly n: number };
type Counter = Queue.Queue<Request>;

/** Starts a counter in a fiber of its own. */
const start = (first: number) =>
  Effect.gen(function* () {
    const queue = yield* Queue.unbounded<Request>();
    const loop = Effect.gen(function* () {
      let count = first;
      for (;;) {
        const request = yield* Queue.take(queue);
        if (request.tag !== "get") count += request.n;
        if (request.tag !== "increase") yield* Deferred.succeed(request.from, count);
      }
    });
    const fiber = yield* Effect.forkDetach(loop);
    return { queue, fiber };
  });

const get = (counter: Counter) =>
  Effect.gen(function* () {
    const from = yield* Deferred.make<number>();
    yield* Queue.offer(counter, { tag: "get", from });
    return yield* Deferred.await(from);
  });

const add = (counter: Counter, n: number) =>
  Effect.gen(function* () {
    const from = yield* Deferred.make<number>();
    yield* Queue.offer(counter, { tag: "add", n, from });
    return yield* Deferred.await(from);
  });

const withCounter = (expected: number, work: (counter: Counter) => Effect.Effect<void>): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { queue, fiber } = yield* start(0);
      yield* work(queue);
      assert.equal(yield* get(queue), expected);
      yield* Fiber.interrupt(fiber);
    }),
  );

async function hold(count: number): Promise<() => Promise<void>> {
  const counters: Counter[] = new Array(count);
  for (let i = 0; i < count; i++) counters[i] = Effect.runSync(start(i)).queue;
  await new Promise(setImmediate); // The fibers start, and wait.
  return async () => assert.equal(await Effect.runPromise(get(counters[count - 1] as Counter)), count - 1);
}

export const rival: Rival = {
  call: (count) =>
    withCounter(
      count,
      Effect.fnUntraced(function* (counter) {
        for (let i = 0; i < count; i++) yield* add(counter, 1);
      }),
    ),

  call_queued: (count) =>
    withCounter(
      2 * count,
      Effect.fnUntraced(function* (counter) {
        for (let i = 0; i < count; i++) {
          yield* Queue.offer(counter, { tag: "increase", n: 1 });
          yield* add(counter, 1);
        }
      }),
    ),

  cast: (count) =>
    withCounter(
      count,
      Effect.fnUntraced(function* (counter) {
        for (let i = 0; i < count; i++) yield* Queue.offer(counter, { tag: "increase", n: 1 });
      }),
    ),

  ping_pong: (count) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const me = yield* Queue.unbounded<"pong">();
        const ponger = yield* Queue.unbounded<"ping">();
        const fiber = yield* Effect.forkChild(
          Effect.gen(function* () {
            for (;;) {
              yield* Queue.take(ponger);
              yield* Queue.offer(me, "pong");
            }
          }),
        );
        let messages = 0;
        while (messages < count) {
          yield* Queue.offer(ponger, "ping");
          if ((yield* Queue.take(me)) === "pong") messages += 2;
        }
        assert.equal(messages, count);
        yield* Fiber.interrupt(fiber);
      }),
    ),

  ring: (count) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const me = yield* Queue.unbounded<number>();
        const fibers: Fiber.Fiber<void>[] = [];
        let next = me;
        for (let i = 1; i < 1000; i++) {
          const to = next;
          const queue = yield* Queue.unbounded<number>();
          fibers.push(
            yield* Effect.forkChild(
              Effect.gen(function* () {
                for (;;) yield* Queue.offer(to, (yield* Queue.take(queue)) + 1);
              }),
            ),
          );
          next = queue;
        }
        for (let messages = 0; messages < count; messages += 1000) {
          yield* Queue.offer(next, 1);
          assert.equal(yield* Queue.take(me), 1000);
        }
        yield* Fiber.interruptAll(fibers);
      }),
    ),

  fan_in: (count) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const me = yield* Queue.unbounded<number>();
        const each = count / 1000;
        for (let i = 0; i < 1000; i++)
          yield* Effect.forkChild(
            Effect.gen(function* () {
              for (let n = 1; n <= each; n++) yield* Queue.offer(me, n);
            }),
          );
        let sum = 0;
        for (let i = 0; i < count; i++) sum += yield* Queue.take(me);
        assert.equal(sum, (1000 * each * (each + 1)) / 2);
      }),
    ),

  spawn_exit: (count) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const me = yield* Queue.unbounded<1>();
        let done = 0;
        for (let left = count; left > 0; left -= 10_000) {
          for (let i = 0; i < 10_000; i++) yield* Effect.forkChild(Queue.offer(me, 1));
          for (let i = 0; i < 10_000; i++) done += yield* Queue.take(me);
        }
        assert.equal(done, count);
      }),
    ),

  spawn_monitor: (count) =>
    Effect.runPromise(
      Effect.gen(function* () {
        let down = 0;
        for (let left = count; left > 0; left -= 5000) {
          const fibers: Fiber.Fiber<void>[] = [];
          for (let i = 0; i < 5000; i++) fibers.push(yield* Effect.forkChild(Effect.void));
          for (const fiber of fibers) if ((yield* Fiber.await(fiber))._tag === "Success") down++;
        }
        assert.equal(down, count);
      }),
    ),

  memory_100k: hold,
};
