// Looking into running servers. The numbers are those of the list of OTP's behaviour.
import { exit, GenServer, isAlive, setLogger, sys, type TraceEvent } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const Counter = {
  init: (n: number): ["ok", number] => ["ok", n],
  handleCall: (_request: unknown, _from: unknown, state: number): ["reply", number, number] => ["reply", state, state],
  handleCast: (n: number, state: number): ["noreply", number] => ["noreply", state + n],
  handleInfo: (n: number, state: number): ["noreply", number] => ["noreply", state + n],
  codeChange: (_from: unknown, state: number, extra: unknown): ["ok", number] | ["error", unknown] =>
    typeof extra === "number" ? ["ok", state + extra] : ["error", extra],
} as never;

const Block = rt.genserver("Block", {
  init: (n: number) => ({ n, list: [n] }),
  handlers: {
    add: rt.call((state, by) => ((state as { n: number }).n += by as number)),
    note: rt.cast((state, by) => void (state as { list: unknown[] }).list.push(by)),
    other: rt.info(() => {}),
  },
} as never) as any;

test("211: getState gives the state; replaceState's function makes the state of the next callback", async () => {
  const pid = await GenServer.start(Counter, 1);
  expect(await settled(sys.getState(pid))).toEqual({ value: 1 });
  expect(await settled(sys.replaceState<number>(pid, (n) => n + 1))).toEqual({ value: 2 });
  expect(await settled(GenServer.call(pid, "get"))).toEqual({ value: 2 });

  const block = await Block.start(1);
  const mine = { n: 5, list: [5] };
  await settled(sys.replaceState(block, () => mine));
  mine.list.push(6);
  expect((await settled(sys.getState(block))).value).toEqual({ n: 5, list: [5] });
  expect((await settled(Block.at(block).add(1))).value).toBe(6);
});

test("212: a replaceState function that throws harms neither state nor process", async () => {
  const pid = await GenServer.start(Counter, 1);
  const thrown = new Error("no");
  const { error } = await settled(
    sys.replaceState(pid, () => {
      throw thrown;
    }),
  );
  expect([error.code, error.cause]).toEqual(["callback_failed", thrown]);
  expect(await settled(sys.getState(pid))).toEqual({ value: 1 });
});

test("213, 214: a suspended server answers sys alone; what waited is handled in order after resume", async () => {
  const pid = await Block.start(1);
  const client = Block.at(pid);
  await settled(sys.suspend(pid));
  await settled(sys.suspend(pid));
  client.note(2);
  const late = client.add(1);
  client.note(3);
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 1, list: [1] });
  await settled(sys.replaceState<any>(pid, (state) => ({ ...state, n: 10 })));
  await settled(sys.resume(pid));
  await settled(sys.resume(pid));
  expect((await settled(late)).value).toBe(11);
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 11, list: [1, 2, 3] });
});

test("215: a call that timed out in a suspended server is handled after resume; its reply is dropped", async () => {
  const pid = await Block.start(1);
  await settled(sys.suspend(pid));
  const seen: unknown[] = [];
  start(function* (): Waiting {
    let tmp: unknown;
    const client = Block.at(pid);
    try {
      rt.waitCall(client, client.add, 1) === rt.parked && (yield);
    } catch (error) {
      seen.push((error as { reason: unknown }).reason);
    }
    seen.push(
      (tmp = rt.receive(
        undefined,
        rt.after(100, () => "nothing"),
      )) === rt.parked
        ? yield
        : tmp,
    );
  });
  await time.settle(5000);
  await settled(sys.resume(pid));
  await time.settle(100);
  expect(seen).toEqual(["timeout", "nothing"]);
  expect((await settled(sys.getState(pid))).value.n).toBe(2);
});

test("216: getStatus tells what it is, running or suspended, the parent, the state and the process dictionary", async () => {
  const server = await Block.with({ name: "block" }).start(1);
  const status = { pid: server, title: "Block", name: "block", parent: undefined, state: { n: 1, list: [1] } };
  const quiet = { dictionary: new Map(), debug: { trace: false, statistics: false } };
  expect((await settled(sys.getStatus(server))).value).toEqual({ ...status, ...quiet, status: "running" });
  await settled(sys.suspend(server));
  expect((await settled(sys.getStatus(server))).value.status).toBe("suspended");
  let child: unknown;
  const parent = start(function* (): Waiting {
    child = (child = rt.waitCall(Block, Block.startLink, 1)) === rt.parked ? yield : child;
    rt.receive() === rt.parked && (yield);
  });
  await time.settle();
  expect((await settled(sys.getStatus(child as never))).value.parent).toBe(parent);
});

