// What arrives of each kind of value that is sent: the policy of runtime/core/copy.ts. `send` stands for all the ways in, see isolation.test.ts.
import { createContext, runInContext } from "node:vm";
import { send } from "tincture";
import { expect, test } from "vitest";
import { collector, start, time, useVirtualTime } from "./virtual.js";

useVirtualTime();

/** Sends `value` and gives what arrived, after `change` has been made to the original. */
async function arrived<T>(value: T, change: (value: T) => void = () => {}): Promise<T> {
  const seen: unknown[] = [];
  const given = send(collector(seen), value);
  expect(given).toBe(value);
  change(value);
  await time.settle();
  return seen[0] as T;
}

test("primitives, functions, pids and class instances without a rule arrive as they are", async () => {
  class Socket {
    open = true;
  }
  const kept = [1, "a", 2n, null, undefined, Symbol("s"), () => 1, new Socket(), Promise.resolve(), new WeakMap()];
  const pid = start(() => {});
  const got = await arrived({ list: [...kept, pid], pid });
  expect(got.pid).toBe(pid);
  for (const [i, value] of [...kept, pid].entries()) expect(got.list[i]).toBe(value);
});

test("an Error passes as it is, its subclasses too", async () => {
  class Late extends Error {}
  const error = new Late("late", { cause: { a: 1 } });
  expect(await arrived(error)).toBe(error);
  expect((await arrived({ error })).error).toBe(error);
});

test("a class with a copy rule is copied by it, once for each instance", async () => {
  class Money {
    constructor(
      public amount: number,
      public notes: string[],
    ) {}
    [Symbol.for("tincture.copy")](copy: <T>(value: T) => T): Money {
      return new Money(this.amount, copy(this.notes));
    }
  }
  const money = new Money(3, ["tip"]);
  const got = await arrived({ a: money, b: [money] }, ({ a }) => {
    a.amount = 0;
    a.notes.push("spoilt");
  });
  expect(got.a).toBeInstanceOf(Money);
  expect(got.a).toEqual(new Money(3, ["tip"]));
  expect(got.b[0]).toBe(got.a);
  const frozen = Object.freeze({ money });
  expect((await arrived(frozen)).money).not.toBe(money);
});

test("cycles and what is there twice stay so", async () => {
  const shared = { n: 1 };
  const cyclic: any = { list: [shared, shared], map: new Map<unknown, unknown>([["s", shared]]) };
  cyclic.self = cyclic;
  cyclic.map.set(cyclic, new Set([cyclic]));
  const got = await arrived(cyclic, () => {
    shared.n = 2;
  });
  expect(got).not.toBe(cyclic);
  expect(got.self).toBe(got);
  expect(got.list[0]).toBe(got.list[1]);
  expect(got.map.get("s")).toBe(got.list[0]);
  expect([...got.map.get(got)]).toEqual([got]);
  expect(got.list[0].n).toBe(1);

  const many = Array.from({ length: 100 }, (_, i) => ({ i }));
  const twice = await arrived([...many, ...many]);
  expect(new Set(twice).size).toBe(100);
  for (let i = 0; i < 100; i++) expect(twice[i]).toBe(twice[i + 100]);
});

test("a list of 100,000 links is copied", async () => {
  let list: any = null;
  for (let i = 0; i < 100_000; i++) list = { i, next: list };
  let got = await arrived(list);
  let count = 0;
  for (; got !== null; got = got.next) count++;
  expect(count).toBe(100_000);
});

test("Map, Set, Date, RegExp and Buffer are copied", async () => {
  const when = new Date(1000);
  const value = {
    map: new Map([["k", { n: 1 }]]),
    keys: new Map([[{ k: 1 }, 1]]),
    set: new Set([{ n: 1 }]),
    when,
    pattern: /a+/giu,
    small: Buffer.from("abc"),
  };
  value.pattern.lastIndex = 7;
  const got = await arrived(value, () => {
    value.map.get("k")!.n = 2;
    value.map.set("new", { n: 0 });
    for (const key of value.keys.keys()) key.k = 2;
    for (const member of value.set) member.n = 2;
    when.setTime(0);
    value.pattern.lastIndex = 0;
    value.small.fill(0);
  });
  expect(got.map).toEqual(new Map([["k", { n: 1 }]]));
  expect([...got.keys.keys()]).toEqual([{ k: 1 }]);
  expect([...got.set]).toEqual([{ n: 1 }]);
  expect(got.when.getTime()).toBe(1000);
  expect([got.pattern.source, got.pattern.flags, got.pattern.lastIndex]).toEqual(["a+", "giu", 7]);
  expect(Buffer.isBuffer(got.small)).toBe(true);
  expect(got.small.toString()).toBe("abc");
  expect(got.small.buffer.byteLength).toBe(3);
});

