// `sleep(0)` gives way, as Process.sleep(0) does: all that is ready goes first, and no time passes.
import { sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { settled, start, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

test("processes that sleep for no time take turns", async () => {
  const seen: string[] = [];
  const turns = (name: string) =>
    function* (): Waiting {
      for (let i = 1; i <= 3; i++) {
        seen.push(`${name}${i}`);
        if (rt.waitCall(undefined, sleep, 0) === rt.parked) yield;
      }
    };
  start(turns("a"));
  start(turns("b"));
  await settled(rt.run(turns("c") as never));
  expect(seen.join(" ")).toBe("a1 b1 c1 a2 b2 c2 a3 b3 c3");
});
