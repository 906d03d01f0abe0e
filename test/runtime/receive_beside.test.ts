// Lines beside the main one of a process: an async function that was called and not awaited also takes messages.
import { demonitor, type MonitorRef, monitor, send, skip, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const only = (tag: string) => (message: any) => (message.tag === tag ? message : skip);

/** Does not take its message at once: a clause that waits. */
const onlyWaiting = (tag: string) =>
  function* (message: any): Waiting<unknown> {
    if (rt.waitCall(undefined, sleep, 1) === rt.parked) yield;
    return message.tag === tag ? message : skip;
  };

test.for([
  ["plain clauses", only],
  ["clauses that wait", onlyWaiting],
] as const)("the main line misses nothing when a line beside takes what it had looked at: %s", async ([, clauses]) => {
  const seen: unknown[] = [];
  const pid = start(function* (): Waiting {
    let tmp: unknown;
    rt.receiveLater(only("side")).then((message) => seen.push(["beside", message]));
    seen.push(["main", (tmp = rt.receive(clauses("main"))) === rt.parked ? yield : tmp]);
  });
  await time.settle();
  for (const tag of ["side", "main"]) {
    send(pid, { tag });
    await time.advance(5);
  }
  expect(seen).toEqual([
    ["beside", { tag: "side" }],
    ["main", { tag: "main" }],
  ]);
});

test("nor when a line beside flushes a DOWN", async () => {
  const seen: unknown[] = [];
  const pid = start(function* (): Waiting {
    let tmp: unknown;
    const ref = monitor(rt.spawn(() => {}) as never) as MonitorRef;
    rt.receiveLater(only("flush")).then(() => demonitor(ref, { flush: true }));
    seen.push((tmp = rt.receive(only("main"))) === rt.parked ? yield : tmp);
  });
  await time.settle();
  for (const tag of ["flush", "main"]) {
    send(pid, { tag });
    await time.settle();
  }
  expect(seen).toEqual([{ tag: "main" }]);
});
