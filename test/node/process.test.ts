// Processes of two nodes: what works on one works between them, with the same results and in the same order.
import {
  CallError,
  demonitor,
  exit,
  GenServer,
  isAlive,
  link,
  type MonitorRef,
  monitor,
  Node,
  type Pid,
  register,
  send,
  stop,
  sys,
  trapExit,
  unlink,
  whereis,
} from "tincture";
import * as rt from "tincture/abi";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { collector, eventually, killPeer, me, startPeer, useNode } from "./cluster.js";
import { Counter as CounterOfPeer, Lab as LabOfPeer } from "./program/servers.mjs";

useNode({ maxBytes: 2 ** 20 });
const two = "two@127.0.0.1";
const Counter = CounterOfPeer as any;
const Lab = LabOfPeer as any;
const counter = Counter.on(two);
const lab = Lab.on(two);
beforeAll(async () => {
  await startPeer(two, { maxBytes: 2 ** 20 });
  expect(await Node.connect(two)).toBe(true);
});

/** Runs code in a process here and gives its result. */
const inside = <T>(work: () => T): Promise<Awaited<T>> => rt.run(work) as Promise<Awaited<T>>;

describe("messages", () => {
  test("go both ways, and pids are the same wherever they come from", async () => {
    const { pid, seen } = collector();
    const echo = await lab.echo(pid);
    expect(echo.node).toBe(two);
    send(echo, { to: pid, list: [pid, echo] });
    await eventually(() => seen.length, 1);
    expect(seen[0].self).toBe(echo);
    expect(seen[0].echo.to).toBe(pid);
    expect(seen[0].echo.list[1]).toBe(echo);
  });

  test("233: a name on another node is an address for messages, calls and casts", async () => {
    const { pid, seen } = collector();
    await lab.puppet(pid, false, "puppet");
    send({ name: "puppet", node: two }, "hello");
    await eventually(() => seen, ["hello"]);
    send({ name: "nobody", node: two }, "lost");
    register("here", pid);
    send({ name: "here", node: me }, "home");
    await eventually(() => seen, ["hello", "home"]);
  });

  test("79: whereis of a name on another node gives the address back", () => {
    const address = { name: "Counter", node: two };
    expect(whereis(address)).toBe(address);
    expect(whereis({ name: "nobody", node: me })).toBeUndefined();
  });

  test("236: those of one sender arrive in the order sent", async () => {
    const { pid, seen } = collector();
    await lab.burst(pid, 10_000);
    await eventually(() => seen.length, 10_000);
    expect(seen.every((value, i) => value === i)).toBe(true);
  });

  test("what can't be sent is an error in the sender, with the way to it", async () => {
    const echo = await lab.echo(collector().pid);
    expect(() => send(echo, { jobs: [{ run: () => {} }] })).toThrow("message.jobs[0].run is the function run");
    expect(() => send(echo, "x".repeat(2 ** 20 + 4096))).toThrow("longer than 1048576 bytes");
  });

  test("those that wait for a connection arrive as they were when they were sent", async () => {
    const { pid, seen } = collector();
    const echo = await lab.echo(pid);
    Node.disconnect(two);
    const message = { n: 0, text: "" };
    for (let n = 0; n < 100; n++) {
      message.n = n;
      message.text = "x".repeat(n);
      send(echo, message);
    }
    await eventually(
      () => seen.map(({ echo }) => [echo.n, echo.text.length]),
      Array.from({ length: 100 }, (_, n) => [n, n]),
    );
  });

  test("a message that sends another one while it is written", async () => {
    const { pid, seen } = collector();
    const echo = await lab.echo(pid);
    const message = {
      get inner() {
        send(echo, "inner");
        return 1;
      },
    };
    send(echo, message);
    await eventually(() => seen.map(({ echo }) => echo), ["inner", { inner: 1 }]);
  });
});

