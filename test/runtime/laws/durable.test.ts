// Laws of durable servers, on any schedule, with crashes, kills and commits that fail at any moment: who was answered finds it kept, and nothing is ever half kept.
import fc from "fast-check";
import { exit, type Pid, refuse, whereis } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clock } from "../../../dist/runtime/core/clock.js";
import { Store } from "../../../dist/runtime/store/store.js";
import { kept, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

/** Keeps bytes as a disk does: each commit takes its time, and some fail. */
class Disk {
  readonly title = "the disk";
  constructor(
    private readonly commits: Iterator<{ ms: number; fails: boolean }>,
    readonly entries = new Map<string, Uint8Array>(),
  ) {}
  get(key: string) {
    return this.entries.get(key);
  }
  *range(prefix: string) {
    for (const key of [...this.entries.keys()].sort())
      if (key.startsWith(prefix)) yield [key, this.entries.get(key) as Uint8Array] as const;
  }
  commit(writes: Iterable<readonly [string, Uint8Array | null]>): Promise<void> {
    const all = [...writes];
    const { ms, fails } = this.commits.next().value ?? { ms: 0, fails: false };
    return new Promise((resolve, reject) => {
      clock.later(() => {
        if (fails) return reject(new Error("no"));
        for (const [key, value] of all)
          if (value === null) this.entries.delete(key);
          else this.entries.set(key, value);
        resolve();
      }, ms);
    });
  }
  close() {}
}

/** Each message takes a number: its sum and its list are two variables that must agree. */
const journal = (store: Store) => {
  const begin = (state: any, n: number) => void state.list.push(n);
  const end = (state: any, n: number) => {
    state.sum += n;
    return n;
  };
  const whole = (state: any, n: number) => {
    begin(state, n);
    return end(state, n);
  };
  return rt.genserver(
    "Journal",
    {
      init: () => ({ list: [] as number[], sum: 0 }),
      keeps: ["list", "sum"],
      changes: {
        put: ["list", "sum"],
        tell: ["list", "sum"],
        wait: ["list", "sum"],
        fail: ["list", "sum"],
        failCast: ["list", "sum"],
        no: [],
        look: [],
      },
      handlers: {
        put: rt.call(whole),
        tell: rt.cast(whole),
        wait: rt.call(function* (state: any, n: number): Waiting<number> {
          begin(state, n);
          if (rt.wait(new Promise((resolve) => void clock.later(() => resolve(0), 2))) === rt.parked) yield;
          return end(state, n);
        } as never),
        fail: rt.call((state: any, n: number) => {
          begin(state, n);
          throw new Error("half");
        }),
        failCast: rt.cast((state: any, n: number) => {
          begin(state, n);
          throw new Error("half");
        }),
        no: rt.call(() => refuse("no")),
        look: rt.call((state: any) => [[...state.list], state.sum]),
      },
    },
    { name: "Journal", durable: store as never, timeout: 60_000 } as never,
  ) as any;
};

const action = fc.record({
  op: fc.constantFrom("put", "put", "put", "tell", "tell", "wait", "fail", "failCast", "no", "look", "kill"),
  /** Time that passes after it in ms; nothing for less than 0. */
  pause: fc.integer({ min: -4, max: 3 }),
});
const commit = fc.record({ ms: fc.integer({ min: 0, max: 4 }), fails: fc.nat(7).map((n) => n === 0) });

async function started(Journal: any): Promise<void> {
  // A commit that fails takes the start along.
  for (let tries = 0; whereis("Journal") === undefined && tries < 50; tries++) {
    const start = Journal.start().then(
      (pid: Pid) => kept(pid),
      () => {},
    );
    await time.settle(20);
    await start;
  }
}

law(
  "what was answered is kept, what failed is not, and nothing is half kept",
  150,
  [fc.array(action, { maxLength: 30 }), fc.array(commit, { maxLength: 40 })],
  async (actions, commits) => {
    const disk = new Disk(commits[Symbol.iterator]());
    const Journal = journal(new Store(disk));
    const answered: number[] = [];
    const failed: number[] = [];
    const shown: number[] = [];
    let told: number[] = [];
    for (const [i, { op, pause }] of actions.entries()) {
      await started(Journal);
      const n = i + 1;
      const pid = whereis("Journal");
      if (op === "kill") exit(pid as Pid, "kill");
      else if (op === "tell" || op === "failCast") {
        Journal[op](n);
        if (op === "failCast") failed.push(n);
        told = [...told, n];
      } else if (op === "look")
        Journal.look().then(
          ([list]: [number[]]) => void shown.push(...list),
          () => {},
        );
      else
        Journal[op](n).then(
          () => answered.push(n),
          () => op !== "wait" && failed.push(n),
        );
      if (pause >= 0) await time.settle(pause);
    }
    await time.settle(10_000);
    // The disk alone tells what is kept.
    const pid = whereis("Journal");
    if (pid !== undefined) exit(pid, "kill");
    await time.settle(10_000);
    const Again = journal(new Store(new Disk([].values(), disk.entries)));
    await started(Again);
    let result: [number[], number] = [[], -1];
    Again.look().then((value: [number[], number]) => {
      result = value;
    });
    await time.settle(10);
    const [list, sum] = result;
    expect(sum).toBe(list.reduce((all, n) => all + n, 0));
    expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
    expect(
      answered.filter((n) => !list.includes(n)),
      "answered, and lost",
    ).toEqual([]);
    expect(
      shown.filter((n) => !list.includes(n)),
      "shown, and lost",
    ).toEqual([]);
    expect(
      failed.filter((n) => list.includes(n)),
      "failed, and kept",
    ).toEqual([]);
    exit(whereis("Journal") as Pid, "kill");
    await time.settle();
  },
);
