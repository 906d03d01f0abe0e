/** What one writes by hand instead of processes: a queue, and an async function that takes from it. */
import assert from "node:assert/strict";
import type { Rival } from "../workload.js";
import { chat } from "./mailbox_chat.js";
import { Mailbox } from "./mailbox_queue.js";

type Request =
  | { readonly tag: "get"; reply(value: number): void }
  | { readonly tag: "add"; readonly n: number; reply(value: number): void }
  | { readonly tag: "increase"; readonly n: number }
  | { readonly tag: "stop" };

class Counter {
  readonly #mailbox = new Mailbox<Request>();

  constructor() {
    void this.#loop();
  }

  async #loop(): Promise<void> {
    let count = 0;
    for (;;) {
      const request = await this.#mailbox.receive();
      switch (request.tag) {
        case "get":
          request.reply(count);
          break;
        case "add":
          count += request.n;
          request.reply(count);
          break;
        case "increase":
          count += request.n;
          break;
        case "stop":
          return;
      }
    }
  }

  get(): Promise<number> {
    return new Promise((reply) => this.#mailbox.send({ tag: "get", reply }));
  }

  add(n: number): Promise<number> {
    return new Promise((reply) => this.#mailbox.send({ tag: "add", n, reply }));
  }

  increase(n: number): void {
    this.#mailbox.send({ tag: "increase", n });
  }

  stop(): void {
    this.#mailbox.send({ tag: "stop" });
  }
}

async function withCounter(expected: number, work: (counter: Counter) => Promise<void>): Promise<void> {
  const counter = new Counter();
  await work(counter);
  assert.equal(await counter.get(), expected);
  counter.stop();
}

type Ping = { readonly tag: "ping"; readonly from: Mailbox<Pong> } | { readonly tag: "stop" };
type Pong = { readonly tag: "pong" };
type Token = { readonly tag: "token"; readonly n: number } | { readonly tag: "stop" };
type Numbered = { readonly tag: "numbered"; readonly n: number };

const backlog = (queued: number) => async (count: number) => {
  const mailbox = new Mailbox<Numbered>();
  for (let left = count; left > 0; left -= queued) {
    let sum = 0;
    for (let n = 1; n <= queued; n++) mailbox.send({ tag: "numbered", n });
    for (let n = 1; n <= queued; n++) sum += (await mailbox.receive()).n;
    assert.equal(sum, (queued * (queued + 1)) / 2);
  }
};

async function hold(count: number): Promise<() => Promise<void>> {
  const counters: Counter[] = new Array(count);
  for (let i = 0; i < count; i++) counters[i] = new Counter();
  return async () => assert.equal(await (counters[count - 1] as Counter).get(), 0);
}

const rooms = new Map(Array.from({ length: 1000 }, (_, room) => [room, new Counter()]));

export const rival: Rival = {
  chat,

  call: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) await counter.add(1);
    }),

  call_queued: (count) =>
    withCounter(2 * count, async (counter) => {
      for (let i = 0; i < count; i++) {
        counter.increase(1);
        await counter.add(1);
      }
    }),

  cast: (count) =>
    withCounter(count, async (counter) => {
      for (let i = 0; i < count; i++) counter.increase(1);
    }),

  ping_pong: async (count) => {
    const me = new Mailbox<Pong>();
    const ponger = new Mailbox<Ping>();
    const ponging = (async () => {
      for (;;) {
        const message = await ponger.receive();
        if (message.tag === "stop") return;
        message.from.send({ tag: "pong" });
      }
    })();
    let messages = 0;
    while (messages < count) {
      ponger.send({ tag: "ping", from: me });
      if ((await me.receive()).tag === "pong") messages += 2;
    }
    ponger.send({ tag: "stop" });
    await ponging;
    assert.equal(messages, count);
  },

  ring: async (count) => {
    const me = new Mailbox<Token>();
    let next = me;
    for (let i = 1; i < 1000; i++) {
      const to = next;
      const mailbox = new Mailbox<Token>();
      void (async () => {
        for (;;) {
          const message = await mailbox.receive();
          if (message.tag === "stop") return to.send(message);
          to.send({ tag: "token", n: message.n + 1 });
        }
      })();
      next = mailbox;
    }
    for (let messages = 0; messages < count; messages += 1000) {
      next.send({ tag: "token", n: 1 });
      const message = await me.receive();
      assert(message.tag === "token" && message.n === 1000);
    }
    next.send({ tag: "stop" });
    assert.equal((await me.receive()).tag, "stop");
  },

  fan_in: async (count) => {
    const me = new Mailbox<Numbered>();
    const each = count / 1000;
    for (let i = 0; i < 1000; i++)
      void (async () => {
        for (let n = 1; n <= each; n++) me.send({ tag: "numbered", n });
      })();
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (await me.receive()).n;
    assert.equal(sum, (1000 * each * (each + 1)) / 2);
  },

  backlog_1k: backlog(1000),
  backlog_1m: backlog(1_000_000),

  spawn_exit: async (count) => {
    const me = new Mailbox<Pong>();
    let done = 0;
    for (let left = count; left > 0; left -= 10_000) {
      for (let i = 0; i < 10_000; i++)
        void (async () => {
          await undefined;
          me.send({ tag: "pong" });
        })();
      for (let i = 0; i < 10_000; i++) if ((await me.receive()).tag === "pong") done++;
    }
    assert.equal(done, count);
  },

  registry_call: async (count) => {
    const before = await (rooms.get(999) as Counter).get();
    let after = before;
    for (let i = 0; i < count; i++) after = await (rooms.get(i % 1000) as Counter).add(1);
    assert.equal(after - before, count / 1000);
  },

  memory_100k: hold,
  memory_1m: hold,
};