describe("calls", () => {
  test("233: answers and casts are as on one node", async () => {
    const pid = await counter.start(3);
    counter.inc();
    counter.inc(10);
    expect(await counter.value()).toBe(14);
    expect(await Counter.at(pid).value()).toBe(14);
    expect(await inside(() => Counter.at(pid).value())).toBe(14);
    const map = new Map<unknown, unknown>([
      ["pid", pid],
      [1n, undefined],
    ]);
    expect(await counter.echo(map)).toEqual(map);
    await stop(pid);
  });

  test("a server's end is the caller's error, with class, message, stack and cause", async () => {
    const pid = await counter.start(0);
    const error = await counter.boom().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(CallError);
    expect(error.server).toEqual({ name: "Counter", node: two });
    expect(error.request).toBe("boom/0");
    expect(error.reason).toBeInstanceOf(RangeError);
    expect(error.reason.message).toBe("boom");
    expect(error.reason.stack).toContain("servers.mjs");
    expect(error.reason.cause).toBeInstanceOf(TypeError);
    expect(
      (
        await Counter.at(pid)
          .value()
          .catch((error: unknown) => error)
      ).reason,
    ).toBe("noproc");
  });

  test("an answer that can't be sent is the caller's error; the server lives on", async () => {
    const pid = await counter.start(0);
    const error = await counter.unsendable().catch((error: unknown) => error);
    expect([error.code, await counter.value()]).toEqual(["not_sendable", 0]);
    await expect(counter.echo(() => 1)).rejects.toMatchObject({ code: "not_sendable" });
    await stop(pid);
  });

  test("timeouts, and answers by others, also from other nodes", async () => {
    const pid = await counter.start(0);
    const late = Counter.with({ timeout: 20 }).on(two);
    expect((await late.never().catch((error: unknown) => error)).reason).toBe("timeout");
    const { pid: answerer, seen } = collector();
    const answer = counter.handOn(answerer);
    await eventually(() => seen.length, 1);
    rt.run(() => seen[0].from.reply({ from: "here" }));
    expect(await answer).toEqual({ from: "here" });
    const there = counter.handOn(await lab.puppet(answerer, false));
    await eventually(() => seen.length, 2);
    seen[1].from.reply(42);
    expect(await there).toBe(42);
    await stop(pid);
  });

  test("GenServer's calls and casts, and a request that a server has no handler for", async () => {
    const pid = await counter.start(5);
    const Other = rt.genserver("Other", { init: () => ({}), handlers: { strange: rt.call(() => 1) } }) as any;
    const error = await Other.at(pid)
      .strange()
      .catch((error: unknown) => error);
    expect(error.reason.message).toContain("strange");
    expect(
      ((await GenServer.call({ name: "Counter", node: two }, "x").catch((error) => error)) as CallError).reason,
    ).toBe("noproc");
  });

  test("81: to many nodes at once", async () => {
    await counter.start(7);
    const { replies, bad } = await GenServer.multiCall([two, "gone@127.0.0.1"], "Echoes", "hello");
    expect([replies, bad]).toEqual([[], [two, "gone@127.0.0.1"]]);
    expect(GenServer.abcast([two, "gone@127.0.0.1"], "Counter", "x")).toBe("abcast");
    await stop({ name: "Counter", node: two }).catch(() => {});
  });

  test("sys looks into a server of another node", async () => {
    const pid = await counter.start(5);
    expect(await sys.getState(pid)).toEqual({ count: 5 });
    expect((await sys.getStatus(pid)).pid).toBe(pid);
    await sys.suspend(pid);
    counter.inc();
    expect(await sys.getState(pid)).toEqual({ count: 5 });
    await sys.resume(pid);
    expect(await counter.value()).toBe(6);
    await expect(sys.replaceState(pid, (state) => state)).rejects.toMatchObject({ code: "not_sendable" });
    await stop(pid, "normal", 1000);
    expect(() => isAlive(pid)).toThrow(expect.objectContaining({ code: "not_local" }));
  });
});

