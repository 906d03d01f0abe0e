// New versions of definitions in the place of those that live, on virtual time. A module is stood for by this file: what is defined while it is staged is its next version.
import { exit, isAlive, type Pid, sys } from "tincture";
import * as rt from "tincture/abi";
import { beforeEach, expect, test } from "vitest";
import { livingAt, Staged, stage } from "../../dist/runtime/otp/upgradable.js";
import { exchange } from "../../dist/runtime/upgrade/exchange.js";
import { kept, reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

type State = { n: number; log: unknown[] };
const first = {
  init: (n: number, log: unknown[] = []) => ({ n, log }),
  handlers: {
    add: rt.call((state: any, by) => (state.n += by as number)),
    note: rt.cast((state: any, what) => void state.log.push(["old", what])),
    slow: rt.call(function* (state: any): Waiting<unknown> {
      rt.wait(new Promise(() => {})) === rt.parked && (yield);
      return state.n;
    }),
    gone: rt.call(() => "here"),
  },
};
const second = {
  init: (n: number) => ({ n: n * 100, log: [], extra: "init" }),
  handlers: {
    add: rt.call((state: any, by) => (state.n += 10 * (by as number))),
    note: rt.cast((state: any, what) => void state.log.push(["new", what])),
    slow: rt.call((state: any) => state.n),
    fresh: rt.call((state: any) => state.extra),
  },
};

/** Every test has titles of its own, so that no definition of one is a twin of another's. */
let serial = 0;
let title = "";
beforeEach(() => {
  title = `Room${++serial}`;
});

const define = (block: object, options: object = {}, name = title): any =>
  rt.genserver(name, block as never, options as never);

/** Defines anew and exchanges. */
async function begin(next: () => void, timeout = 1000) {
  const staged = new Staged(new Set([import.meta.url]));
  stage(staged);
  next();
  stage(undefined);
  const exchanged = await exchange(staged.pairs, timeout);
  staged.settle();
  return exchanged;
}

/** The same to its end, whatever that is. */
/* An upgrade looks every millisecond whether those at work are done. */
const upgrade = (next: () => void, timeout = 1000) => settled(begin(next, timeout), timeout + 2);

test("the next message of each process meets the new code, with its state; clients that are held go on", async () => {
  const Room = define(first);
  const [one, two] = [kept(await Room.start(1)), kept(await Room.start(2))];
  const held = Room.at(one);
  const { add } = held;
  expect(await settled(held.add(1))).toEqual({ value: 2 });
  let twin: unknown;
  const done = await upgrade(() => {
    twin = define(second);
  });
  expect(done.value).toMatchObject({ processes: 2, started: [] });
  expect(twin).toBe(Room);
  expect(await settled(held.add(1))).toEqual({ value: 12 });
  expect(await settled(add.call(Room.at(two), 1))).toEqual({ value: 12 });
  held.note("x");
  expect((await settled(sys.getState(one))).value).toEqual({ n: 12, log: [["new", "x"]] });
  expect(held.gone).toBeUndefined();
  expect(await settled(Room.at(kept(await Room.start(1))).fresh())).toEqual({ value: "init" });
});

test("a method that process code keeps runs the new handler, also where that waits now and did not before", async () => {
  const Room = define(first);
  const pid = kept(await Room.start(1));
  const client = Room.at(pid);
  const { add } = client;
  const waiting = {
    ...second,
    handlers: {
      ...second.handlers,
      add: rt.call(function* (state: any, by): Waiting<number> {
        rt.wait(Promise.resolve()) === rt.parked && (yield);
        return (state.n += 100 * (by as number));
      }),
    },
  };
  expect((await upgrade(() => void define(waiting))).error).toBeUndefined();
  const seen: unknown[] = [];
  start(function* (): Waiting {
    let tmp: unknown;
    seen.push((tmp = rt.waitCall(client, add, 1)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(client, client.add, 1)) === rt.parked ? yield : tmp);
  });
  await time.settle();
  expect(seen).toEqual([101, 201]);
});

test("messages that waited are handled by the new code, in order; one whose handler is gone is refused and harms nothing", async () => {
  const Room = define(first);
  const pid = kept(await Room.start(1));
  const client = Room.at(pid);
  await settled(sys.suspend(pid));
  client.note(1);
  const gone = client.gone();
  gone.catch(() => {});
  client.note(2);
  const added = client.add(1);
  expect((await upgrade(() => void define(second))).error).toBeUndefined();
  await settled(sys.resume(pid));
  expect((await settled(added)).value).toBe(11);
  expect((await settled(gone)).error).toMatchObject({ code: "withdrawn_request" });
  expect((await settled(sys.getState(pid))).value).toEqual({
    n: 11,
    log: [
      ["new", 1],
      ["new", 2],
    ],
  });
});

test("a handler that is at work ends in the old version before its server is exchanged", async () => {
  let letGo: (value: unknown) => void = () => {};
  const slow = rt.call(function* (state: any): Waiting<string> {
    rt.wait(new Promise((resolve) => (letGo = resolve))) === rt.parked && (yield);
    return `old ${state.n}`;
  });
  const Room = define({ ...first, handlers: { ...first.handlers, slow } });
  const client = Room.at(kept(await Room.start(1)));
  const answer = client.slow();
  const after = client.add(1);
  await time.settle();
  const done = begin(() => void define(second));
  await time.settle();
  const late = client.add(1);
  letGo(undefined);
  expect((await settled(done, 2)).error).toBeUndefined();
  expect((await settled(answer)).value).toBe("old 1");
  // Its place in the mailbox decides, as it is with every system message.
  expect((await settled(after)).value).toBe(2);
  expect((await settled(late)).value).toBe(12);
});

const migrating = (run: (old: any, from: unknown) => unknown, variables?: object) => ({
  ...second,
  handlers: { ...second.handlers, up: rt.upgrade(run as never) },
  ...(variables && { variables }),
});

test("upgrade gets the state and its version, and gives the new one; not where the version is the same", async () => {
  const Room = define(first, { version: "1" });
  const pid = kept(await Room.start(1));
  const seen: unknown[] = [];
  const next = migrating((old, from) => {
    seen.push(from, { ...old });
    old.log.push("scribble");
    return { n: old.n * 100, log: [] };
  });
  expect((await upgrade(() => void define(next, { version: "2" }))).error).toBeUndefined();
  expect(seen).toEqual(["1", { n: 1, log: expect.anything() }]);
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 100, log: [] });
  expect((await upgrade(() => void define(next, { version: "2" }))).error).toBeUndefined();
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 100, log: [] });
});

