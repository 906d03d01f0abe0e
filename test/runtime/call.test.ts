import { exit, GenServer, refuse, self, stop } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { idler, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

test("a call to a process that is no server ends when that process does", async () => {
  const pid = start(function* (): Waiting {
    if (rt.receive() === rt.parked) yield;
    throw new Error("not for me");
  });
  const { error } = await settled(GenServer.call(pid, "hello", Number.POSITIVE_INFINITY));
  expect([error.code, error.reason.message]).toEqual(["call_failed", "not for me"]);
});

test("refuse in a callback module rejects the caller alone", async () => {
  const pid = await GenServer.start(
    {
      init: (): ["ok", number] => ["ok", 1],
      handleCall(request: string, _from, state): ["reply", number, number] {
        if (request === "bad") refuse("not that");
        return ["reply", state, state];
      },
    },
    null,
  );
  expect((await settled(GenServer.call(pid, "bad"))).error.message).toBe("not that");
  expect(await settled(GenServer.call(pid, "good"))).toEqual({ value: 1 });
});

test("a timeout of stop that is none is an error of the asker, who is in order after it", async () => {
  const seen: unknown[] = [];
  const target = idler();
  start(function* (): Waiting {
    try {
      if (rt.waitCall(undefined, stop, target, "normal", -1) === rt.parked) yield;
    } catch (error) {
      seen.push((error as { code: string }).code);
    }
    exit(self(), "kill");
    seen.push("went on after its own end");
  });
  await time.settle();
  expect(seen).toEqual(["bad_timeout"]);
});
