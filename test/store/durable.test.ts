// Durable servers on virtual time, on a store in memory: what outlasts a crash, what does not, and when answers leave.
import { exit, type Pid, refuse, reply, sendAfter, stop, sys, type TimerRef } from "tincture";
import * as rt from "tincture/abi";
import { memory, type Store } from "tincture/store";
import { expect, test } from "vitest";
import { Store as Backed } from "../../dist/runtime/store/store.js";
import { idler, kept, reports, settled, time, useVirtualTime } from "../runtime/virtual.js";

useVirtualTime();

/** A server as the plugin makes it of `let count = 0; const log = []; ...`. */
const counter = (store: Store, options: object = {}, durable: object = {}) =>
  rt.genserver(
    "Counter",
    {
      init: (...args: unknown[]) => ({ args, count: 0, log: [] as string[] }),
      keeps: ["count", "log"],
      changes: {
        add: ["count", "log"],
        note: ["log"],
        spoil: ["count", "log"],
        no: ["count"],
        value: [],
        later: ["count"],
      },
      handlers: {
        add: rt.call((state: any, by: number) => {
          state.log.push(`add ${by}`);
          return (state.count += by);
        }),
        note: rt.cast((state: any, text: string) => void state.log.push(text)),
        spoil: rt.cast((state: any) => {
          state.count = -1;
          state.log.push("spoilt");
          throw new Error("half done");
        }),
        no: rt.call((state: any) => {
          state.count++;
          refuse("no");
        }),
        later: rt.callLater((state: any, from: any) => {
          state.count += 100;
          reply(from, state.count);
        }),
        value: rt.call((state: any) => [state.count, [...state.log]]),
      },
    },
    { name: "Counter", durable: { store, ...durable }, ...options } as never,
  ) as any;

/** Starts a server that ends with its test. */
const begun = async (Server: any, ...args: unknown[]): Promise<Pid> => {
  const { value, error } = await settled(Server.start(...args));
  if (error !== undefined) throw error;
  return kept(value as Pid);
};

const died = async (pid: Pid): Promise<void> => {
  exit(pid, "kill");
  await time.settle();
};

test("a server that is started again under its name goes on where it was", async () => {
  const store = memory();
  const Counter = counter(store);
  const pid = await begun(Counter);
  expect(await settled(Counter.add(5))).toEqual({ value: 5 });
  Counter.note("hello");
  await time.settle();
  await died(pid);
  await begun(Counter);
  expect(await settled(Counter.value())).toEqual({ value: [5, ["add 5", "hello"]] });
});

test("another kind of server under the same name goes on as well: it is a new start of the program", async () => {
  const store = memory();
  const Counter = counter(store);
  const pid = await begun(Counter);
  await settled(Counter.add(2));
  await died(pid);
  const again = counter(store);
  await begun(again);
  expect(await settled(again.add(3))).toEqual({ value: 5 });
});

test("a message that fails leaves nothing, those before it all", async () => {
  const store = memory();
  const Counter = counter(store);
  await begun(Counter);
  Counter.note("before");
  const call = Counter.add(1);
  Counter.spoil();
  const after = Counter.add(10);
  const { value } = await settled(Promise.allSettled([call, after]));
  expect(value[0].value).toBe(1);
  expect(value[1].reason.code).toBe("call_failed");
  await begun(Counter);
  expect(await settled(Counter.value())).toEqual({ value: [1, ["before", "add 1"]] });
});