test("upgrade runs in the server's process, and may wait", async () => {
  const Room = define(first, { version: "1" });
  const pid = kept(await Room.start(1));
  const selves: unknown[] = [];
  const next = migrating(function* (old: State): Waiting<State> {
    selves.push(rt.self());
    rt.wait(new Promise((resolve) => void rt.spawn(() => void resolve(0)))) === rt.parked && (yield);
    selves.push(rt.self());
    return { ...old, n: 7 };
  } as never);
  expect((await upgrade(() => void define(next, { version: "2" }))).error).toBeUndefined();
  expect(selves).toEqual([pid, pid]);
  expect((await settled(Room.at(pid).add(0))).value).toBe(7);
});

test("one upgrade that fails leaves all as it was: state, code, and what the others had made", async () => {
  const Room = define(first, { version: "1" });
  const pids: Pid[] = [];
  for (const n of [1, 2, 3]) pids.push(kept(await Room.start(n)));
  const thrown = new Error("no way");
  const next = migrating((old) => {
    old.log.push("scribble");
    if (old.n === 3) throw thrown;
    return { n: -1, log: [] };
  });
  const waiting = Room.at(pids[0]).add(1);
  const { error } = await upgrade(() => void define(next, { version: "2" }));
  expect(error).toMatchObject({ code: "upgrade_failed", cause: thrown });
  expect(error.message).toContain(`${title} ${pids[2]}`);
  expect((await settled(waiting)).value).toBe(2);
  for (const [i, pid] of pids.entries()) {
    expect((await settled(sys.getStatus(pid))).value.status).toBe("running");
    expect((await settled(sys.getState(pid))).value).toEqual({ n: i === 0 ? 2 : i + 1, log: [] });
  }
  expect(await settled(Room.at(pids[0]).gone())).toEqual({ value: "here" });
  expect(reports).toEqual([]);
});

test("an upgrade that takes too long is left, and its server goes on with the old version", async () => {
  const Room = define(first, { version: "1" });
  const [one, two] = [kept(await Room.start(1)), kept(await Room.start(2))];
  let late: (value: unknown) => void = () => {};
  const next = migrating(function* (old: State): Waiting<State> {
    rt.wait(new Promise((resolve) => (late = resolve))) === rt.parked && (yield);
    return { ...old, n: -1 };
  } as never);
  const { error } = await upgrade(() => void define(next, { version: "2" }), 500);
  expect(error).toMatchObject({ code: "upgrade_timeout" });
  expect(error.message).toContain(`${title} ${one}`);
  expect((await settled(Room.at(one).add(1))).value).toBe(2);
  expect((await settled(Room.at(two).add(1))).value).toBe(3);
  late(0);
  await time.settle();
  expect((await settled(Room.at(one).add(1))).value).toBe(3);
});