test("217: trace tells of every message and reply until it is off; the server behaves the same", async () => {
  const pid = await Block.start(1);
  const client = Block.at(pid);
  const events: TraceEvent[] = [];
  await settled(sys.trace(pid, (event) => events.push(event)));
  expect((await settled(client.add(1))).value).toBe(2);
  client.note(5);
  rt.send(pid as never, "hello");
  const inside = rt.run(function* (): Waiting<unknown> {
    let tmp: unknown;
    return (tmp = rt.waitCall(client, client.add, 1)) === rt.parked ? yield : tmp;
  } as never);
  expect((await settled(inside)).value).toBe(3);
  await settled(sys.getState(pid));
  await settled(sys.trace(pid, false));
  expect((await settled(client.add(1))).value).toBe(4);
  expect(events.map(({ event, kind, message }) => [event, kind, message])).toEqual([
    ["in", "call", ["add", 1]],
    ["out", "reply", 2],
    ["in", "cast", ["note", 5]],
    ["in", "info", "hello"],
    ["in", "call", ["add", 1]],
    ["out", "reply", 3],
  ]);
  expect(events.every(({ server }) => server === (pid as unknown))).toBe(true);
});

test("217: trace to the logger; a trace function that throws is turned off", async () => {
  const pid = await Block.with({ name: "traced" }).start(1);
  const levels: string[] = [];
  setLogger({
    info: (_details: object, text?: string) => void levels.push(`info: ${text}`),
    warn: () => {},
    error: (_details: object, text?: string) => void levels.push(`error: ${text}`),
  });
  await settled(sys.trace(pid, true));
  await settled(Block.at(pid).add(1));
  await settled(
    sys.trace(pid, () => {
      throw new Error("no");
    }),
  );
  await settled(Block.at(pid).add(1));
  expect((await settled(sys.getStatus(pid))).value.debug.trace).toBe(false);
  expect(levels.map((text) => text.replace(/\d+/, "N"))).toEqual([
    `info: trace Pid<N> "traced" got call [ 'add', 1 ]`,
    `info: trace Pid<N> "traced" sent 2`,
    "error: the trace of Pid<N> is off: its function threw Error: no",
  ]);
  expect(reports).toEqual([]);
});

test("statistics count messages and replies from when they are on; noDebug turns all off", async () => {
  const pid = await Block.start(1);
  const client = Block.at(pid);
  expect(await settled(sys.statistics(pid, "get"))).toEqual({ value: undefined });
  await settled(sys.statistics(pid, true));
  const { value: first } = await settled(sys.statistics(pid, "get"));
  await settled(client.add(1));
  client.note(1);
  await time.advance(10);
  expect((await settled(sys.statistics(pid, "get"))).value).toEqual({
    startedAt: first!.startedAt,
    now: first!.startedAt + 10,
    messagesIn: 2,
    messagesOut: 1,
  });
  expect((await settled(sys.getStatus(pid))).value.debug).toEqual({ trace: false, statistics: true });
  await settled(sys.noDebug(pid));
  expect(await settled(sys.statistics(pid, "get"))).toEqual({ value: undefined });
});

test("218: code changes in a suspended server only", async () => {
  const pid = await GenServer.start(Counter, 1);
  expect((await settled(sys.changeCode(pid, "1", 10))).error.code).toBe("not_suspended");
  await settled(sys.suspend(pid));
  await settled(sys.changeCode(pid, "1", 10));
  expect(await settled(sys.getState(pid))).toEqual({ value: 11 });
});

test("219: a code change that answers error leaves the state; the asker gets the reason", async () => {
  const pid = await GenServer.start(Counter, 1);
  await settled(sys.suspend(pid));
  const { error } = await settled(sys.changeCode(pid, "1", "no way"));
  expect([error.code, error.cause]).toEqual(["code_change_failed", "no way"]);
  expect(await settled(sys.getState(pid))).toEqual({ value: 1 });
});

test("220: an exit signal of the parent ends a suspended server, with terminate if it traps; kill always does", async () => {
  const ended: unknown[] = [];
  const Trapping = rt.genserver(
    "Trapping",
    { init: () => ({}), handlers: { ended: rt.terminate((_state, reason) => void ended.push(reason)) } } as never,
    { trapExit: true },
  ) as any;
  const children: never[] = [];
  const parent = start(function* (): Waiting {
    let tmp: unknown;
    for (const server of [Trapping, Block])
      children.push(((tmp = rt.waitCall(server, server.startLink, 1)) === rt.parked ? yield : tmp) as never);
    rt.receive() === rt.parked && (yield);
  });
  await time.settle();
  for (const child of children) await settled(sys.suspend(child));
  exit(parent, "over");
  await time.settle();
  expect(ended).toEqual(["over"]);
  expect(children.map((child) => isAlive(child))).toEqual([false, false]);

  const other = await Trapping.start();
  await settled(sys.suspend(other));
  exit(other, "kill");
  await time.settle();
  expect([isAlive(other), ended.length]).toEqual([false, 1]);
});
