// What a test may decide: who of the runnable goes next, in turns of a length of its own, and which of several deadlines of one moment comes first.
import { GenServer, type Pid, send, sendAfter } from "tincture";
import * as rt from "tincture/abi";
import { afterEach, expect, test } from "vitest";
import { useOrder } from "../../dist/runtime/core/scheduler.js";
import { collector, kept, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();
afterEach(() => useOrder(null));

const last = {
  turn: 1,
  inline: false,
  next: (ready: readonly unknown[]) => ready.length - 1,
  first: (count: number) => count - 1,
};

test("the process that the order picks goes next", async () => {
  const log: string[] = [];
  useOrder(last);
  for (const name of ["a", "b", "c"]) start(() => void log.push(name));
  await time.settle();
  useOrder(null);
  for (const name of ["a", "b", "c"]) start(() => void log.push(name));
  await time.settle();
  expect(log).toEqual(["c", "b", "a", "a", "b", "c"]);
});

test("a turn is as long as the order says", async () => {
  const log: string[] = [];
  const count = (name: string) =>
    function* (): Waiting {
      for (let i = 0; i < 3; i++) {
        log.push(name + i);
        if (rt.tick()) yield;
      }
    };
  useOrder({ ...last, next: () => 0 });
  start(count("a"));
  start(count("b"));
  await time.settle();
  expect(log).toEqual(["a0", "a1", "b0", "b1", "a2", "b2"]);
});

test("deadlines of the same moment fire in the order's order, others by their time", async () => {
  const seen: unknown[] = [];
  const pid = collector(seen);
  await time.settle();
  useOrder(last);
  for (const text of ["a", "b", "c"]) sendAfter(pid, text, 5);
  sendAfter(pid, "early", 4);
  await time.settle(5);
  expect([...seen].sort()).toEqual(["a", "b", "c", "early"]);
  expect(seen[0]).toBe("early");
  const usual: unknown[] = [];
  useOrder({ ...last, first: () => 0 });
  const other = collector(usual);
  for (const text of ["a", "b", "c"]) sendAfter(other, text, 5);
  await time.settle(5);
  expect(usual).not.toEqual(seen.slice(1));
});

test("a call to an idle server waits in the mailbox if the order says so", async () => {
  for (const inline of [true, false]) {
    const log: string[] = [];
    const handleCall = (request: string): ["reply", null, null] => {
      log.push(request);
      return ["reply", null, null];
    };
    const server = kept(await GenServer.start({ init: (): ["ok", null] => ["ok", null], handleCall }, null));
    useOrder({ ...last, inline, next: () => 0 });
    for (const name of ["a", "b"]) {
      start(function* (): Waiting {
        if (rt.waitCall(GenServer, GenServer.call, server, `${name}1`) === rt.parked) yield;
        if (rt.waitCall(GenServer, GenServer.call, server, `${name}2`) === rt.parked) yield;
      });
    }
    await time.settle();
    expect(log).toEqual(inline ? ["a1", "a2", "b1", "b2"] : ["a1", "b1", "a2", "b2"]);
  }
});

test("a server waits for its turn as all others do", async () => {
  const log: unknown[] = [];
  const handle = (request: unknown): ["noreply", null] => {
    log.push(request);
    return ["noreply", null];
  };
  const server = kept(await GenServer.start({ init: (): ["ok", null] => ["ok", null], handleInfo: handle }, null));
  useOrder({ ...last, next: (ready: readonly unknown[]) => ready.findIndex((one) => one !== server) });
  for (const name of ["a", "b"]) {
    start(() => {
      send(server as Pid, name);
      log.push(`${name} sent`);
    });
  }
  await time.settle();
  expect(log).toEqual(["a sent", "b sent", "a", "b"]);
});
