// Law: whatever is upgraded when, and however many of the upgrades fail, every call is answered, every message counts once, a client's own are in order, and no server goes back to an older version.
import fc from "fast-check";
import { sleep, sys } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { Staged, stage } from "../../../dist/runtime/otp/upgradable.js";
import { exchange } from "../../../dist/runtime/upgrade/exchange.js";
import { kept, settled, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

/** `pause` in ms before it. */
const message = fc.record({ what: fc.constantFrom("add", "slow", "note"), to: fc.nat(2), pause: fc.nat(3) });
const client = fc.record({ messages: fc.array(message, { maxLength: 8 }), outside: fc.boolean() });
/** After `pause` ms: a version whose `upgrade` takes `ms`, has `timeout` ms, and throws for the server `fails`. */
const next = fc.record({
  pause: fc.nat(6),
  ms: fc.nat(4),
  timeout: fc.constantFrom(2, 5, 100),
  fails: fc.option(fc.nat(2)),
  waits: fc.boolean(),
  plain: fc.boolean(),
});

interface Version {
  readonly ms: number;
  readonly fails: number | null;
  /** Whether its `upgrade` waits. */
  readonly waits: boolean;
  /** Whether its call takes the fast lane. */
  readonly plain: boolean;
}

const wait = (ms: number) => rt.waitCall(undefined, sleep, ms) === rt.parked;

function block(version: number, { ms, fails, waits, plain }: Version): never {
  const count = (state: any) => [version, ++state[`n${version}`]];
  const migrated = (old: any) => {
    if (old.place === fails) throw new Error("made to fail");
    const [n] = Object.keys(old).flatMap((key) => (key.startsWith("n") ? [old[key]] : []));
    return { place: old.place, [`n${version}`]: n };
  };
  return {
    init: (place: number) => ({ place, [`n${version}`]: 0 }),
    handlers: {
      add: rt.call(
        plain
          ? count
          : function* (state: any): Waiting<unknown> {
              if (wait(1)) yield;
              return count(state);
            },
      ),
      slow: rt.call(function* (state: any): Waiting<unknown> {
        if (wait(2)) yield;
        return count(state);
      }),
      note: rt.cast((state: any) => void count(state)),
      upgrade: rt.upgrade(
        (waits
          ? function* (old: any): Waiting<unknown> {
              if (wait(ms)) yield;
              return migrated(old);
            }
          : migrated) as never,
      ),
    },
  } as never;
}

let serial = 0;

law(
  "messages and upgrades",
  100,
  [fc.array(client, { minLength: 1, maxLength: 4 }), fc.array(next, { maxLength: 5 })],
  async (clients, versions) => {
    const title = `Law${++serial}`;
    const plain = { ms: 0, fails: null, waits: false, plain: true };
    const define = (version: number, how: Version): any =>
      rt.genserver(title, block(version, how), { version: String(version) });
    const Server = define(0, plain);
    const servers = [0, 1, 2].map(async (place) => kept(await Server.start(place)));
    const pids = await Promise.all(servers);
    const held = pids.map((pid) => Server.at(pid));

    const sent = [0, 0, 0];
    const answers: [number, number][][] = [];
    const wrong: unknown[] = [];
    const lines = clients.map(({ messages, outside }) => {
      const seen: [number, number][][] = [[], [], []];
      answers.push(...seen);
      function* line(): Waiting {
        for (const { what, to, pause } of messages) {
          if (wait(pause)) yield;
          sent[to]++;
          const target = held[to];
          if (what === "note") target.note();
          else {
            const answer = rt.waitCall(target, target[what]);
            seen[to]?.push((answer === rt.parked ? yield : answer) as [number, number]);
          }
        }
      }
      if (!outside)
        return new Promise((resolve) =>
          start(function* (): Waiting {
            yield* line();
            resolve(undefined);
          }),
        );
      return (async () => {
        for (const { what, to, pause } of messages) {
          await sleep(pause);
          sent[to]++;
          const answer = await held[to][what]();
          if (what !== "note") seen[to]?.push(answer);
        }
      })().catch((error) => wrong.push(error));
    });

    let current = 0;
    const upgrades = (async () => {
      for (const [i, version] of versions.entries()) {
        await sleep(version.pause);
        const staged = new Staged(new Set([import.meta.url]));
        stage(staged);
        define(i + 1, version);
        stage(undefined);
        await exchange(staged.pairs, version.timeout).then(
          () => {
            current = i + 1;
          },
          (error) => {
            if (!["upgrade_failed", "upgrade_timeout"].includes(error.code)) wrong.push(error);
          },
        );
      }
    })();
    await settled(Promise.all([...lines, upgrades]), 1000);
    expect(wrong).toEqual([]);
    for (const list of answers) {
      const numbers = list.map(([, n]) => n);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      const seen = list.map(([version]) => version);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
    for (const [place, pid] of pids.entries())
      expect((await settled(sys.getState(pid))).value).toEqual({ place, [`n${current}`]: sent[place] });
    await time.settle();
  },
);
