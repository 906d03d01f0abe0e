import { demonitor, monitor, self } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { idler, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

test("a monitor of oneself is none: it never fires, and taking it back finds nothing", async () => {
  const seen: unknown[] = [];
  start(() => {
    const ref = monitor(self());
    seen.push(demonitor(ref), demonitor(ref, { flush: true }));
  });
  await time.settle();
  expect(seen).toEqual([false, false]);
});

test("a monitor is there until it fires or is taken back", async () => {
  const seen: unknown[] = [];
  start(function* (): Waiting {
    let tmp: unknown;
    const taken = monitor(idler());
    seen.push(demonitor(taken), demonitor(taken));
    const fired = monitor(rt.spawn(() => {}) as never);
    seen.push(((tmp = rt.receive()) === rt.parked ? yield : tmp).reason, demonitor(fired));
  });
  await time.settle();
  expect(seen).toEqual([true, false, "normal", false]);
});
