/**
 * The workloads, written as a user writes them and compiled by `tspc`. Each does the work of the workload of the same name in beam.exs, and checks its
 * answer before anybody looks at the time.
 *
 * Shape: `run` does `count` operations once; the harness divides.
 */
import assert from "node:assert/strict";
import { call, cast, genserver, type Pid, receive, run, self, send, spawn, stop } from "tincture";

export interface Workload {
  readonly name: string;
  /** Names of the workloads of beam.exs whose time per operation, added up, is the rival's. */
  readonly beam: readonly string[];
  readonly what: string;
  readonly count: number;
  run(): Promise<void>;
}

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

/** Runs `work` in a process beside a fresh counter and checks what the counter says at the end. */
async function withCounter(expected: number, work: (counter: Pid) => Promise<void>): Promise<void> {
  const counter = await Counter.start(0);
  await work(counter);
  assert.equal(await Counter.at(counter).get(), expected);
  await stop(counter);
}

const CALLS = 1_000_000;
const QUEUED = 200_000;
const CASTS = 1_000_000;
const PINGS = 200_000;
const SPAWNS = 100_000;

type Ping = { readonly tag: "ping"; readonly from: Pid } | { readonly tag: "stop" };
type Pong = { readonly tag: "pong" };
type Done = { readonly tag: "done" };

export const workloads: readonly Workload[] = [
  {
    name: "call",
    beam: ["call"],
    what: "a call to an idle server",
    count: CALLS,
    run: () =>
      withCounter(CALLS, (counter) =>
        run(async () => {
          const client = Counter.at(counter);
          for (let i = 0; i < CALLS; i++) await client.add(1);
        }),
      ),
  },
  {
    name: "call_queued",
    beam: ["cast", "call"],
    what: "a cast, then a call that has to queue behind it",
    count: QUEUED,
    run: () =>
      withCounter(2 * QUEUED, (counter) =>
        run(async () => {
          const client = Counter.at(counter);
          for (let i = 0; i < QUEUED; i++) {
            client.increase(1);
            await client.add(1);
          }
        }),
      ),
  },
  {
    name: "cast",
    beam: ["cast"],
    what: "a cast, all of them handled at the end",
    count: CASTS,
    run: () =>
      withCounter(CASTS, (counter) =>
        run(async () => {
          const client = Counter.at(counter);
          for (let i = 0; i < CASTS; i++) client.increase(1);
          assert.equal(await client.get(), CASTS);
        }),
      ),
  },
  {
    name: "pingpong",
    beam: ["pingpong"],
    what: "a message between two processes that answer each other",
    count: 2 * PINGS,
    run: () =>
      run(async () => {
        const me = self<Pong>();
        const ponger = spawn<Ping>(async () => {
          for (;;) {
            const message = await receive<Ping>();
            if (message.tag === "stop") return;
            send(message.from, { tag: "pong" });
          }
        });
        let pongs = 0;
        for (let i = 0; i < PINGS; i++) {
          send(ponger, { tag: "ping", from: me });
          const message = await receive<Pong>();
          if (message.tag === "pong") pongs++;
        }
        send(ponger, { tag: "stop" });
        assert.equal(pongs, PINGS);
      }),
  },
  {
    name: "spawn_exit",
    beam: ["spawn_exit"],
    what: "a process that sends one message and ends",
    count: SPAWNS,
    run: () =>
      run(async () => {
        const me = self<Done>();
        let done = 0;
        for (let batch = 0; batch < 10; batch++) {
          for (let i = 0; i < SPAWNS / 10; i++) spawn(() => send(me, { tag: "done" }));
          for (let i = 0; i < SPAWNS / 10; i++) {
            const message = await receive<Done>();
            if (message.tag === "done") done++;
          }
        }
        assert.equal(done, SPAWNS);
      }),
  },
];

/** Heap that an idle server takes, in bytes; beam.exs: memgs100k. The process must run with --expose-gc. */
export async function bytesPerServer(count: number): Promise<number> {
  const collect = (globalThis as { gc?: () => void }).gc;
  assert(collect, "run with node --expose-gc");
  const pids: Pid[] = new Array(count);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) pids[i] = await Counter.start(i);
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  assert.equal(await Counter.at(pids[count - 1] as Pid).get(), count - 1);
  for (const pid of pids) await stop(pid);
  return bytes;
}