describe("links", () => {
  const puppet = (traps = false): Promise<Pid> => lab.puppet(sink.pid, traps);
  let sink: { pid: Pid; seen: any[] };
  beforeEach(() => {
    sink = collector();
  });

  test("233: an end travels over a link, both ways", async () => {
    const there = await puppet();
    const { pid, seen } = collector(() => {
      trapExit(true);
      link(there);
    });
    send(there, { do: "exit", reason: { shutdown: "done" } });
    await eventually(() => seen, [{ tag: "EXIT", pid: there, reason: { shutdown: "done" } }]);
    const trapping = await puppet(true);
    let isLinked = false;
    const here = collector(() => {
      link(trapping);
      isLinked = true;
    });
    await eventually(() => isLinked, true);
    send(trapping, "ready?");
    exit(here.pid, "out of paper");
    await eventually(
      () => sink.seen.filter(({ tag }) => tag === "EXIT"),
      [{ tag: "EXIT", pid: here.pid, reason: "out of paper" }],
    );
    expect(isAlive(pid)).toBe(true);
    const ended = collector(() => link(trapping));
    await eventually(() => isAlive(ended.pid), true);
    exit(trapping, "kill");
    await eventually(() => isAlive(ended.pid), false);
  });

  test("a link that was made there ends a process here, and one taken back doesn't", async () => {
    const [one, other] = [collector(), collector()];
    const [a, b] = [await puppet(), await puppet()];
    send(a, { do: "link", pid: one.pid });
    send(b, { do: "link", pid: other.pid });
    send(b, { do: "unlink", pid: other.pid });
    send(a, { do: "exit", reason: "x" });
    send(b, { do: "exit", reason: "x" });
    await eventually(() => isAlive(one.pid), false);
    await lab.echo(one.pid);
    expect(isAlive(other.pid)).toBe(true);
    const c = await puppet();
    const third = collector(() => {
      link(c);
      unlink(c);
    });
    send(c, { do: "exit", reason: "x" });
    await lab.echo(one.pid);
    expect(isAlive(third.pid)).toBe(true);
  });

  test("a link to a dead process: EXIT with noproc", async () => {
    const there = await puppet();
    exit(there, "kill");
    const { seen } = collector(() => {
      trapExit(true);
      link(there);
    });
    await eventually(() => seen, [{ tag: "EXIT", pid: there, reason: "noproc" }]);
  });
});

describe("monitors", () => {
  test("29: by pid and by name on another node", async () => {
    const there = await lab.puppet(collector().pid, false, "watched");
    const refs: MonitorRef[] = [];
    const name = { name: "watched", node: two };
    const { seen } = collector(() => refs.push(monitor(there), monitor(name), monitor(there)));
    await eventually(() => refs.length, 3);
    expect(demonitor(refs[2] as MonitorRef)).toBe(true);
    send(there, { do: "exit", reason: new RangeError("why") });
    await eventually(() => seen.length, 2);
    expect(seen[0]).toEqual({ tag: "DOWN", ref: refs[0], pid: there, reason: expect.any(RangeError) });
    expect(seen[1]).toEqual({ tag: "DOWN", ref: refs[1], pid: undefined, name, reason: expect.any(RangeError) });
    const late = collector(() => refs.push(monitor(there), monitor(name)));
    await eventually(() => late.seen.map(({ reason }) => reason), ["noproc", "noproc"]);
    expect(late.seen.map(({ ref }) => ref)).toEqual(refs.slice(3));
  });

  test("there, of processes here", async () => {
    const { pid, seen } = collector();
    const there = await lab.puppet(pid, false);
    const watched = collector();
    send(there, { do: "monitor", pid: watched.pid });
    send(there, "watching");
    await eventually(() => seen, ["watching"]);
    exit(watched.pid, "enough");
    await eventually(() => seen[1], { tag: "DOWN", ref: expect.anything(), pid: watched.pid, reason: "enough" });
    expect(String(seen[1].ref)).toMatch(/^MonitorRef<two@127.0.0.1\/\d+>$/);
  });
});

