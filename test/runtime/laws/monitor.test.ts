// Law: a monitor fires exactly once, unless it was taken back before.
import fc from "fast-check";
import { demonitor, exit, type MonitorRef, monitor, type Pid, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

/** How a process ends: after `ms`, by itself or by a signal from outside. */
const end = fc.record({ ms: fc.nat(6), how: fc.constantFrom("return", "exit", "throw", "signal", "kill") });

/** What a watcher does: sets a monitor, or takes one of its own back. */
const action = fc.record({
  op: fc.constantFrom("monitor", "monitor", "demonitor", "flush"),
  which: fc.nat(20),
  pause: fc.integer({ min: -3, max: 2 }),
});

function mortal({ ms, how }: { ms: number; how: string }): Pid {
  const pid = start(function* (): Waiting {
    if (rt.waitCall(undefined, sleep, how === "signal" || how === "kill" ? 1000 : ms) === rt.parked) yield;
    if (how === "exit") exit("done");
    if (how === "throw") throw new Error("done");
  });
  if (how === "signal" || how === "kill") {
    start(function* (): Waiting {
      if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
      exit(pid, how === "kill" ? "kill" : "told to");
    });
  }
  return pid;
}

const scripts = fc.array(fc.array(action, { maxLength: 12 }), { minLength: 1, maxLength: 3 });
law(
  "exactly one DOWN per monitor",
  80,
  [fc.array(end, { minLength: 1, maxLength: 5 }), scripts],
  async (ends, watchers) => {
    const targets = ends.map(mortal);
    const results = watchers.map((script) => {
      const expected = new Map<MonitorRef, number>();
      const downs: MonitorRef[] = [];
      start(function* (): Waiting {
        let tmp: unknown;
        const refs: MonitorRef[] = [];
        for (const { op, which, pause } of script) {
          if (op === "monitor") {
            const ref = monitor(targets[which % targets.length] as Pid);
            refs.push(ref);
            expected.set(ref, 1);
          } else if (refs.length > 0) {
            const ref = refs[which % refs.length] as MonitorRef;
            if (demonitor(ref, { flush: op === "flush" }) || op === "flush") expected.set(ref, 0);
          }
          if (pause >= 0 && rt.waitCall(undefined, sleep, pause) === rt.parked) yield;
        }
        for (;;) {
          const down = (tmp = rt.receive()) === rt.parked ? yield : tmp;
          downs.push(down.ref);
        }
      });
      return { expected, downs };
    });
    await time.settle(2000);
    for (const { expected, downs } of results) {
      for (const [ref, count] of expected) expect(downs.filter((one) => one === ref).length).toBe(count);
      expect(downs.every((ref) => expected.has(ref))).toBe(true);
    }
    await clear();
  },
);
