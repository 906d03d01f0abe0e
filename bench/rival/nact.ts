/** nact 7: every message takes a turn of the event loop. */
import assert from "node:assert/strict";
import { dispatch, query, type Ref, spawn, start, stop } from "nact";
import type { Rival } from "../workload.js";

type Request =
  | { readonly tag: "get"; readonly from: Ref<number> }
  | { readonly tag: "add"; readonly n: number; readonly from: Ref<number> }
  | { readonly tag: "increase"; readonly n: number };

const system = start();

/** Without a name an actor gets a random one, and two among 100,000 may get the same. */
let named = 0;
const nextName = (): string => `actor_${named++}`;

/** An actor that does `job` for every message. */
const actor = <M>(job: (message: M) => void): Ref<M> =>
  spawn(
    system,
    (_state: null, message: M) => {
      job(message);
      return null;
    },
    nextName(),
  );

const counterOf = (first: number): Ref<Request> =>
  spawn(
    system,
    (count: number, request: Request) => {
      const next = request.tag === "get" ? count : count + request.n;
      if (request.tag !== "increase") dispatch(request.from, next);
      return next;
    },
    nextName(),
    { initialState: first },
  );

const get = (counter: Ref<Request>): Promise<number> =>
  query(counter, (from: Ref<number>) => ({ tag: "get", from }), 5000);
const add = (counter: Ref<Request>, n: number): Promise<number> =>
  query(counter, (from: Ref<number>) => ({ tag: "add", n, from }), 5000);

async function withCounter(expected: number, work: (counter: Ref<Request>) => Promise<void>): Promise<void> {
  const counter = counterOf(0);
  await work(counter);
  assert.equal(await get(counter), expected);
  stop(counter);
}

async function hold(count: number): Promise<() => Promise<void>> {
  const counters: Ref<Request>[] = new Array(count);
  for (let i = 0; i < count; i++) counters[i] = counterOf(i);
  return async () => {
    assert.equal(await get(counters[count - 1] as Ref<Request>), count - 1);
    for (const counter of counters) stop(counter);
  };
}

export const rival: Rival = {
  call: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) await add(counter, 1);
    }),

  call_queued: (count) =>
    withCounter(2 * count, async (counter) => {
      for (let i = 0; i < count; i++) {
        dispatch(counter, { tag: "increase", n: 1 });
        await add(counter, 1);
      }
    }),

  cast: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) dispatch(counter, { tag: "increase", n: 1 });
    }),

  ping_pong: (count) =>
    new Promise<void>((resolve) => {
      let messages = 0;
      const ponger: Ref<"ping"> = actor(() => dispatch(pinger, "pong"));
      const pinger: Ref<"pong"> = actor(() => {
        messages += 2;
        if (messages < count) return dispatch(ponger, "ping");
        stop(pinger);
        stop(ponger);
        resolve();
      });
      dispatch(ponger, "ping");
    }),

  ring: (count) =>
    new Promise<void>((resolve) => {
      let messages = 0;
      const ring: Ref<number>[] = [];
      ring.push(
        actor((n: number) => {
          assert.equal(n, 1000);
          messages += 1000;
          if (messages < count) return dispatch(ring[999] as Ref<number>, 1);
          for (const each of ring) stop(each);
          resolve();
        }),
      );
      for (let i = 1; i < 1000; i++) {
        const next = ring[i - 1] as Ref<number>;
        ring.push(actor((n: number) => dispatch(next, n + 1)));
      }
      dispatch(ring[999] as Ref<number>, 1);
    }),

  fan_in: (count) =>
    new Promise<void>((resolve) => {
      const each = count / 1000;
      let messages = 0;
      let sum = 0;
      const sink = actor((n: number) => {
        sum += n;
        if (++messages < count) return;
        assert.equal(sum, (1000 * each * (each + 1)) / 2);
        stop(sink);
        resolve();
      });
      for (let i = 0; i < 1000; i++) {
        const source: Ref<"go"> = actor(() => {
          for (let n = 1; n <= each; n++) dispatch(sink, n);
          stop(source);
        });
        dispatch(source, "go");
      }
    }),

  spawn_exit: (count) =>
    new Promise<void>((resolve) => {
      let done = 0;
      const sink: Ref<"done"> = actor(() => {
        if (++done < count) return;
        stop(sink);
        resolve();
      });
      for (let i = 0; i < count; i++) {
        const one: Ref<"go"> = actor(() => {
          dispatch(sink, "done");
          stop(one);
        });
        dispatch(one, "go");
      }
    }),

  memory_100k: hold,
};
