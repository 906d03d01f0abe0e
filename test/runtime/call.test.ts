import { type CallError, exit, GenServer, refuse, self, stop } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { idler, reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

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

test("a handler that throws on its caller's stack leaves no mark there", async () => {
  const Bomb = rt.genserver("Bomb", {
    init: () => ({}),
    handlers: {
      go: rt.call(() => {
        throw new Error("boom");
      }),
    },
  });
  const client = Bomb.at((await Bomb.start()) as never) as { go(): unknown };
  const seen: unknown[] = [];
  start(function* (): Waiting {
    try {
      if (rt.waitCall(client, client.go) === rt.parked) yield;
    } catch (error) {
      seen.push((error as CallError).reason);
    }
  });
  await time.settle();
  expect(seen).toEqual([new Error("boom")]);
});

test.for([
  ["shutdown", 0],
  ["boom", 2],
] as const)("who dies of a call to a server that ended with %s: %i reports", async ([reason, count]) => {
  const server = await GenServer.start(
    {
      init: (): ["ok", null] => ["ok", null],
      handleCall: (): ["stop", string, null] => ["stop", reason, null],
    },
    null,
  );
  start(function* (): Waiting {
    if (rt.waitCall(GenServer, GenServer.call, server, "stop") === rt.parked) yield;
  });
  await time.settle();
  expect(reports.length).toBe(count);
});
