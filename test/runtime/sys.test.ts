import { GenServer, sys } from "tincture";
import { expect, test } from "vitest";
import { settled, useVirtualTime } from "./virtual.js";

useVirtualTime();

const Counter = {
  init: (n: number): ["ok", number] => ["ok", n],
  codeChange: (_from: unknown, state: number, extra: unknown): ["ok", number] | ["error", unknown] =>
    typeof extra === "number" ? ["ok", state + extra] : ["error", extra],
};

test("code changes in a suspended server only", async () => {
  const pid = await GenServer.start(Counter, 1);
  expect((await settled(sys.changeCode(pid, "1", 10))).error.code).toBe("not_suspended");
  await settled(sys.suspend(pid));
  await settled(sys.changeCode(pid, "1", 10));
  expect(await settled(sys.getState(pid))).toEqual({ value: 11 });
});

test("a code change that answers error leaves the state; the asker gets the reason", async () => {
  const pid = await GenServer.start(Counter, 1);
  await settled(sys.suspend(pid));
  const { error } = await settled(sys.changeCode(pid, "1", "no way"));
  expect([error.code, error.cause]).toEqual(["code_change_failed", "no way"]);
  expect(await settled(sys.getState(pid))).toEqual({ value: 1 });
});
