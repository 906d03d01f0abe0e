// Law: every call is answered or rejected exactly once, whatever becomes of the server; an answer that comes too late reaches nobody's mailbox.
import fc from "fast-check";
import { exit, type From, GenServer, type Pid, refuse, reply, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, kept, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

const ways = ["reply", "reply", "later", "twice", "never", "wait", "crash", "refuse", "stop", "stop_reply"] as const;

interface Ask {
  readonly way: (typeof ways)[number];
  readonly ms: number;
}

/** `pause` in ms before it; `outside`: asked by ordinary code, with a promise. */
const ask = fc.record({
  way: fc.constantFrom(...ways),
  ms: fc.nat(4),
  timeout: fc.constantFrom(0, 2, 5, Number.POSITIVE_INFINITY),
  pause: fc.nat(2),
});
/** A client dies after `dies` ms, if that is a number. */
const client = fc.record({
  asks: fc.array(ask, { maxLength: 6 }),
  outside: fc.boolean(),
  dies: fc.option(fc.nat(8)),
});

function answerLater(from: From<unknown>, ms: number, times: number): void {
  start(function* (): Waiting {
    if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
    for (let i = 0; i < times; i++) reply(from, "later");
  });
}

function answer({ way, ms }: Ask, from: From<unknown>): unknown {
  if (way === "crash") throw new Error("crash");
  if (way === "refuse") refuse("no");
  if (way === "later" || way === "twice") answerLater(from, ms, way === "twice" ? 2 : 1);
  if (way === "stop") return ["stop", "stopped", null];
  if (way === "stop_reply") return ["stop", "stopped", "bye", null];
  return way === "reply" ? ["reply", "now", null] : ["noreply", null];
}

function* answerWaiting(request: Ask, from: From<unknown>): Waiting<unknown> {
  if (request.way === "wait" && rt.waitCall(undefined, sleep, request.ms) === rt.parked) yield;
  return request.way === "wait" ? ["reply", "waited", null] : answer(request, from);
}

law(
  "every call settles exactly once",
  120,
  [fc.array(client, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.nat(12)],
  async (clients, waits, end) => {
    const handleCall = (waits ? answerWaiting : answer) as never;
    const server = kept(await GenServer.start({ init: (): ["ok", null] => ["ok", null], handleCall }, null));
    const strays: unknown[] = [];
    const settled = new Map<string, number>();
    const count = (id: string) => void settled.set(id, (settled.get(id) ?? 0) + 1);
    const pids = clients.map(({ asks, outside }, who) =>
      start(function* (): Waiting {
        let tmp: unknown;
        for (const [n, { way, ms, timeout, pause }] of asks.entries()) {
          const id = `${who}.${n}`;
          settled.set(id, 0);
          if (rt.waitCall(undefined, sleep, pause) === rt.parked) yield;
          if (outside) {
            GenServer.call(server, { way, ms }, timeout).then(
              () => count(id),
              () => count(id),
            );
            continue;
          }
          try {
            if (rt.waitCall(GenServer, GenServer.call, server, { way, ms }, timeout) === rt.parked) yield;
          } catch {}
          count(id);
        }
        for (;;) strays.push((tmp = rt.receive()) === rt.parked ? yield : tmp);
      }),
    );
    for (let ms = 0; ms <= end; ms++) {
      await time.advance(1);
      clients.forEach(({ dies }, who) => {
        if (dies === ms) exit(pids[who] as Pid, "kill");
      });
    }
    exit(server, "kill");
    await time.settle(1000);
    for (const [id, times] of settled) {
      const dies = clients[Number(id.split(".")[0])]?.dies ?? Number.POSITIVE_INFINITY;
      if (dies > end) expect([id, times]).toEqual([id, 1]);
      else expect(times, id).toBeLessThanOrEqual(1);
    }
    expect(strays).toEqual([]);
    await clear();
  },
);
