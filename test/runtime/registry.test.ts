// Registries: keys of all kinds, and options.
import { type Pid, type Registry, registry, via, whereis } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { kept, settled, start, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

const Keys = registry<any, any>("keys", { keys: "unique" });

/** A process that registers itself under keys. */
function owner(of: Registry<any, any>, ...keys: unknown[]): Pid {
  return start(function* (): Waiting {
    for (const key of keys) of.register(key);
    rt.receive() === rt.parked && (yield);
  });
}

class Place {
  constructor(readonly name: string) {}
}

test("data is one key by its contents, all else by what it is", async () => {
  kept((await settled(Keys.start())).value);
  const pid = owner(Keys);
  const [at, other] = [new Place("a"), new Place("a")];
  const symbol = Symbol("s");
  const same: [unknown, unknown][] = [
    [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
    ],
    [
      ["room", pid],
      ["room", pid],
    ],
    [new Date(5), new Date(5)],
    [{ id: 10n }, { id: 10n }],
    [Number.NaN, Number.NaN],
    [at, at],
    [[symbol], [symbol]],
    [null, null],
  ];
  for (const [key, again] of same) {
    const by = owner(Keys, key);
    await settled(Promise.resolve());
    expect(whereis(via(Keys, again))).toBe(by);
  }
  const others: unknown[] = [
    1,
    "1",
    1n,
    [1],
    ["1"],
    [[1]],
    "[1]",
    { 1: 1 },
    other,
    [other],
    () => 1,
    true,
    "true",
    "null",
    undefined,
  ];
  const count = Keys.count();
  const by = owner(Keys, ...others);
  await settled(Promise.resolve());
  expect(Keys.count()).toBe(count + others.length);
  expect(Keys.keys(by)).toEqual(others);
});

test("a key that is known by what it is, and copied, is found and freed by who has it", async () => {
  kept((await settled(Keys.start())).value);
  const seen: unknown[] = [];
  for (const key of [new Map([[1, 2]]), new Set([1]), new Uint8Array(2), [new Map()]])
    start(() => {
      Keys.register(key);
      seen.push(Keys.lookup(key).length, Keys.values(key, rt.self() as Pid).length);
      Keys.unregister(key);
      seen.push(Keys.lookup(key).length);
    });
  await settled(Promise.resolve());
  expect(seen).toEqual(Array(4).fill([1, 1, 0]).flat());
});

test("a key that is data does not change with what was given", async () => {
  kept((await settled(Keys.start())).value);
  const key = { n: 1 };
  const by = owner(Keys, key);
  await settled(Promise.resolve());
  key.n = 2;
  (Keys.keys(by)[0] as typeof key).n = 3;
  expect([whereis(via(Keys, { n: 1 })), whereis(via(Keys, key))]).toEqual([by, undefined]);
  expect(Keys.keys(by)).toEqual([{ n: 1 }]);
});

test("name and options are checked", () => {
  const define = (name: unknown, options: unknown) => () => registry(name as string, options as never);
  const message = (text: string) => expect.objectContaining({ message: expect.stringContaining(text) });
  expect(define("", { keys: "unique" })).toThrow(message("the option name to be a string that is not empty"));
  expect(define("a", {})).toThrow(message('the option keys to be "unique" or "duplicate"; got undefined'));
  expect(define("a", { keys: "unique", partitions: 0 })).toThrow(message("a whole number from 1 up; got 0"));
  expect(define("a", { keys: "unique", listeners: "b" })).toThrow(
    message("the option listeners to be a list of names"),
  );
  expect(define("a", { keys: "unique", partition: 2 })).toThrow(message("registry has no option partition"));
  expect(define("a", undefined)).toThrow(message("expected the options of registry to be an object"));
});
