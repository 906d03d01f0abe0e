import { dictionary } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

test("15: put gives the old value, get takes a default, delete gives the old value", async () => {
  const seen: unknown[] = [];
  start(() => {
    seen.push(dictionary.put("a", 1), dictionary.put("a", 2), dictionary.get("a"));
    seen.push(dictionary.get("b"), dictionary.get("b", "none"));
    dictionary.put("c", undefined);
    seen.push(dictionary.get("c", "none"), dictionary.keys());
    seen.push(dictionary.delete("a"), dictionary.delete("a"), dictionary.keys());
  });
  await time.settle();
  expect(seen).toEqual([undefined, 1, 2, undefined, "none", undefined, ["a", "c"], 2, undefined, ["c"]]);
});

test("15: the dictionary is private, and there is none outside of a process", async () => {
  const seen: unknown[] = [];
  start(function* (): Waiting {
    dictionary.put("a", 1);
    rt.spawn(() => seen.push(dictionary.get("a"), dictionary.put("a", 2)));
    if (
      rt.receive(
        undefined,
        rt.after(1, () => 0),
      ) === rt.parked
    )
      yield;
    seen.push(dictionary.get("a"));
  });
  await time.settle(1);
  expect(seen).toEqual([undefined, undefined, 1]);
  expect(() => dictionary.get("a")).toThrow(expect.objectContaining({ code: "not_in_process" }));
});