test("so is one that loops for ever, as long as its loop is compiled", async () => {
  const Room = define(first, { version: "1" });
  const pid = kept(await Room.start(1));
  let turns = 0;
  const next = migrating(function* (): Waiting {
    for (;;) {
      turns++;
      if (turns % 100_000 === 0) yield* waitFor(1);
      if (rt.tick(100)) yield;
    }
  } as never);
  function* waitFor(ms: number): Waiting {
    let tmp: unknown;
    (tmp = rt.receive(() => {}, rt.after(ms, (() => {}) as never))) === rt.parked ? yield : tmp;
  }
  const { error } = await upgrade(() => void define(next, { version: "2" }), 100);
  expect(error).toMatchObject({ code: "upgrade_timeout" });
  expect((await settled(Room.at(pid).add(1))).value).toBe(2);
});

test("a server whose handler does not end in time is not exchanged, and not held afterwards", async () => {
  const Room = define(first);
  const [busy, free] = [kept(await Room.start(1)), kept(await Room.start(2))];
  const answer = Room.at(busy).slow();
  answer.catch(() => {});
  await time.settle();
  const { error } = await upgrade(() => void define(second), 500);
  expect(error).toMatchObject({ code: "upgrade_timeout" });
  expect((await settled(Room.at(free).add(1))).value).toBe(3);
  exit(busy, "kill");
  expect((await settled(answer)).error.reason).toBe("killed");
});

test("what upgrade gives is the new state: no object, and a variable that the block has not, are refused", async () => {
  const Room = define(first, { version: "1" });
  const pid = kept(await Room.start(1));
  const variables = { n: null, log: () => [], extra: () => "made" };
  for (const wrong of [undefined, 5, [1], { n: 1, m: 2 }]) {
    const { error } = await upgrade(
      () =>
        void define(
          migrating(() => wrong, variables),
          { version: "2" },
        ),
    );
    expect(error).toMatchObject({ code: "upgrade_failed", cause: { code: "upgrade_shape" } });
  }
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 1, log: [] });
  const right = migrating(() => ({ n: 5 }), variables);
  expect((await upgrade(() => void define(right, { version: "2" }))).error).toBeUndefined();
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 5, log: [], extra: "made" });
});

test("without upgrade, variables of the same name keep their values; a new one gets its first value, or the upgrade is refused", async () => {
  const Room = define(first);
  const pid = kept(await Room.start(1));
  const with_ = (variables: object) => ({ ...second, variables });
  const { error } = await upgrade(() => void define(with_({ n: null, socket: null })));
  expect(error).toMatchObject({ code: "upgrade_failed", cause: { code: "upgrade_new_variable" } });
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 1, log: [] });
  expect((await upgrade(() => void define(with_({ n: null, extra: () => "made" })))).error).toBeUndefined();
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 1, extra: "made" });
  // What says nothing of its variables keeps its state as it is, as in OTP.
  expect((await upgrade(() => void define(second))).error).toBeUndefined();
  expect((await settled(sys.getState(pid))).value).toEqual({ n: 1, extra: "made" });
});

test("a server that is started while others migrate is migrated too; one that its user suspended stays so", async () => {
  const Room = define(first, { version: "1" });
  const asleep = kept(await Room.start(1));
  await settled(sys.suspend(asleep));
  let another: Pid | undefined;
  const next = migrating(function* (old: State): Waiting<State> {
    another ??= kept((yield* started(Room)) as Pid);
    return { ...old, n: old.n + 1000 };
  } as never);
  function* started(server: any): Waiting<unknown> {
    const promise = server.start(5);
    const tmp = rt.wait(promise);
    return tmp === rt.parked ? yield : tmp;
  }
  const done = await upgrade(() => void define(next, { version: "2" }));
  expect(done.value).toMatchObject({ processes: 2 });
  expect((await settled(sys.getState(another as Pid))).value).toEqual({ n: 1005, log: [] });
  expect((await settled(sys.getStatus(asleep))).value.status).toBe("suspended");
  expect((await settled(sys.getState(asleep))).value).toEqual({ n: 1001, log: [] });
});