test("typed arrays are copied, those of one buffer still share it; shared memory stays shared", async () => {
  const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
  const shared = new SharedArrayBuffer(8);
  const value = {
    bytes,
    view: new DataView(bytes.buffer),
    words: new Uint16Array(bytes.buffer),
    middle: new Uint16Array(bytes.buffer, 2, 2),
    buffer: bytes.buffer,
    big: BigInt64Array.of(5n),
    shared,
    into: new Int32Array(shared),
  };
  const got = await arrived(value, () => bytes.fill(0));
  expect([...got.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...got.middle]).toEqual([3 + 4 * 256, 5 + 6 * 256]);
  expect(got.middle.buffer.byteLength).toBe(4);
  expect(got.buffer).toBe(got.bytes.buffer);
  got.bytes[0] = 9;
  expect(got.view.getUint8(0)).toBe(9);
  expect(got.words[0]).toBe(9 + 2 * 256);
  expect([...got.big]).toEqual([5n]);
  expect(got.shared).toBe(shared);
  expect(got.into).toBe(value.into);
});

test("a getter is read once, by the sender, and arrives as data", async () => {
  let reads = 0;
  const value = {
    get now() {
      return { reads: ++reads };
    },
    set only(_: number) {},
  };
  const got = await arrived(value);
  expect(reads).toBe(1);
  expect(Object.getOwnPropertyDescriptor(got, "now")).toMatchObject({ value: { reads: 1 }, writable: true });
  expect("only" in got).toBe(true);
});

test("symbol keys, objects without prototype, sparse arrays and matches arrive whole", async () => {
  const key = Symbol("key");
  const symbols = { flat: 1, [key]: { n: 1 } };
  const bare = Object.assign(Object.create(null), { a: { n: 1 }, ["__proto__"]: { n: 1 } });
  const sparse: { n: number }[] = [{ n: 0 }];
  sparse[2] = { n: 1 };
  const long: unknown[] = [];
  long[4_000_000_000] = { n: 1 };
  const match = /(?<first>a)b/.exec("xab")!;
  const got = await arrived({ symbols, bare, sparse, long, match }, () => {
    symbols[key].n = 2;
    bare.a.n = 2;
    sparse[2]!.n = 2;
  });
  expect(got.symbols[key]).toEqual({ n: 1 });
  expect((await arrived({ [key]: { n: 1 } }))[key]).toEqual({ n: 1 });
  expect(Object.getPrototypeOf(got.bare)).toBe(null);
  expect(got.bare.a).toEqual({ n: 1 });
  expect(Object.keys(got.bare)).toEqual(["a", "__proto__"]);
  expect(1 in got.sparse).toBe(false);
  expect(got.sparse).toHaveLength(3);
  expect(got.sparse[2]).toEqual({ n: 1 });
  expect([got.long.length, got.long[4_000_000_000]]).toEqual([4_000_000_001, { n: 1 }]);
  expect([got.match[0], got.match.index, got.match.groups]).toEqual(["ab", 1, { first: "a" }]);
});

test("an own key __proto__ stays a key", async () => {
  const value = JSON.parse('{ "__proto__": { "admin": { "yes": true } }, "a": 1 }');
  const got = await arrived(value);
  expect(Object.keys(got)).toEqual(["__proto__", "a"]);
  expect(got.admin).toBe(undefined);
  expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
  expect(Object.getOwnPropertyDescriptor(got, "__proto__")?.value).not.toBe(
    Object.getOwnPropertyDescriptor(value, "__proto__")?.value,
  );
});

test("plain data frozen all the way down arrives as it is; frozen on the outside only is copied", async () => {
  const deep = Object.freeze({ a: Object.freeze([1, Object.freeze({ b: 2 })]), pid: start(() => {}), f: () => 1 });
  expect(await arrived(deep)).toBe(deep);
  expect((await arrived({ deep })).deep).toBe(deep);
  const list = Object.freeze([deep, deep]);
  expect(await arrived(list)).toBe(list);
  const ring: any = { n: 1 };
  ring.self = Object.freeze({ ring });
  Object.freeze(ring);
  expect(await arrived(ring)).toBe(ring);

  for (const inside of [{ n: 1 }, [1], new Map([[1, 1]]), new Date(0), Uint8Array.of(1)]) {
    const outside = Object.freeze({ inside });
    const got = await arrived(outside);
    expect(got).not.toBe(outside);
    expect(got.inside).toEqual(inside);
    expect(got.inside).not.toBe(inside);
  }
  let n = 0;
  const computed = Object.freeze({
    get n() {
      return ++n;
    },
  });
  expect((await arrived(computed)).n).toBe((await arrived({ n })).n);
});

test("objects and arrays of another realm are plain too", async () => {
  const value = runInContext("({ list: [{ n: 1 }] })", createContext());
  const got = await arrived(value, () => {
    value.list[0].n = 2;
  });
  expect(got.list[0].n).toBe(1);
});
