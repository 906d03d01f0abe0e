/** Ours: the workloads as a user writes them, compiled by `tspc`. The chat room and the 16 behaviours are in files of their own. */
import assert from "node:assert/strict";
import {
  afterInit,
  call,
  cast,
  type Down,
  exit,
  genserver,
  isAlive,
  type Pid,
  receive,
  registry,
  run,
  self,
  send,
  sendAfter,
  setLogger,
  skip,
  spawn,
  spawnMonitor,
  stop,
  supervisor,
  via,
  whereis,
} from "tincture";
import type { Rival } from "../workload.js";
import { behaviours } from "./tincture_behaviour.js";
import { chat } from "./tincture_chat.js";

const Counter = genserver((start: number) => {
  let count = start;

  return {
    get: call(() => count),
    add: call((n: number) => {
      count += n;
      return count;
    }),
    increase: cast((n: number) => {
      count += n;
    }),
  };
});

const Rooms = registry<number>("bench rooms", { keys: "unique" });
const Room = genserver(
  (_room: number) => {
    let count = 0;

    return {
      add: call((n: number) => {
        count += n;
        return count;
      }),
    };
  },
  { name: (room) => via(Rooms, room) },
);

/** Tells who waits for it when it is up. */
const Victim = genserver(
  (tell: Pid<"up">) => ({
    afterInit: afterInit(() => {
      send(tell, "up");
    }),
  }),
  { name: "victim" },
);

type Ping = { readonly tag: "ping"; readonly from: Pid } | { readonly tag: "stop" };
type Pong = { readonly tag: "pong" };
type Token = { readonly tag: "token"; readonly n: number } | { readonly tag: "stop" };
type Numbered = { readonly tag: "numbered"; readonly n: number };

type Burden = Numbered | { readonly tag: "call"; readonly count: number; readonly from: Pid<[number, number]> };

/** Answers pings until it is told to stop. */
async function pong(): Promise<void> {
  for (;;) {
    const message = await receive<Ping>();
    if (message.tag === "stop") return;
    send(message.from, { tag: "pong" });
  }
}

/** Runs `work` in a process beside a fresh counter and checks what the counter says at the end. */
async function withCounter(expected: number, work: (counter: Pid) => Promise<void>): Promise<void> {
  const counter = await Counter.start(0);
  await work(counter);
  assert.equal(await Counter.at(counter).get(), expected);
  await stop(counter);
}

/** Again and again: sends itself `queued` messages and takes them out. */
const backlog = (queued: number) => (count: number) =>
  run(async () => {
    const me = self<Numbered>();
    for (let left = count; left > 0; left -= queued) {
      let sum = 0;
      for (let n = 1; n <= queued; n++) send(me, { tag: "numbered", n });
      for (let n = 1; n <= queued; n++) sum += (await receive<Numbered>()).n;
      assert.equal(sum, (queued * (queued + 1)) / 2);
    }
  });

/** A caller with 10,000 messages queued that it never takes; it calls when it is told to. */
async function carry(counter: Pid): Promise<void> {
  const client = Counter.at(counter);
  for (let n = 0; n < 10_000; n++) send(self<Burden>(), { tag: "numbered", n });
  for (;;) {
    const { count, from } = await receive((message: Burden) => (message.tag === "call" ? message : skip));
    const before = await client.get();
    for (let i = 0; i < count; i++) await client.add(1);
    send(from, [before, await client.get()]);
  }
}

/* What is built once, before the first run. */
let burdened: Promise<Pid<Burden>> | undefined;
let rooms: Promise<Pid> | undefined;

async function hold(count: number): Promise<() => Promise<void>> {
  const pids: Pid[] = new Array(count);
  for (let i = 0; i < count; i++) pids[i] = await Counter.start(i);
  return async () => assert.equal(await Counter.at(pids[count - 1] as Pid).get(), count - 1);
}

/** Does `work` in a process while four others count for ever. */
async function besideBusy<R>(work: () => Promise<R>): Promise<R> {
  return run(async () => {
    const busy = [1, 2, 3, 4].map((from) =>
      spawn(async () => {
        for (let n = from; ; n++) if (n < 0) return;
      }),
    );
    const result = await work();
    for (const pid of busy) exit(pid, "kill");
    assert(busy.every((pid) => !isAlive(pid)));
    return result;
  });
}

const nanoseconds = (start: bigint): number => Number(process.hrtime.bigint() - start);

