// Messages are values: whatever way something goes from one process to another, neither can change what the other has.
//
// The ways in are tested with a nested object that both sides change. The policy for each kind of value is in copy.test.ts.
import { exit, GenServer, link, monitor, registry, reply, self, send, sendAfter, sys, trapExit } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { collector, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const fresh = () => ({ tag: "order", lines: [{ item: "tea", count: 1 }], by: { name: "Ada" } });
type Order = ReturnType<typeof fresh>;

/** What a malicious holder does to a value. */
function spoil(order: Order): void {
  order.tag = "spoilt";
  order.lines[0]!.count = 99;
  order.lines.push({ item: "salt", count: 1 });
  order.by.name = "Mallory";
}

const { call, callLater, cast } = rt as unknown as Record<
  "call" | "callLater" | "cast",
  (run: (...args: any[]) => unknown) => never
>;

/* A server that keeps what it gets, spoils what it gave, and gives what it keeps. */
const Keeper = rt.genserver("Keeper", {
  init: (first?: Order) => ({ kept: first as Order | undefined, waiting: undefined as unknown }),
  handlers: {
    keep: call((state, order) => {
      state.kept = order;
      return order;
    }),
    keepTwo: call((state, a, b) => {
      state.kept = a;
      return a === b;
    }),
    keepFour: call((state, a, _b, _c, d) => {
      state.kept = a;
      return a === d;
    }),
    keepSlowly: call(function* (state: any, order: Order): Waiting<Order> {
      rt.wait(Promise.resolve()) === rt.parked && (yield);
      state.kept = order;
      return order;
    }),
    keepQuietly: cast((state, order) => {
      state.kept = order;
    }),
    spoil: cast((state) => spoil(state.kept)),
    get: call((state) => state.kept),
    getLater: callLater((state, from) => {
      reply(from as never, state.kept);
      spoil(state.kept);
    }),
  },
} as never) as any;

/** Calls from a process: inline when the server is idle, queued when a cast was sent just before. */
async function inProcess<R>(body: () => Waiting<R>): Promise<R> {
  const { value, error } = await settled(rt.run(body as never) as Promise<R>);
  if (error) throw error;
  return value;
}

test.each(["promise", "inline", "queued"])("arguments and reply of a call are values: %s", async (how) => {
  const keeper = Keeper.at(await Keeper.start());
  const order = fresh();
  let got: Order;
  if (how === "promise") got = (await settled(keeper.keep(order))).value;
  else
    got = await inProcess(function* (): Waiting<Order> {
      let tmp: unknown;
      if (how === "queued") keeper.keepQuietly(undefined);
      return ((tmp = rt.waitCall(keeper, keeper.keep, order)) === rt.parked ? yield : tmp) as Order;
    });
  expect(got).toEqual(fresh());
  expect(got).not.toBe(order);
  spoil(order);
  spoil(got);
  expect((await settled(keeper.get())).value).toEqual(fresh());
  keeper.spoil();
  expect(got.lines).toHaveLength(2);
});

test("a handler that waits, and an argument that is there twice", async () => {
  const keeper = Keeper.at(await Keeper.start());
  const order = fresh();
  const got = (await settled(keeper.keepSlowly(order))).value;
  spoil(order);
  spoil(got);
  expect((await settled(keeper.get())).value).toEqual(fresh());
  const twice = fresh();
  const same = await inProcess(function* (): Waiting<unknown[]> {
    let tmp: unknown;
    const two = (tmp = rt.waitCall(keeper, keeper.keepTwo, twice, twice)) === rt.parked ? yield : tmp;
    const four = (tmp = (rt.waitCall as any)(keeper, keeper.keepFour, twice, 1, 2, twice)) === rt.parked ? yield : tmp;
    return [two, four];
  });
  expect(same).toEqual([true, true]);
  spoil(twice);
  expect((await settled(keeper.get())).value).toEqual(fresh());
});

test("arguments of a cast and of a start, and a late reply, are values", async () => {
  const first = fresh();
  const keeper = Keeper.at((await settled(Keeper.start(first))).value);
  spoil(first);
  const late = (await settled(keeper.getLater())).value;
  expect(late).toEqual(fresh());
  expect((await settled(keeper.get())).value).not.toEqual(fresh());
  const second = fresh();
  keeper.keepQuietly(second);
  spoil(second);
  expect((await settled(keeper.get())).value).toEqual(fresh());
});

test("a literal is the receiver's own, and what it holds is copied", async () => {
  const got: any[] = [];
  const pid = collector(got);
  const order = fresh();
  const odd = { [Symbol.toStringTag]: "Odd", at: new Map([["x", order]]) };
  rt.sendFresh(pid as never, { tag: "one", order, odd, again: order, pid, f: fresh });
  spoil(order);
  odd.at.clear();
  await time.settle();
  const [one] = got;
  expect(one).toEqual({ tag: "one", order: fresh(), again: fresh(), odd: expect.anything(), pid, f: fresh });
  expect(one.order).toBe(one.again);
  expect(one.odd.at.get("x")).toBe(one.order);
});

test("a child is started again with the arguments it was given, whatever the last one did to them", async () => {
  const child = Keeper.child(fresh());
  for (let i = 0; i < 2; i++) {
    const keeper = Keeper.at(
      await inProcess(function* (): Waiting<never> {
        let tmp: unknown;
        return ((tmp = child.start()) === rt.parked ? yield : tmp) as never;
      }),
    );
    expect((await settled(keeper.get())).value).toEqual(fresh());
    keeper.spoil();
  }
});

test("requests and replies of a callback module are values", async () => {
  const module = {
    init: (): ["ok", unknown] => ["ok", undefined],
    handleCall: (request: unknown, _from: unknown, state: unknown): any => ["reply", state, request],
    handleCast: (request: unknown): any => ["noreply", request],
  };
  const pid = await GenServer.start(module as never, 0);
  const request = fresh();
  GenServer.cast(pid, request);
  spoil(request);
  const got = (await settled(GenServer.call(pid, "give") as Promise<Order>)).value;
  expect(got).toEqual(fresh());
  const second = fresh();
  await settled(GenServer.call(pid, second));
  spoil(second);
  expect((await settled(sys.getState(pid))).value).toEqual(fresh());
});

test("what sys gives, the result of run, a message to oneself and one by timer are values", async () => {
  const keeper = await Keeper.start(fresh());
  spoil((await settled(sys.getState(keeper))).value.kept);
  expect((await settled(Keeper.at(keeper).get())).value).toEqual(fresh());

  const order = fresh();
  expect((await settled(rt.run(() => order))).value).toEqual(fresh());
  const seen: Order[] = [];
  start(function* (): Waiting {
    let tmp: unknown;
    send(self(), order);
    sendAfter(self(), order, 10);
    spoil(order);
    for (;;) seen.push(((tmp = rt.receive()) === rt.parked ? yield : tmp) as Order);
  });
  await time.settle(20);
  expect(seen).toEqual([fresh(), fresh()]);
});

test("two receivers of one message don't share it", async () => {
  const seen: Order[][] = [[], []];
  const order = fresh();
  for (const list of seen) send(collector(list), order);
  await time.settle();
  spoil(seen[0]![0]!);
  expect(seen[1]).toEqual([fresh()]);
});

test("values in a registry are values: in and out", async () => {
  const names = registry<string, Order>("isolated", { keys: "duplicate" });
  await names.start();
  const order = fresh();
  start(function* (): Waiting {
    names.register("a", order);
    rt.receive() === rt.parked && (yield);
  });
  await time.settle();
  spoil(order);
  for (const { value } of names.lookup("a")) spoil(value!);
  names.dispatch("a", (_pid, value) => spoil(value!));
  expect(names.lookup("a").map(({ value }) => value)).toEqual([fresh()]);
  expect(names.select().map(({ value }) => value)).toEqual([fresh()]);
});

test("an exit reason is a value: those who hear of it don't share it", async () => {
  const seen: any[] = [];
  const reason = { why: { n: 1 } };
  const doomed = start(function* (): Waiting {
    rt.receive() === rt.parked && (yield);
  });
  for (let i = 0; i < 2; i++)
    collector(seen, () => {
      monitor(doomed);
    });
  collector(seen, () => {
    trapExit(true);
    link(doomed);
  });
  await time.settle();
  exit(doomed, reason);
  reason.why.n = 2;
  await time.settle();
  expect(seen.map((message) => message.reason)).toEqual(Array(3).fill({ why: { n: 1 } }));
  expect(new Set(seen.map((message) => message.reason.why)).size).toBe(3);
});

test("an argument that can't be copied is the sender's mistake", async () => {
  const bad = {
    get boom(): never {
      throw new Error("boom");
    },
  };
  expect(() => send(collector([]), bad)).toThrow("boom");
  const keeper = await Keeper.start();
  expect((await settled(rt.run(() => Keeper.at(keeper).keep(bad)))).error.reason.message).toBe("boom");
  expect((await settled(Keeper.at(keeper).get())).value).toBe(undefined);
});

test("a reply that can't be copied ends the server, and its caller gets the reason", async () => {
  const bad = rt.genserver("Bad", {
    init: () => ({}),
    handlers: {
      get: rt.call(() => ({
        get boom(): never {
          throw new Error("boom");
        },
      })),
    },
  } as never) as any;
  for (const how of ["promise", "inline"]) {
    const client = bad.at(await bad.start());
    const asked =
      how === "promise"
        ? client.get()
        : rt.run(function* (): Waiting<unknown> {
            let tmp: unknown;
            return (tmp = rt.waitCall(client, client.get)) === rt.parked ? yield : tmp;
          } as never);
    const { error } = await settled(asked);
    expect(error.code === "exit" ? error.reason.reason.message : error.reason.message).toBe("boom");
    expect((await settled(client.get())).error.reason).toBe("noproc");
  }
});
