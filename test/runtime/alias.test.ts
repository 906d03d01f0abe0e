import { type Alias, alias, isAlive, self, send, sendAfter, unalias } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { collector, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

test("36: an alias is an address of the process; after unalias nothing sent to it arrives", async () => {
  const seen: unknown[] = [];
  let address: Alias | undefined;
  const owner = start(function* (): Waiting {
    let tmp: unknown;
    address = alias();
    for (;;) {
      const message = (tmp = rt.receive()) === rt.parked ? yield : tmp;
      seen.push(message);
      if (message === "close") seen.push(unalias(address), unalias(address));
    }
  });
  await time.settle();
  expect([address!.owner, send(address!, "a"), send(owner, "b")]).toEqual([owner, "a", "b"]);
  sendAfter(address!, "later", 5);
  await time.settle(5);
  send(address!, "close");
  await time.settle();
  send(address!, "lost");
  sendAfter(address!, "lost", 5);
  await time.settle(5);
  expect(seen).toEqual(["a", "b", "later", "close", true, false]);
});

test("36: a reply alias takes one message only", async () => {
  const seen: unknown[] = [];
  let address: Alias | undefined;
  collector(seen, () => {
    address = alias({ reply: true });
  });
  await time.settle();
  for (const n of [1, 2, 3]) send(address!, n);
  await time.settle();
  expect(seen).toEqual([1]);
});

test("36: only its process closes an alias, and one of a dead process leads nowhere", async () => {
  const seen: unknown[] = [];
  let address: Alias | undefined;
  const owner = start(() => {
    address = alias();
    send(self(), "ignored");
  });
  await time.settle();
  start(() => seen.push(unalias(address!)));
  send(address!, "lost");
  await time.settle();
  expect([seen, isAlive(owner)]).toEqual([[false], false]);
  expect(() => alias()).toThrow(expect.objectContaining({ code: "not_in_process" }));
});