/** A store whose commits can be held. */
function slowStore() {
  let isHeld = false;
  const waiting: (() => void)[] = [];
  const backend = {
    title: "the slow store",
    get: () => undefined,
    range: () => [],
    commit: () => (isHeld ? new Promise<void>((resolve) => void waiting.push(resolve)) : undefined),
    close: () => {},
  };
  const store = new Backed(backend) as unknown as Store;
  const hold = () => {
    isHeld = true;
  };
  const finish = () => {
    isHeld = false;
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { store, hold, finish };
}

test.for([
  ["after_commit", false],
  ["eager", true],
] as const)("%s: whether an answer is there before the commit: %s", async ([reply, isEarly]) => {
  const { store, hold, finish } = slowStore();
  const Counter = counter(store, {}, { reply });
  const pid = await begun(Counter);
  await settled(store.flushed());
  hold();
  const seen: number[] = [];
  Counter.add(1).then((n: number) => void seen.push(n));
  await time.settle();
  expect(seen).toEqual(isEarly ? [1] : []);
  finish();
  await time.settle();
  expect(seen).toEqual([1]);
  await died(pid);
});

test("a reader gets no answer that could be taken back: it waits for what was written before", async () => {
  const store = memory();
  const Counter = counter(store);
  await begun(Counter);
  Counter.note("x");
  let answered = false;
  const read = Counter.value().then(() => {
    answered = true;
  });
  await null;
  expect(answered).toBe(false);
  await settled(read);
});

test("a refusal keeps what was changed before it, as the state in memory does", async () => {
  const store = memory();
  const Counter = counter(store);
  const pid = await begun(Counter);
  expect((await settled(Counter.no())).error.message).toBe("no");
  await died(pid);
  await begun(Counter);
  expect(await settled(Counter.value())).toEqual({ value: [1, []] });
});

test("reply from the handler of another message waits for that message", async () => {
  const store = memory();
  const Counter = counter(store);
  await begun(Counter);
  expect(await settled(Counter.later())).toEqual({ value: 100 });
  expect(store.server("Counter")?.state.count).toBe(100);
});

test("arguments that no handler changes are those of the new start", async () => {
  const store = memory();
  const Counter = counter(store);
  const pid = await begun(Counter, "first");
  await died(pid);
  const again = await begun(Counter, "second");
  expect((await settled(sys.getState(again))).value.args).toEqual(["second"]);
  expect(Object.keys(store.server("Counter")?.state ?? {})).toEqual(["count", "log"]);
  await died(again);
});

test("two servers can't have one state", async () => {
  const store = memory();
  const make = (name: string) => counter(store, { name }, { key: "one" });
  await begun(make("a"));
  const { error } = await settled(make("b").start());
  expect([error.code, error.reason.code]).toEqual(["init_failed", "store_key_taken"]);
});

test("stop waits for the commit, and keeps what terminate changes", async () => {
  const store = memory();
  const Server = rt.genserver(
    "Server",
    { init: () => ({ closed: false }), handlers: { close: rt.terminate((state: any) => void (state.closed = true)) } },
    { name: "Server", durable: store as never },
  ) as any;
  const pid = await begun(Server);
  await settled(stop(pid));
  expect(store.server("Server")?.state).toEqual({ closed: true });
});

test("a value that can't be kept ends the server at its first write, and the report names the variable", async () => {
  const store = memory();
  const Server = rt.genserver(
    "Server",
    {
      init: () => ({ count: 0, players: [] as unknown[] }),
      handlers: {
        join: rt.call((state: any) => {
          state.count++;
          state.players.push({ socket: () => {} });
        }),
      },
    },
    { name: "Server", durable: store as never },
  ) as any;
  await begun(Server);
  const { error } = await settled(Server.join());
  expect(error.reason.code).toBe("unstorable");
  expect(reports.join("\n")).toContain(
    "the variable players can't be kept: the function socket (at players[0].socket)",
  );
  expect(store.server("Server")?.state).toEqual({ count: 0, players: [] });
});

test("variables named in except are made anew", async () => {
  const store = memory();
  let made = 0;
  const Server = rt.genserver(
    "Server",
    {
      init: () => ({ n: 0, socket: { id: ++made, write: () => {} } }),
      handlers: { next: rt.call((state: any) => [++state.n, state.socket.id]) },
    },
    { name: "Server", durable: { store, except: ["socket"] } as never },
  ) as any;
  const pid = await begun(Server);
  expect(await settled(Server.next())).toEqual({ value: [1, 1] });
  await died(pid);
  await begun(Server);
  expect(await settled(Server.next())).toEqual({ value: [2, 2] });
});

test("what was stored of pids and timers is dead, what the start makes is its own", async () => {
  const store = memory();
  const Server = rt.genserver(
    "Server",
    {
      init: () => ({
        timer: sendAfter(rt.self(), 1, 1e9) as TimerRef,
        worker: rt.spawnLink(function* (): any {
          yield rt.receive();
        }),
        other: undefined as unknown,
        late: undefined as TimerRef | undefined,
      }),
      handlers: {
        set: rt.call((state: any, pid: Pid) => {
          state.other = pid;
          state.late = sendAfter(rt.self(), 1, 1e9);
        }),
        look: rt.call((state: any) => [state.timer.left() !== false, state.other, state.late?.left()]),
      },
    },
    { name: "Server", durable: store as never },
  ) as any;
  const other = idler();
  const pid = await begun(Server);
  await settled(Server.set(other));
  await died(pid);
  await begun(Server);
  const { value } = await settled(Server.look());
  expect(value).toEqual([true, other, false]);
});

test("a start statement sees what is kept of the variables above it", async () => {
  const store = memory();
  const seen: unknown[] = [];
  const Server = rt.genserver(
    "Server",
    {
      init: () => {
        const state = { n: 0, twice: undefined as unknown };
        rt.restore(state, "n");
        seen.push(state.n);
        state.twice = state.n * 2;
        rt.restore(state, "twice");
        state.n++;
        return state;
      },
      handlers: { look: rt.call((state: any) => [state.n, state.twice]) },
    },
    { name: "Server", durable: store as never },
  ) as any;
  for (let starts = 0; starts < 3; starts++) await died(await begun(Server));
  expect(seen).toEqual([0, 1, 2]);
  await begun(Server);
  expect(await settled(Server.look())).toEqual({ value: [4, 0] });
});