export const rival: Rival = {
  ...behaviours,
  chat,
  call: (count) =>
    withCounter(count, (counter) =>
      run(async () => {
        const client = Counter.at(counter);
        for (let i = 0; i < count; i++) await client.add(1);
      }),
    ),

  call_queued: (count) =>
    withCounter(2 * count, (counter) =>
      run(async () => {
        const client = Counter.at(counter);
        for (let i = 0; i < count; i++) {
          client.increase(1);
          await client.add(1);
        }
      }),
    ),

  call_10k_queued: async (count) => {
    burdened ??= Counter.start(0).then((counter) => spawn<Burden>(() => carry(counter)));
    const caller = await burdened;
    await run(async () => {
      send(caller, { tag: "call", count, from: self<[number, number]>() });
      const [before, after] = await receive<[number, number]>();
      assert.equal(after - before, count);
    });
  },

  cast: (count) =>
    withCounter(count, (counter) =>
      run(async () => {
        const client = Counter.at(counter);
        for (let i = 0; i < count; i++) client.increase(1);
        assert.equal(await client.get(), count);
      }),
    ),

  ping_pong: (count) =>
    run(async () => {
      const me = self<Pong>();
      const ponger = spawn<Ping>(pong);
      let messages = 0;
      while (messages < count) {
        send(ponger, { tag: "ping", from: me });
        const message = await receive<Pong>();
        if (message.tag === "pong") messages += 2;
      }
      send(ponger, { tag: "stop" });
      assert.equal(messages, count);
    }),

  ring: (count) =>
    run(async () => {
      let next = self<Token>();
      for (let i = 1; i < 1000; i++) {
        const to = next;
        next = spawn<Token>(async () => {
          for (;;) {
            const message = await receive<Token>();
            if (message.tag === "stop") return void send(to, message);
            send(to, { tag: "token", n: message.n + 1 });
          }
        });
      }
      for (let messages = 0; messages < count; messages += 1000) {
        send(next, { tag: "token", n: 1 });
        const message = await receive<Token>();
        assert(message.tag === "token" && message.n === 1000);
      }
      send(next, { tag: "stop" });
      assert.equal((await receive<Token>()).tag, "stop");
    }),

  fan_in: (count) =>
    run(async () => {
      const me = self<Numbered>();
      const each = count / 1000;
      for (let i = 0; i < 1000; i++)
        spawn(async () => {
          for (let n = 1; n <= each; n++) send(me, { tag: "numbered", n });
        });
      let sum = 0;
      for (let i = 0; i < count; i++) sum += (await receive<Numbered>()).n;
      assert.equal(sum, (1000 * each * (each + 1)) / 2);
    }),

  backlog_1k: backlog(1000),
  backlog_1m: backlog(1_000_000),

  receive_reverse: (count) =>
    run(async () => {
      const me = self<Numbered>();
      for (let left = count; left > 0; left -= 5000) {
        for (let n = 1; n <= 5000; n++) send(me, { tag: "numbered", n });
        for (let n = 5000; n > 0; n--) {
          const got = await receive((message: Numbered) => (message.n === n ? message.n : skip));
          assert.equal(got, n);
        }
      }
    }),

  spawn_exit: (count) =>
    run(async () => {
      const me = self<Pong>();
      let done = 0;
      for (let left = count; left > 0; left -= 10_000) {
        for (let i = 0; i < 10_000; i++) spawn(() => send(me, { tag: "pong" }));
        for (let i = 0; i < 10_000; i++) if ((await receive<Pong>()).tag === "pong") done++;
      }
      assert.equal(done, count);
    }),

  spawn_monitor: (count) =>
    run(async () => {
      let down = 0;
      for (let left = count; left > 0; left -= 5000) {
        const refs = [];
        for (let i = 0; i < 5000; i++) refs.push(spawnMonitor(() => {}).ref);
        for (const ref of refs) down += await receive((message: Down) => (message.ref === ref ? 1 : skip));
      }
      assert.equal(down, count);
    }),

  registry_call: async (count) => {
    rooms ??= supervisor({ strategy: "one_for_one" }, () => [
      Rooms,
      ...Array.from({ length: 1000 }, (_, room) => Room.child(room).with({ id: `room ${room}` })),
    ]).start();
    await rooms;
    await run(async () => {
      const before = await Room.of(999).add(0);
      let after = before;
      for (let i = 0; i < count; i++) after = await Room.of(i % 1000).add(1);
      assert.equal(after - before, count / 1000);
    });
  },

  restart: (count) =>
    run(async () => {
      setLogger({ error() {}, warn() {}, info() {} });
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 1_000_000, maxSeconds: 1 }, (tell: Pid<"up">) => [
        Victim.child(tell),
      ]);
      const pid = await top.start(self());
      assert.equal(await receive<"up">(), "up");
      const first = whereis("victim") as Pid;
      for (let i = 0; i < count; i++) {
        exit(whereis("victim") as Pid, "kill");
        await receive<"up">();
      }
      assert.notEqual(whereis("victim"), first);
      await stop(pid, "shutdown");
    }),

  memory_100k: hold,
  memory_1m: hold,

  busy_message: (count) =>
    besideBusy(async () => {
      const me = self<Pong>();
      const ponger = spawn<Ping>(pong);
      const found: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = process.hrtime.bigint();
        send(ponger, { tag: "ping", from: me });
        assert.equal((await receive<Pong>()).tag, "pong");
        found.push(nanoseconds(start));
      }
      send(ponger, { tag: "stop" });
      return found;
    }),

  busy_timer: (count) =>
    besideBusy(async () => {
      const found: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = process.hrtime.bigint();
        sendAfter(self(), "time", 2);
        assert.equal(await receive<"time">(), "time");
        found.push(nanoseconds(start) - 2e6);
      }
      return found;
    }),
};
