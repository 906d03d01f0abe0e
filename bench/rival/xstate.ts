/**
 * XState 5: actors from transition functions. It has no calls, so an event carries the function that takes the answer. Sends to another actor run at once, on
 * the stack of the sender.
 */
import assert from "node:assert/strict";
import { type ActorRefFrom, createActor, type EventObject, fromCallback, fromTransition } from "xstate";
import type { Rival } from "../workload.js";

type Request =
  | { readonly type: "get"; reply(value: number): void }
  | { readonly type: "add"; readonly n: number; reply(value: number): void }
  | { readonly type: "increase"; readonly n: number };

const counterLogic = fromTransition((count: number, request: Request) => {
  switch (request.type) {
    case "get":
      request.reply(count);
      return count;
    case "add":
      request.reply(count + request.n);
      return count + request.n;
    case "increase":
      return count + request.n;
  }
}, 0);
type Counter = ActorRefFrom<typeof counterLogic>;

const get = (counter: Counter) => new Promise<number>((reply) => counter.send({ type: "get", reply }));
const add = (counter: Counter, n: number) => new Promise<number>((reply) => counter.send({ type: "add", n, reply }));

async function withCounter(expected: number, work: (counter: Counter) => Promise<void>): Promise<void> {
  const counter = createActor(counterLogic).start();
  await work(counter);
  assert.equal(await get(counter), expected);
  counter.stop();
}

/** An actor that does `job` for every message. */
function actor<M extends EventObject>(job: (message: M) => void) {
  const logic = fromTransition((_state: null, message: M) => {
    if (message.type !== "xstate.stop") job(message);
    return null;
  }, null);
  return createActor(logic).start();
}

async function hold(count: number): Promise<() => Promise<void>> {
  const counters: Counter[] = new Array(count);
  for (let i = 0; i < count; i++) counters[i] = createActor(counterLogic).start();
  return async () => assert.equal(await get(counters[count - 1] as Counter), 0);
}

export const rival: Rival = {
  call: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) await add(counter, 1);
    }),

  call_queued: (count) =>
    withCounter(2 * count, async (counter) => {
      for (let i = 0; i < count; i++) {
        counter.send({ type: "increase", n: 1 });
        await add(counter, 1);
      }
    }),

  cast: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) counter.send({ type: "increase", n: 1 });
    }),

  ping_pong: (count) => {
    let messages = 0;
    const ponger = actor<{ readonly type: "ping"; pong(): void }>(({ pong }) => pong());
    const pong = () => pinger.send({ type: "pong" });
    const pinger = actor(() => {
      messages += 2;
      if (messages < count) ponger.send({ type: "ping", pong });
    });
    ponger.send({ type: "ping", pong });
    assert.equal(messages, count);
    pinger.stop();
    ponger.stop();
  },

  fan_in: (count) => {
    let sum = 0;
    const each = count / 1000;
    const sink = actor<{ readonly type: "numbered"; readonly n: number }>(({ n }) => {
      sum += n;
    });
    for (let i = 0; i < 1000; i++) {
      const source = actor(() => {
        for (let n = 1; n <= each; n++) sink.send({ type: "numbered", n });
      });
      source.send({ type: "go" });
      source.stop();
    }
    assert.equal(sum, (1000 * each * (each + 1)) / 2);
    sink.stop();
  },

  spawn_exit: (count) => {
    let done = 0;
    const sink = actor<{ readonly type: "done" }>(() => {
      done++;
    });
    const logic = fromCallback(() => sink.send({ type: "done" }));
    for (let i = 0; i < count; i++) createActor(logic).start().stop();
    assert.equal(done, count);
    sink.stop();
  },

  memory_100k: hold,
};
