// Values of the program's own: several change together or not at all, and what can't be kept is refused with the way to it.
import { memory } from "tincture/store";
import { expect, test } from "vitest";

const ended = async (work: Promise<unknown>): Promise<any> =>
  work.then(
    () => "no error",
    (error) => error,
  );

test("a throw writes nothing, and what was read and written before it is as it was", async () => {
  const store = memory();
  await store.transaction((tx) => tx.put("a", { n: 1 }));
  const error = await ended(
    store.transaction((tx) => {
      tx.put("a", { n: 2 });
      tx.put("b", 1);
      tx.delete("a");
      throw new Error("no");
    }),
  );
  expect([error.message, store.get("a"), store.keys()]).toEqual(["no", { n: 1 }, ["a"]]);
});

test("one after the other, each sees what those before it wrote, committed or not", async () => {
  const store = memory();
  const next = () =>
    store.transaction((tx) => {
      const n = (tx.get<number>("n") ?? 0) + 1;
      tx.put("n", n);
      return n;
    });
  expect(await Promise.all([next(), next(), next()])).toEqual([1, 2, 3]);
});

test("a transaction sees its own writes; keys are sorted and begin as asked", async () => {
  const store = memory();
  const seen = await store.transaction((tx) => {
    for (const key of ["b/2", "a/1", "b/1", "c"]) tx.put(key, key);
    tx.delete("c");
    return [tx.keys(), tx.keys("b/"), tx.get("c"), tx.get("a/1")];
  });
  expect(seen).toEqual([["a/1", "b/1", "b/2"], ["b/1", "b/2"], undefined, "a/1"]);
  expect(store.keys("b/")).toEqual(["b/1", "b/2"]);
});

test("values are copies, in and out", async () => {
  const store = memory();
  const list = [1];
  await store.transaction((tx) => tx.put("list", list));
  list.push(2);
  store.get<number[]>("list")?.push(3);
  expect(store.get("list")).toEqual([1]);
});

class Money {
  constructor(readonly cents: number) {}
  [Symbol.for("tincture.copy")]() {
    return { cents: this.cents };
  }
}

test.for<[string, unknown, RegExp]>([
  ["a function", { f: [() => 1] }, /the function .* \(at value\.f\[0\]\)/],
  [
    "an instance of a class, with or without a copy rule",
    { price: new Money(5) },
    /an object of class Money \(at value\.price\)/,
  ],
  ["a promise", Promise.resolve(), /an object of class Promise \(at value\)/],
])("%s can't be kept", async ([, value, text]) => {
  const store = memory();
  const error = await ended(store.transaction((tx) => tx.put("a", value)));
  expect(error.code).toBe("unstorable");
  expect(error.message).toMatch(text);
  expect(store.keys()).toEqual([]);
});

test("a function that waits is refused, and so is a change after the end", async () => {
  const store = memory();
  let kept: any;
  const error = await ended(
    store.transaction(async (tx) => {
      kept = tx;
      tx.put("a", 1);
    }),
  );
  expect(error.code).toBe("transaction_waits");
  expect(() => kept.put("b", 1)).toThrow("a transaction can't wait");
  expect(store.keys()).toEqual([]);
});

test.for(["", "a\0b", "x".repeat(2000), 5])("%o is no key", async (key) => {
  const error = await ended(memory().transaction((tx) => tx.put(key as string, 1)));
  expect(error.code).toBe("bad_store_key");
});

test("a store that is closed takes nothing more", async () => {
  const store = memory();
  await store.close();
  expect((await ended(store.transaction((tx) => tx.put("a", 1)))).code).toBe("store_closed");
});
