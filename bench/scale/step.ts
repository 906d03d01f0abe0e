/**
 * The steps of the scale run, written as a user writes them and compiled by `tspc`. Each checks its answer before anybody looks at its time.
 *
 * Shape: `idle(n)`, `supervised(n)` and `queue(k)` give figures for n servers, or k queued messages, and leave nothing behind.
 */
import assert from "node:assert/strict";
import {
  call,
  cast,
  type Down,
  dynamicSupervisor,
  genserver,
  isAlive,
  monitor,
  type Pid,
  receive,
  run,
  stop,
  supervisor,
} from "tincture";
import { heap, type Measured, measured } from "./measure.js";

const Counter = genserver((start: number) => {
  let count = start;

  return {
    add: cast((n: number) => {
      count += n;
    }),
    get: call(() => count),
  };
});

/** How many supervisors the servers are spread over. */
export const SUPERVISORS = 1000;

const Shard = dynamicSupervisor();
const Top = supervisor({ strategy: "one_for_one" }, (shards: number) =>
  Array.from({ length: shards }, (_, i) => Shard.child().with({ id: `shard ${i}` })),
);

/** Sends every server a message, then asks each for what it has counted: its own number and one more. */
async function message(pids: readonly Pid[]): Promise<void> {
  await run(async () => {
    for (const pid of pids) Counter.at(pid).add(1);
    for (let i = 0; i < pids.length; i++) assert.equal(await Counter.at(pids[i] as Pid).get(), i + 1);
  });
}

/** `count` servers on their own: started, sent a message each, stopped. */
export async function idle(count: number): Promise<Measured[]> {
  const pids: Pid[] = new Array(count);
  const before = heap();
  const figures = [
    await measured("start", count, () =>
      run(async () => {
        for (let i = 0; i < count; i++) pids[i] = await Counter.start(i);
      }),
    ),
  ];
  figures[0]!.heap = heap() - before;
  figures.push(await measured("message and ask", count, () => message(pids)));
  figures.push(
    await measured("stop", count, () =>
      run(async () => {
        for (const pid of pids) await stop(pid);
      }),
    ),
  );
  assert.equal(pids.filter(isAlive).length, 0);
  return figures;
}

/** `count` servers under SUPERVISORS dynamic supervisors under one: started, sent a message each, stopped in order with the whole tree. */
export async function supervised(count: number): Promise<Measured[]> {
  const top = await Top.start(SUPERVISORS);
  const shards = (await Top.at(top).whichChildren()).map(({ pid }) => pid as Pid).reverse();
  const pids: Pid[] = new Array(count);
  const before = heap();
  const figures = [
    await measured("start supervised", count, () =>
      run(async () => {
        for (let i = 0; i < count; i++)
          pids[i] = await Shard.at(shards[i % SUPERVISORS] as Pid).startChild(Counter.child(i));
      }),
    ),
  ];
  figures[0]!.heap = heap() - before;
  figures.push(await measured("message and ask", count, () => message(pids)));
  await run(async () => {
    let active = 0;
    for (const shard of shards) active += (await Shard.at(shard).countChildren()).active;
    assert.equal(active, count);
  });
  const ended: Pid[] = [];
  figures.push(
    await measured("stop the tree", count, () =>
      run(async () => {
        for (const shard of shards) monitor(shard);
        await stop(top, "shutdown");
        for (let i = 0; i < shards.length; i++) ended.push((await receive<Down>()).pid);
      }),
    ),
  );
  assert.equal(pids.filter(isAlive).length, 0);
  // The last started goes first.
  assert.ok(ended.reverse().every((pid, i) => pid === shards[i]));
  return figures;
}

/** `length` messages in one mailbox before the server comes to the first of them; as many rounds of that as make a million. */
export async function queue(length: number): Promise<Measured> {
  const rounds = Math.max(1, 1_000_000 / length);
  const counter = await Counter.start(0);
  const figure = await measured("queue", rounds * length, () =>
    run(async () => {
      const client = Counter.at(counter);
      for (let round = 0; round < rounds; round++) {
        sendAll(client, length);
        assert.equal(await client.get(), (round + 1) * length);
      }
    }),
  );
  await stop(counter);
  return figure;
}

/** A plain function: it does not give way, so all messages are in the mailbox before the first is handled. */
function sendAll(client: { add(n: number): void }, length: number): void {
  for (let i = 0; i < length; i++) client.add(1);
}
