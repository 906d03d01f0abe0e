// An idle system holds nothing open: what a dead process waited for is no deadline any more.
import { exit, GenServer, type Pid, send, sendAfter, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { idler, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const hour = 3_600_000;

/** Processes that wait with a deadline an hour away. */
const waiting: { [name: string]: () => Pid } = {
  receive: () =>
    start(function* (): Waiting {
      if (
        rt.receive(
          undefined,
          rt.after(hour, () => {}),
        ) === rt.parked
      )
        yield;
    }),
  sleep: () =>
    start(function* (): Waiting {
      if (rt.waitCall(undefined, sleep, hour) === rt.parked) yield;
    }),
  "a call": () => {
    const silent = idler();
    return start(function* (): Waiting {
      if (rt.waitCall(GenServer, GenServer.call, silent, "hello", hour) === rt.parked) yield;
    });
  },
  "a message to it": () => {
    const pid = idler();
    sendAfter(pid, "later", hour);
    return pid;
  },
  "a receive beside": () =>
    start(function* (): Waiting {
      rt.receiveLater(
        undefined,
        rt.after(hour, () => {}),
      );
      if (rt.waitCall(undefined, sleep, hour) === rt.parked) yield;
    }),
};

test.for(Object.keys(waiting))("a killed process leaves no deadline: %s", async (what) => {
  const pid = (waiting[what] as () => Pid)();
  await time.settle();
  expect(time.pending).toBe(true);
  exit(pid, "kill");
  await time.settle();
  expect(time.pending).toBe(false);
});

test("a server whose idle time was ended by a message leaves no deadline", async () => {
  const pid = await GenServer.start(
    {
      init: (): ["ok", null, number] => ["ok", null, hour],
      handleInfo: (): ["noreply", null] => ["noreply", null],
    },
    null,
  );
  await time.settle();
  expect(time.pending).toBe(true);
  send(pid, "hello");
  await time.settle();
  expect(time.pending).toBe(false);
});
