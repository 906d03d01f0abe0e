// Three nodes under load while they are killed, stopped, cut off and flooded. What must hold: no message twice or out of order, every call answered or rejected,
// every monitor and link fires once, groups and memory are as they were. `npm run chaos` does 200 faults; CHAOS_SEED and CHAOS_FAULTS say which and how many.
import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { CallError, exit, group, link, type MonitorRef, monitor, Node, type Pid, rpc, send, trapExit } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { collector, eventually, killPeer, startPeer, useNode } from "./cluster.js";

const seed = Number(process.env.CHAOS_SEED ?? 3);
const faults = Number(process.env.CHAOS_FAULTS ?? 8);
const options = { heartbeat: 1000 };
let garbled = 0;
useNode({ ...options, onTrouble: (_node, reason) => void (reason.includes("no node sends") && garbled++) });

/** Numbers from a seed: mulberry32. */
let state = seed;
function chance(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const names = ["a@127.0.0.1", "b@127.0.0.1", "c@127.0.0.1"];
const children = new Map<string, ChildProcess>();
const Echo = rt.genserver(
  "Echo",
  { init: () => ({}), handlers: { echo: rt.call((_state, value) => value) } },
  { name: "Echo", timeout: 20_000 },
) as any;

async function begin(name: string): Promise<void> {
  children.set(name, await startPeer(name, options, "chaos_peer.mjs"));
}

/* ---- the load ---- */

let loading = true;
let calls = 0;
let answered = 0;
const rejected = new Map<unknown, number>();
const mistakes: unknown[] = [];

async function load(name: string): Promise<void> {
  for (let n = 0; loading; n += 10) {
    for (let i = 0; i < 10; i++) send({ name: "sink", node: name }, { from: "test", n: n + i });
    for (let i = 0; i < 3; i++) {
      calls++;
      Echo.on(name)
        .echo({ n, i })
        .then(
          (value: { n: number; i: number }) => {
            answered++;
            if (value.n !== n || value.i !== i) mistakes.push(value);
          },
          (error: unknown) => {
            answered++;
            if (!(error instanceof CallError)) mistakes.push(error);
            else rejected.set(error.reason, (rejected.get(error.reason) ?? 0) + 1);
          },
        );
    }
    await pause(2);
  }
}

/** What the pumps of other nodes send, by pump: the last number. */
const last = new Map<Pid, number>();
function pumped({ pump, n }: { pump: Pid; n: number }): void {
  if (n <= (last.get(pump) ?? -1)) mistakes.push([pump, n, last.get(pump)]);
  last.set(pump, n);
}

/* ---- who watches ---- */

const fired = new Map<MonitorRef, number>();
let exits = 0;
let links = 0;
const watched: Pid[] = [];
const toWatch: Pid[] = [];

/** Watches processes of other nodes by monitors and links. */
function watcher(): Pid {
  return rt.spawn(function* (): Generator<undefined, void, any> {
    let tmp: unknown;
    trapExit(true);
    for (;;) {
      const message: any = (tmp = rt.receive()) === rt.parked ? yield : tmp;
      if (message.tag === "DOWN") fired.set(message.ref, (fired.get(message.ref) ?? 0) + 1);
      else if (message.tag === "EXIT") exits++;
      else
        for (const pid of toWatch.splice(0)) {
          fired.set(monitor(pid), 0);
          fired.set(monitor(pid), 0);
          link(pid);
          links++;
          watched.push(pid);
        }
    }
  }) as Pid;
}

async function watchMore(by: Pid): Promise<void> {
  for (const name of names) {
    const pid = await rpc.call(name, "idle", [], 500).catch(() => undefined);
    if (pid !== undefined) toWatch.push(pid as Pid);
  }
  send(by, "more");
}

/* ---- faults ---- */

const kinds: Record<string, (name: string) => Promise<void>> = {
  async kill(name) {
    await killPeer(children.get(name) as ChildProcess);
    await pause(chance(300));
    await begin(name);
  },
  async stop(name) {
    children.get(name)?.kill("SIGSTOP");
    await pause(options.heartbeat + chance(700));
    children.get(name)?.kill("SIGCONT");
  },
  async nap(name) {
    children.get(name)?.kill("SIGSTOP");
    await pause(chance(options.heartbeat / 2));
    children.get(name)?.kill("SIGCONT");
  },
  async cut(name) {
    Node.disconnect(name);
  },
  async flood(name) {
    const big = "x".repeat(100_000);
    for (let i = 0; i < 100; i++)
      Echo.on(name)
        .echo(big)
        .catch(() => {});
  },
  async end() {
    const pid = watched[chance(Math.max(1, watched.length))];
    if (pid !== undefined) exit(pid, "enough");
  },
};

function collect(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

test(`${faults} faults, seed ${seed}`, async () => {
  for (const name of names) await begin(name);
  const pump = collector();
  const by = watcher();
  const before = collect();
  const loads = names.map(load);
  for (let fault = 0; fault < faults; fault++) {
    for (const message of pump.seen.splice(0)) pumped(message);
    await watchMore(by);
    for (const name of names) if (chance(3) === 0) await rpc.call(name, "pump", [pump.pid], 500).catch(() => {});
    const [kind, act] = Object.entries(kinds)[chance(Object.keys(kinds).length)] as [
      string,
      (name: string) => Promise<void>,
    ];
    const name = names[chance(names.length)] as string;
    await act(name).catch((error: unknown) => {
      throw new Error(`seed ${seed}, fault ${fault}: ${kind} of ${name}`, { cause: error });
    });
    await pause(50 + chance(150));
  }
  loading = false;
  await Promise.all(loads);
  await eventually(() => calls - answered, 0, 30_000);
  for (const name of names) await eventually(() => Node.connect(name), true);
  for (const name of names) expect(await rpc.call(name, "seen")).toMatchObject({ wrong: 0, garbled: 0 });
  for (const message of pump.seen.splice(0)) pumped(message);
  for (const pid of watched) exit(pid, "kill");
  await eventually(() => [...fired.values()].filter((count) => count !== 1).length, 0);
  await eventually(() => exits, links);
  expect([mistakes, garbled]).toEqual([[], 0]);
  expect(
    [...rejected.keys()].filter((reason) => !["noconnection", "noproc", "timeout"].includes(reason as string)),
  ).toEqual([]);
  for (const name of names) await killPeer(children.get(name) as ChildProcess);
  await eventually(() => group.members("pumps"), []);
  exit(by, "kill");
  last.clear();
  fired.clear();
  watched.length = 0;
  const grown = (collect() - before) / 2 ** 20;
  console.log(
    `${calls} calls, ${[...rejected].map(([reason, count]) => `${count} ${reason}`).join(", ")}; ${links} links; heap ${grown.toFixed(1)} MiB more`,
  );
  expect(grown).toBeLessThan(30);
});
