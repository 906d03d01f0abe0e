// Law: a unique registry is a map from keys to living owners, a duplicate one a list of entries; what dies is gone from both before anybody hears of it.
import fc from "fast-check";
import { exit, isAlive, monitor, type Pid, type Registry, registry, send, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, kept, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

const SIZE = 4;
const keys = ["a", "b", "c"];

const action = fc.record({
  op: fc.constantFrom("register", "register", "register", "unregister", "update", "kill", "exit"),
  who: fc.nat(SIZE - 1),
  key: fc.constantFrom(...keys),
  value: fc.nat(9),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

interface Entry {
  readonly who: number;
  readonly key: string;
  value: number;
}

/** What the registry must hold. */
class Model {
  entries: Entry[] = [];
  readonly alive = new Set(Array.from({ length: SIZE }, (_, i) => i));
  constructor(readonly unique: boolean) {}

  act({ op, who, key, value }: Action): string {
    if (!this.alive.has(who)) return "dead";
    const own = this.entries.filter((entry) => entry.who === who && entry.key === key);
    switch (op) {
      case "register":
        if (this.unique && this.entries.some((entry) => entry.key === key)) return "already_registered";
        this.entries.push({ who, key, value });
        return "ok";
      case "unregister":
        this.entries = this.entries.filter((entry) => !own.includes(entry));
        return "ok";
      case "update":
        if (!this.unique) return "only_unique";
        for (const entry of own) entry.value = value;
        return own.length > 0 ? "updated" : "not_owner";
      default:
        this.alive.delete(who);
        this.entries = this.entries.filter((entry) => entry.who !== who);
        return "gone";
    }
  }
}

/** One step of a process, as its own code does it. */
function act(names: Registry<string, number>, { op, key, value }: Action): string {
  try {
    if (op === "register") names.register(key, value);
    else if (op === "unregister") names.unregister(key);
    else if (op === "update") return names.updateValue(key, () => value) === undefined ? "not_owner" : "updated";
    return "ok";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Who is told of deaths, and whether the dead were still to be found then. */
function watcher(names: Registry<string, number>, unique: boolean, pids: readonly Pid[], stale: string[]): void {
  start(function* (): Waiting {
    let tmp: unknown;
    for (const pid of pids) monitor(pid);
    for (;;) {
      const { pid } = ((tmp = rt.receive()) === rt.parked ? yield : tmp) as { pid: Pid };
      for (const key of keys)
        if (names.lookup(key).some((entry) => entry.pid === pid) || (unique && names.whereisName(key) === pid))
          stale.push(key);
      if (names.keys(pid).length > 0) stale.push("keys");
    }
  });
}

let serial = 0;

law(
  "a registry holds the entries of the living",
  100,
  [fc.boolean(), fc.array(action, { maxLength: 25 })],
  async (unique, actions) => {
    const names = registry<string, number>(`law ${++serial}`, { keys: unique ? "unique" : "duplicate" });
    kept(await names.start());
    const answers: string[] = [];
    const pids = Array.from({ length: SIZE }, () =>
      start(function* (): Waiting {
        let tmp: unknown;
        for (;;) {
          const step: Action = (tmp = rt.receive()) === rt.parked ? yield : tmp;
          if (step.op === "exit") exit("boom");
          answers.push(act(names, step));
        }
      }),
    );
    const stale: string[] = [];
    watcher(names, unique, pids, stale);
    await time.settle();
    const model = new Model(unique);
    for (const step of actions) {
      const pid = pids[step.who] as Pid;
      const expected = model.act(step);
      if (step.op === "kill") exit(pid, "kill");
      else send(pid, step);
      await time.settle();
      const isAsked = expected !== "dead" && expected !== "gone";
      expect([answers.splice(0), isAlive(pid)]).toEqual([isAsked ? [expected] : [], model.alive.has(step.who)]);
      for (const key of keys) {
        const seen = names.lookup(key).map((entry) => [pids.indexOf(entry.pid), entry.value]);
        expect(seen).toEqual(model.entries.filter((entry) => entry.key === key).map(({ who, value }) => [who, value]));
      }
      expect(names.count()).toBe(model.entries.length);
      expect(pids.map((one) => names.keys(one).sort())).toEqual(
        pids.map((_, i) => model.entries.flatMap(({ who, key }) => (who === i ? [key] : [])).sort()),
      );
    }
    expect(stale).toEqual([]);
    await clear();
  },
);

law(
  "a key has one owner at a time, and is free as soon as that one is dead",
  80,
  [fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 8 })],
  async (lives) => {
    const names = registry<string, number>(`law ${++serial}`, { keys: "unique" });
    kept(await names.start());
    const wrong: string[] = [];
    let owner: Pid | undefined;
    // Each tries for the key, holds it for a while, and ends; all at the same time.
    for (const [pause, ms] of lives) {
      const pid: Pid = start(function* (): Waiting {
        if (rt.waitCall(undefined, sleep, pause) === rt.parked) yield;
        const code = act(names, { op: "register", who: 0, key: "a", value: 0 });
        const held = owner !== undefined && isAlive(owner);
        if ((code === "ok") === held) wrong.push(`${code} while ${held ? "held" : "free"}`);
        if (code !== "ok") return;
        owner = pid;
        if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
      });
    }
    await time.settle(100);
    expect(wrong).toEqual([]);
    expect(names.count()).toBe(0);
    await clear();
  },
);