test("one that ends meanwhile ends nothing else", async () => {
  const Room = define(first, { version: "1" });
  const [one, two] = [kept(await Room.start(1)), kept(await Room.start(2))];
  const next = migrating((old) => {
    if (old.n === 1) exit(two, "kill");
    return { ...old, n: 50 };
  });
  expect((await upgrade(() => void define(next, { version: "2" }))).error).toBeUndefined();
  expect([isAlive(one), isAlive(two)]).toEqual([true, false]);
  expect((await settled(Room.at(one).add(0))).value).toBe(50);
});

test("in the order of the supervision trees", async () => {
  const [A, B] = [define(first, { version: "1" }, `${title}A`), define(first, { version: "1" }, `${title}B`)];
  const early = kept(await B.start(0));
  const children = () => [B.child(1), A.child(2), B.child(3).with({ id: "last" })];
  const Top = rt.supervisor(title, { strategy: "one_for_one" }, children as never) as any;
  kept(await Top.start());
  const seen: number[] = [];
  const next = migrating((old) => {
    seen.push(old.n);
    return old;
  });
  await upgrade(() => {
    define(next, { version: "2" }, `${title}A`);
    define(next, { version: "2" }, `${title}B`);
  });
  expect(seen).toEqual([1, 2, 3, 0]);
  expect(isAlive(early)).toBe(true);
});

test("168: a supervisor takes new children and limits: those of the same id run on, new ones are started, those that are gone stay", async () => {
  const Room = define(first);
  const top = `${title}Top`;
  const define_ = (ids: string[], strategy = "one_for_one") =>
    rt.supervisor(
      top,
      { strategy } as never,
      ((n: number) => ids.map((id) => Room.child(n).with({ id }))) as never,
    ) as any;
  const Top = define_(["a", "b"]);
  kept(await Top.start(7));
  const before = (await settled(Top.whichChildren())).value.map((child: any) => child.pid);
  const done = await upgrade(() => void define_(["c", "b"], "one_for_all"));
  expect(done.value).toEqual({ processes: 1, started: ["c"] });
  const children = (await settled(Top.whichChildren())).value;
  expect(children.map((child: any) => child.id)).toEqual(["a", "b", "c"]);
  expect(children.slice(0, 2).map((child: any) => child.pid)).toEqual(before.reverse());
  exit(children[1].pid, "kill");
  await time.settle();
  // one_for_all now: none of the three is who it was.
  const after = (await settled(Top.whichChildren())).value.map((child: any) => child.pid);
  expect(after.some((pid: Pid) => children.some((child: any) => child.pid === pid))).toBe(false);
  const wrong = await upgrade(() => void define_(["a", "a"]));
  expect(wrong.error).toMatchObject({ code: "upgrade_failed", cause: { code: "duplicate_child" } });
});

test("idle begins and ends with the version that has it", async () => {
  const ended: unknown[] = [];
  const Room = define(first);
  const pid = kept(await Room.start(1));
  const idle = rt.idle(100, (() => void ended.push("idle")) as never);
  await settled(begin(() => void define({ ...second, handlers: { ...second.handlers, idle } })));
  await time.advance(100);
  expect(ended).toEqual(["idle"]);
  await settled(begin(() => void define(second)));
  await time.advance(500);
  expect(ended).toEqual(["idle"]);
  expect((await settled(Room.at(pid).add(1))).value).toBe(11);
});

test("two definitions of one title can't be told apart", async () => {
  const [one, two] = [define(first), define(first)];
  expect([one === two, livingAt(import.meta.url).length > 1]).toEqual([false, true]);
  stage(new Staged(new Set([import.meta.url])));
  expect(() => define(second)).toThrowError(/more than one server called/);
  stage(undefined);
});

test("options of the next version hold from then on, where no with() says otherwise", async () => {
  const Room = define(first, { timeout: 100 });
  const Patient = Room.with({ timeout: 400 });
  const pid = kept(await Room.start(1));
  await upgrade(() => void define(first, { timeout: 200 }));
  await settled(sys.suspend(pid));
  const outcomes: string[] = [];
  for (const [name, server] of Object.entries({ Room, Patient }))
    void (server as any)
      .at(pid)
      .add(1)
      .catch(() => outcomes.push(`${name} ${time.now}`));
  await time.advance(150);
  expect(outcomes).toHaveLength(0);
  await time.advance(100);
  expect(outcomes).toHaveLength(1);
  await time.advance(200);
  expect(outcomes).toHaveLength(2);
  await settled(sys.resume(pid));
});
