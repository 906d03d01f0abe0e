// Law: a linked set dies together, with one reason; those who trap exits live, and get one EXIT for each link.
import fc from "fast-check";
import { type Exit, exit, isAlive, link, type Pid, send, trapExit, unlink } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

const SIZE = 7;
const member = fc.nat(SIZE - 1);
const setting = fc.record({
  traps: fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE }),
  links: fc.array(fc.tuple(fc.constantFrom("link", "link", "link", "unlink"), member, member), { maxLength: 14 }),
  victim: member,
  reason: fc.constantFrom("boom", "normal", "shutdown", "kill"),
  how: fc.constantFrom("signal", "exit"),
});

type Setting = typeof setting extends fc.Arbitrary<infer S> ? S : never;

/** Who dies of what, and which EXITs ("from reason") the living get. `-1` is who sent the signal. */
function model({ traps, links, victim, reason, how }: Setting) {
  const linked = new Set<string>();
  for (const [op, a, b] of links) {
    const key = [Math.min(a, b), Math.max(a, b)].join();
    if (op === "link" && a !== b) linked.add(key);
    else linked.delete(key);
  }
  const died = new Map<number, string>();
  const exits = Array.from({ length: SIZE }, (): string[] => []);
  const signal = (to: number, from: number, why: string): void => {
    if (died.has(to)) return;
    if (traps[to]) exits[to]?.push(`${from} ${why}`);
    else if (why !== "normal") die(to, why);
  };
  const die = (one: number, why: string): void => {
    died.set(one, why);
    for (const key of linked) {
      const [a, b] = key.split(",").map(Number) as [number, number];
      if (a === one || b === one) signal(a === one ? b : a, one, why);
    }
  };
  if (how === "exit") die(victim, reason);
  else if (reason === "kill") die(victim, "killed");
  else signal(victim, -1, reason);
  for (const one of died.keys()) exits[one] = [];
  return { died: [...died.keys()].sort(), exits: exits.map((list) => list.sort()) };
}

law("a linked set dies together unless trapping", 120, [setting], async (given) => {
  const exits = Array.from({ length: SIZE }, (): string[] => []);
  const pids: Pid[] = given.traps.map((traps, i) =>
    start(function* (): Waiting {
      let tmp: unknown;
      trapExit(traps);
      for (;;) {
        const message: Exit | (() => void) = (tmp = rt.receive()) === rt.parked ? yield : tmp;
        if (typeof message === "function") message();
        else exits[i]?.push(`${pids.indexOf(message.pid)} ${message.reason}`);
      }
    }),
  );
  await time.settle();
  for (const [op, a, b] of given.links) {
    send(pids[a] as Pid, () => (op === "link" ? link : unlink)(pids[b] as Pid));
    await time.settle();
  }
  const victim = pids[given.victim] as Pid;
  if (given.how === "exit") send(victim, () => exit(given.reason));
  else start(() => exit(victim, given.reason));
  await time.settle();
  const died = pids.flatMap((pid, i) => (isAlive(pid) ? [] : [i]));
  for (const i of died) exits[i] = [];
  expect({ died, exits: exits.map((list) => list.sort()) }).toEqual(model(given));
  await clear();
});
