// Terms on the wire: what arrives is what a copy on this node would be, whatever is refused says where it is, and no bytes do any harm.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { CallError, RefusedError } from "tincture";
import { expect, test } from "vitest";
import { copy } from "../../dist/runtime/core/copy.js";
import type { Mark, MarkKind, Marks } from "../../dist/runtime/wire/address.js";
import { BadBytes, usualBounds } from "../../dist/runtime/wire/bound.js";
import { decode } from "../../dist/runtime/wire/decode.js";
import { encode } from "../../dist/runtime/wire/encode.js";
import { Reader } from "../../dist/runtime/wire/reader.js";
import { Writer } from "../../dist/runtime/wire/writer.js";

/** Stands for a pid or a reference. */
class Thing {
  constructor(
    readonly kind: MarkKind,
    readonly mark: Mark,
  ) {}
}
const things = new Map<string, Thing>();
const marks: Marks = {
  markOf: (value) => (value instanceof Thing ? { kind: value.kind, mark: value.mark } : undefined),
  objectOf(kind, mark) {
    const key = JSON.stringify([kind, mark.node, mark.creation, mark.id]);
    const found = things.get(key) ?? new Thing(kind, mark);
    things.set(key, found);
    return found;
  },
};
const thing = (kind: MarkKind, id: number): object => marks.objectOf(kind, { node: "one@host", creation: 7, id });

function bytesOf(value: unknown, bounds = usualBounds, lenient = false): Uint8Array {
  const writer = new Writer();
  writer.begin(bounds.maxBytes);
  encode(writer, value, marks, bounds, lenient);
  return writer.taken().slice();
}
const termOf = (bytes: Uint8Array, bounds = usualBounds): any => decode(new Reader(bytes), marks, bounds);
const arrived = <T>(value: T): T => termOf(bytesOf(value));

/** Whether two values have the same shape of references: what is there twice in one is there twice in the other. */
function sameShape(a: unknown, b: unknown, seen = new Map<unknown, unknown>()): boolean {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return Object.is(a, b);
  if (seen.has(a)) return seen.get(a) === b;
  seen.set(a, b);
  if (a instanceof Thing) return a === b;
  if (a instanceof Map && b instanceof Map) return sameShape([...a], [...b], seen);
  if (a instanceof Set && b instanceof Set) return sameShape([...a], [...b], seen);
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b))
    return a.byteLength !== a.buffer.byteLength || sameShape(a.buffer, b.buffer, seen);
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return Object.keys(x).every((key) => sameShape(x[key], y[key], seen));
}

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    false,
    0,
    -0,
    NaN,
    Infinity,
    2 ** 53 - 1,
    -(2 ** 53),
    127,
    128,
    -1,
    "",
  ),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.bigInt(),
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ minLength: 30, maxLength: 300 }),
  fc.constantFrom("\ud800", "a\udc00b", "ä".repeat(16), "__proto__", "constructor"),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc
    .constantFrom<() => unknown>(
      () => /a(b)+/giu,
      () => Object.assign(/x/y, { lastIndex: 3 }),
      () => /(?<k>b)/d.exec("abc"),
      () => Buffer.from("text"),
      () => new Uint8Array(new ArrayBuffer(16), 4, 3),
      () => new DataView(new ArrayBuffer(4)),
      () => new ArrayBuffer(5),
      () => {
        const buffer = new ArrayBuffer(8);
        return [new Uint8Array(buffer), new Float64Array(buffer), buffer];
      },
      () => new Array(3),
      () => Object.assign([1], { 2: 3, length: 5 }),
      () => Object.create(null),
      () => JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'),
      () => thing("pid", 3),
      () => thing("monitor", 4),
    )
    .map((make) => make()),
);
const { term } = fc.letrec<{ term: unknown }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie("term"), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom("a", "b", "0", "__proto__")), tie("term")),
    fc.array(fc.tuple(tie("term"), tie("term")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie("term"), { maxLength: 4 }).map((items) => new Set(items)),
    tie("term").map((value) => [value, { value }, value]),
    tie("term").map((value) => {
      const cyclic: Record<string, unknown> = { value };
      cyclic.self = cyclic;
      return cyclic;
    }),
  ),
}));

const seed = Number(process.env.WIRE_SEED ?? 7);
const numRuns = Number(process.env.WIRE_RUNS ?? 2000);

test("what arrives is what a copy would be, references and all", () => {
  fc.assert(
    fc.property(term, (value) => {
      const [want, got] = [copy(value), arrived(value)];
      expect(isDeepStrictEqual(got, want)).toBe(true);
      expect(sameShape(want, got)).toBe(true);
    }),
    { seed, numRuns },
  );
});

test("objects with the same keys name them once", () => {
  const rows = (count: number): unknown[] => Array.from({ length: count }, (_, i) => ({ identifier: i, quantity: 1 }));
  expect(bytesOf(rows(101)).length - bytesOf(rows(100)).length).toBeLessThanOrEqual(4);
  expect(arrived(rows(100))).toEqual(rows(100));
});

test("pids and references keep their identity", () => {
  const pid = thing("pid", 1);
  const got = arrived({
    pid,
    again: [pid],
    from: thing("from", 9),
    alias: thing("alias", 9),
    timer: thing("timer", 9),
  });
  expect(got.pid).toBe(pid);
  expect(got.again[0]).toBe(pid);
  expect([got.from, got.alias, got.timer]).toEqual([thing("from", 9), thing("alias", 9), thing("timer", 9)]);
});

