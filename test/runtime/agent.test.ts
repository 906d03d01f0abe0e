// Agents: one value, changed by functions. Numbers are those of the list of OTP's behaviour.
import { Agent, exit, isAlive, type Pid, sleep, supervisor, sys, whereis } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { kept, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const agentOf = async <S>(value: S): Promise<Pid> => kept(await Agent.start(() => value));
const read = (agent: Pid) => settled(Agent.get(agent, (state) => state));

/** Changes the value by `n` and takes `ms` milliseconds. */
const slowly = (ms: number, n: number): any =>
  function* (state: number): Waiting<any> {
    if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
    return state + n;
  };

test("205: get, update and getAndUpdate", async () => {
  const agent = await agentOf(1);
  expect(await settled(Agent.get(agent, (n: number) => n * 10))).toEqual({ value: 10 });
  expect(await settled(Agent.update(agent, (n: number) => n + 1))).toEqual({ value: undefined });
  expect(await settled(Agent.getAndUpdate(agent, (n: number) => [`was ${n}`, n + 1]))).toEqual({ value: "was 2" });
  expect(await read(agent)).toEqual({ value: 3 });
});

test("205: process code asks without a promise, and functions may wait", async () => {
  const seen: unknown[] = [];
  start(function* (): Waiting {
    let tmp: any;
    const agent: any = (tmp = rt.waitCall(Agent, Agent.startLink, () => 1)) === rt.parked ? yield : tmp;
    seen.push((tmp = rt.waitCall(Agent, Agent.update, agent, slowly(10, 5))) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Agent, Agent.get, agent, async (n: any) => n)) === rt.parked ? yield : tmp);
    rt.waitCall(Agent, Agent.stop, agent) === rt.parked && (yield);
    seen.push(isAlive(agent));
  });
  await time.settle(20);
  expect(seen).toEqual([undefined, 6, false]);
});

test("206: cast does not wait, and comes before a later get of the same caller", async () => {
  const agent = await agentOf(0);
  expect(Agent.cast(agent, slowly(50, 1))).toBe(undefined);
  Agent.cast(agent, (n: number) => n * 100);
  expect(
    await settled(
      Agent.get(agent, (state) => state),
      50,
    ),
  ).toEqual({ value: 100 });
  Agent.cast("nobody", () => 1);
});

test("207: a function that throws ends the agent, and its caller gets the reason", async () => {
  const agent = await agentOf(0);
  const wrong = new Error("wrong");
  const { error } = await settled(
    Agent.update(agent, () => {
      throw wrong;
    }),
  );
  expect([error.name, error.reason, error.request, isAlive(agent)]).toEqual(["CallError", wrong, "update/2", false]);
  const other = await agentOf(0);
  expect((await settled(Agent.get(other, () => exit("enough")))).error.reason).toBe("enough");
});

test("208: getAndUpdate with another answer ends the agent", async () => {
  for (const answer of [5, [1], [1, 2, 3], undefined]) {
    const agent = await agentOf(0);
    const { error } = await settled(Agent.getAndUpdate(agent, () => answer as never));
    expect([error.reason, isAlive(agent)]).toEqual([{ bad_return_value: answer }, false]);
  }
});

test("209: a start function that throws or exits fails the start", async () => {
  const wrong = new Error("wrong");
  const thrown = await settled(
    Agent.start(() => {
      throw wrong;
    }),
  );
  expect([thrown.error.code, thrown.error.reason]).toEqual(["init_failed", wrong]);
  expect((await settled(Agent.start(() => exit("no config")))).error.reason).toBe("no config");
  const first = kept(await Agent.start(() => 1, { name: "counter" }));
  const second = await settled(Agent.start(() => 2, { name: "counter" }));
  expect([second.error.code, second.error.pid, whereis("counter")]).toEqual(["already_started", first, first]);
  expect(await settled(Agent.get("counter", (n) => n))).toEqual({ value: 1 });
});

test("210: after a timeout the agent goes on and keeps the effect", async () => {
  const agent = await agentOf(1);
  const { error } = await settled(Agent.update(agent, slowly(100, 1), 50), 50);
  expect([error.reason, isAlive(agent)]).toEqual(["timeout", true]);
  expect(
    await settled(
      Agent.get(agent, (n) => n),
      100,
    ),
  ).toEqual({ value: 2 });
});

test("an agent is a child, shows its value to sys, and does not answer what is no function", async () => {
  const Top = supervisor({ strategy: "one_for_one" }, () => [Agent.child(() => 7, { name: "seven" })]);
  const top = kept(await Top.start());
  expect(await settled(sys.getState("seven"))).toEqual({ value: 7 });
  expect(await settled(sys.replaceState("seven", () => 8))).toEqual({ value: 8 });
  const { error } = await settled(Agent.get("seven", 5 as never));
  expect(error.reason.code).toBe("unknown_request");
  expect(await settled(Agent.get("seven", (n) => n))).toEqual({ value: 7 });
  exit(top, "shutdown");
});