describe("starting servers on another node", () => {
  test("start, startLink, and what goes wrong", async () => {
    const pid = await counter.start(1);
    expect(await Counter.on(two).of().value()).toBe(1);
    const twice = await counter.start(1).catch((error: unknown) => error);
    expect([twice.code, twice.pid]).toEqual(["already_started", pid]);
    await stop(pid);
    const failed = await counter.start("fail").catch((error: unknown) => error);
    expect([failed.code, failed.reason.message]).toEqual(["init_failed", "no start"]);
    const Missing = rt.genserver("Missing", { init: () => ({}), handlers: {} }) as any;
    await expect(Missing.on(two).start()).rejects.toMatchObject({ code: "unknown_server" });
    expect(await Missing.on(me).start()).toMatchObject({ node: me });

    const { seen } = collector(() => {
      trapExit(true);
      counter.startLink(1).then((pid: Pid) => {
        seen.push(pid);
        exit(pid, "enough");
      });
    });
    await eventually(() => seen.length, 2);
    expect(seen[1]).toEqual({ tag: "EXIT", pid: seen[0], reason: "enough" });
  });
});

describe("a node that is lost", () => {
  test("33, 80, 234, 235: tells everybody once, and calls to it fail", async () => {
    const three = "three@127.0.0.1";
    const child = await startPeer(three);
    const there = await Lab.on(three).puppet(collector().pid, false, "lost");
    const { seen: news } = collector(() => Node.monitorNodes());
    const refs: MonitorRef[] = [];
    const { seen } = collector(() => {
      trapExit(true);
      link(there);
      refs.push(monitor(there), monitor({ name: "lost", node: three }));
      Node.monitor(three);
    });
    await Counter.on(three).start(0);
    const waiting = Counter.on(three)
      .never()
      .catch((error: unknown) => error);
    await Counter.on(three).value();
    await killPeer(child);
    expect((await waiting).reason).toBe("noconnection");
    await eventually(() => seen.length, 4);
    expect(seen).toEqual([
      { tag: "EXIT", pid: there, reason: "noconnection" },
      { tag: "DOWN", ref: refs[0], pid: there, reason: "noconnection" },
      { tag: "DOWN", ref: refs[1], pid: undefined, name: { name: "lost", node: three }, reason: "noconnection" },
      { tag: "nodedown", node: three },
    ]);
    expect(news).toEqual([{ tag: "nodedown", node: three }]);
    for (const call of [Lab.at(there).echo(there), Counter.on(three).value(), sys.getState(there), stop(there)])
      await expect(call).rejects.toMatchObject({ code: "call_failed", reason: "noconnection" });
    const late = collector(() => {
      trapExit(true);
      monitor(there);
      link(there);
      Node.monitor(three);
    });
    await eventually(
      () => late.seen.map(({ tag, reason }) => [tag, reason]).sort(),
      [
        ["DOWN", "noconnection"],
        ["EXIT", "noconnection"],
        ["nodedown", undefined],
      ],
    );
    send(there, "lost without a word");
    // Another one of the same name: the old pids mean nothing to it.
    await startPeer(three);
    const again = collector(() => {
      trapExit(true);
      monitor(there);
      link(there);
    });
    await eventually(
      () => again.seen.map(({ tag, reason }) => [tag, reason]).sort(),
      [
        ["DOWN", "noproc"],
        ["EXIT", "noproc"],
      ],
    );
    expect(await Node.connect(three)).toBe(true);
    // The same over a connection that is there already.
    const connected = collector(() => {
      trapExit(true);
      link(there);
    });
    await eventually(() => connected.seen, [{ tag: "EXIT", pid: there, reason: "noproc" }]);
    expect(news.at(-1)).toEqual({ tag: "nodeup", node: three });
  });
});
