/**
 * What keeping state costs: durable casts and calls beside LMDB without us, and beside one commit per message. Wall time, as most of it is waiting for the disk.
 *
 * Every row does as many writes as fit into `seconds`, and asserts afterwards that all of them are there.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "lmdb";
import { call, cast, genserver, stop } from "tincture";
import { lmdb } from "tincture/lmdb";
import { memory, type Store } from "tincture/store";

const home = mkdtempSync(join(tmpdir(), "tincture-bench-"));
process.on("exit", () => rmSync(home, { recursive: true, force: true }));
let folders = 0;
const folder = (): string => join(home, String(++folders));

const server = (store: Store) =>
  genserver(
    (_id: number) => {
      let count = 0;
      let last = "";
      return {
        add: call((text: string) => {
          last = text;
          return ++count;
        }),
        tell: cast((text: string) => {
          last = text;
          count++;
        }),
        shown: call(() => [count, last] as const),
      };
    },
    { name: (id: number) => `counter ${id}`, durable: store },
  );

/** Writes a second, of runs that write so many at once. */
async function rate(seconds: number, portion: number, run: (portion: number) => Promise<void>): Promise<number> {
  await run(portion);
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 1000 * seconds; count += portion) await run(portion);
  return (1000 * count) / (performance.now() - start);
}

const SERVERS = 100;
const texts = Array.from({ length: 1000 }, (_, i) => `a line of text, number ${i}`);
const text = (i: number): string => texts[i % texts.length] as string;

async function withServers(store: Store, seconds: number, portion: number, write: Write): Promise<number> {
  const Counter = server(store);
  const pids = await Promise.all(Array.from({ length: SERVERS }, (_, id) => Counter.start(id)));
  const clients = pids.map((pid) => Counter.at(pid));
  let written = 0;
  const figure = await rate(seconds, portion, async (count) => {
    await write(clients, count);
    written += count;
  });
  const shown = await Promise.all(clients.map((client) => client.shown()));
  assert.equal(
    shown.reduce((sum, [count]) => sum + count, 0),
    written,
  );
  for (const pid of pids) await stop(pid);
  const kept = store.servers().map(({ key }) => store.server(key)?.state.count as number);
  assert.equal(
    kept.reduce((sum, count) => sum + count, 0),
    written,
  );
  await store.close();
  return figure;
}

type Client = ReturnType<ReturnType<typeof server>["at"]>;
type Write = (clients: readonly Client[], count: number) => Promise<void>;
const of = (clients: readonly Client[], i: number): Client => clients[i % SERVERS] as Client;

const casts: Write = async (clients, count) => {
  for (let i = 0; i < count; i++) of(clients, i).tell(text(i));
  await Promise.all(clients.map((client) => client.shown()));
};
const calls: Write = async (clients, count) => {
  await Promise.all(Array.from({ length: count }, (_, i) => of(clients, i).add(text(i))));
};
const oneByOne: Write = async (clients, count) => {
  for (let i = 0; i < count; i++) await of(clients, i).add(text(i));
};

async function bare(seconds: number, portion: number): Promise<number> {
  const db = open<Buffer, Buffer>({
    path: folder(),
    encoding: "binary",
    keyEncoding: "binary",
    overlappingSync: false,
    eventTurnBatching: false,
  });
  let written = 0;
  const figure = await rate(seconds, portion, async (count) => {
    await db.batch(() => {
      for (let i = 0; i < count; i++) void db.put(Buffer.from(`key ${written++ % 10_000}`), Buffer.from(text(i)));
    });
  });
  assert.equal(db.getCount(), Math.min(written, 10_000));
  await db.close();
  return figure;
}

export async function durable(seconds: number): Promise<string> {
  const rows: [string, number][] = [
    ["casts, LMDB, group commit", await withServers(lmdb(folder()), seconds, 10_000, casts)],
    ["calls, LMDB, group commit, 1,000 at once", await withServers(lmdb(folder()), seconds, 1000, calls)],
    ["calls, LMDB, one after the other: a commit each", await withServers(lmdb(folder()), seconds, 20, oneByOne)],
    ["casts, in memory", await withServers(memory(), seconds, 10_000, casts)],
    ["calls, in memory, 1,000 at once", await withServers(memory(), seconds, 1000, calls)],
    ["LMDB alone, 1,000 puts in a commit", await bare(seconds, 1000)],
    ["LMDB alone, a commit each", await bare(seconds, 1)],
  ];
  const lines = rows.map(([what, figure]) => `| ${what} | ${Math.round(figure).toLocaleString("en")} |`);
  return ["| durable writes, 100 servers, two variables each | a second |", "| --- | ---: |", ...lines].join("\n");
}