test("errors keep class, name, message, stack, cause and fields", () => {
  class Late extends RangeError {
    override name = "Late";
    constructor(
      readonly by: number,
      options: ErrorOptions,
    ) {
      super("too late", options);
    }
  }
  const error = new Late(3, { cause: new TypeError("inner") });
  const got = arrived(error) as Late & { cause: Error };
  expect(got).toBeInstanceOf(RangeError);
  expect([got.name, got.message, got.stack, got.by]).toEqual(["Late", "too late", error.stack, 3]);
  expect(got.cause).toBeInstanceOf(TypeError);
  expect(got.cause.message).toBe("inner");
  expect(Object.keys(got).sort()).toEqual(["by", "name"]);

  const call = arrived(new CallError("noproc", "Counter", "next/1"));
  expect(call).toBeInstanceOf(CallError);
  expect([call.code, call.reason, call.server, call.request]).toEqual(["call_failed", "noproc", "Counter", "next/1"]);
  expect(arrived(new RefusedError("no"))).toBeInstanceOf(RefusedError);
  expect(arrived(new AggregateError([new Error("a")], "all")).errors[0].message).toBe("a");
  const circular = new Error("round");
  circular.cause = circular;
  const round = arrived(circular);
  expect(round.cause).toBe(round);
});

test("an error gets through whatever it holds", () => {
  const error = Object.assign(new Error("x"), { socket: () => 1, deep: { symbol: Symbol("s") }, map: new WeakMap() });
  Object.defineProperty(error, "bad", {
    enumerable: true,
    get() {
      throw new Error("no");
    },
  });
  expect({ ...arrived(error) }).toEqual({
    socket: "(the function socket)",
    deep: { symbol: "(the symbol Symbol(s))" },
    map: "(an object of class WeakMap)",
    bad: undefined,
  });
});

test("a class is sent as what its copy rule makes of it, if that is data", () => {
  class Money {
    constructor(readonly amount: number) {}
    [Symbol.for("tincture.copy")](): object {
      return { money: this.amount };
    }
  }
  const money = new Money(3);
  const got = arrived([money, money]) as unknown as object[];
  expect(got).toEqual([{ money: 3 }, { money: 3 }]);
  expect(got[0]).toBe(got[1]);
});

class Socket {}
const refused: [string, unknown, string][] = [
  ["a function", { orders: [1, { done: () => {} }] }, "message.orders[1].done is the function done"],
  ["a symbol", ["a", Symbol("s")], "message[1] is the symbol Symbol(s)"],
  ["a class instance", new Socket(), "message is an object of class Socket"],
  ["a WeakMap", new Map([["cache", new WeakMap()]]), "message.cache is an object of class WeakMap"],
  ["a key that is a symbol", { "a b": { [Symbol("k")]: 1 } }, 'message["a b"] is the key Symbol(k)'],
  ["shared memory", { m: new SharedArrayBuffer(1) }, "message.m is an object of class SharedArrayBuffer"],
  ["a view of shared memory", { m: new Uint8Array(new SharedArrayBuffer(1)) }, "message.m is memory that is shared"],
  ["a promise", [Promise.resolve()], "message[0] is an object of class Promise"],
];
test.for(refused)("%s is refused, with the way to it", ([, value, text]) => {
  expect(() => bytesOf(value)).toThrow(expect.objectContaining({ code: "not_sendable" }));
  expect(() => bytesOf(value)).toThrow(text);
  // As an exit reason it gets through.
  termOf(bytesOf(value, usualBounds, true));
});

test("size and depth are bounded on both sides", () => {
  const chain = (length: number): unknown => {
    let value: unknown = null;
    for (let i = 0; i < length; i++) value = { value };
    return value;
  };
  expect(() => bytesOf(chain(501))).toThrow(/more than 500 objects/);
  expect(arrived(chain(500))).toEqual(chain(500));
  const wide = { ...usualBounds, maxDepth: 1000 };
  expect(() => termOf(bytesOf(chain(501), wide))).toThrow(BadBytes);
  expect(() => bytesOf("x".repeat(1001), { ...usualBounds, maxBytes: 1000 })).toThrow(/longer than 1000 bytes/);
  expect(() => bytesOf(new Array(1e9))).toThrow(/longer than/);
});

test("keys of prototypes are keys", () => {
  const got = arrived(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": 1}, "toString": 2}'));
  expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
  expect(Object.keys(got)).toEqual(["__proto__", "constructor", "toString"]);
  expect((got as { polluted?: number }).polluted).toBeUndefined();
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("no bytes do any harm: random ones, and good ones with a few of them changed or cut off", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(term, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }), fc.nat())
      .map(([value, changes, cut]) => {
        const bytes = bytesOf(value);
        for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
        return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
      }),
  );
  fc.assert(
    fc.property(hostile, (bytes) => {
      try {
        termOf(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(BadBytes);
      }
    }),
    { seed, numRuns: 3 * numRuns },
  );
  expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
});

test("a regular expression whose lastIndex is no place arrives as one that begins at 0", () => {
  for (const lastIndex of [-1, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "x"])
    expect(arrived([Object.assign(/x/y, { lastIndex }), "behind it"])).toEqual([/x/y, "behind it"]);
});
