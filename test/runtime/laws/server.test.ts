// Law: a server has one message in hand at a time; it is done with it before it takes the next, also when a handler waits.
import fc from "fast-check";
import { type Pid, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, kept, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

/** `work`: how long the handler takes in ms; a plain handler if negative. */
const action = fc.record({
  kind: fc.constantFrom("ask", "tell"),
  work: fc.integer({ min: -3, max: 3 }),
  pause: fc.integer({ min: -3, max: 2 }),
});

const Server = (log: string[]) => {
  function* long(_state: unknown, id: string, ms: number): Waiting<string> {
    log.push(`begin ${id}`);
    if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
    log.push(`end ${id}`);
    return id;
  }
  const short = (_state: unknown, id: string): string => {
    log.push(`begin ${id}`, `end ${id}`);
    return id;
  };
  return rt.genserver("Server", {
    init: () => ({}),
    handlers: {
      ask: rt.call(short as never),
      askLong: rt.call(long as never),
      tell: rt.cast(short as never),
      tellLong: rt.cast(long as never),
    },
  });
};

law(
  "one message at a time",
  80,
  [fc.array(fc.array(action, { maxLength: 10 }), { minLength: 1, maxLength: 4 })],
  async (scripts) => {
    const log: string[] = [];
    const server = Server(log);
    const client = server.at(kept((await server.start()) as Pid) as never) as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    const answers: string[] = [];
    scripts.forEach((script, sender) => {
      start(function* (): Waiting {
        let tmp: unknown;
        for (const [n, { kind, work, pause }] of script.entries()) {
          const id = `${sender}.${n}`;
          const method = client[work < 0 ? kind : `${kind}Long`] as (id: string, ms: number) => unknown;
          if (kind === "tell") method.call(client, id, work);
          else answers.push((tmp = rt.waitCall(client, method, id, work)) === rt.parked ? yield : tmp);
          if (pause >= 0 && rt.waitCall(undefined, sleep, pause) === rt.parked) yield;
        }
      });
    });
    await time.settle(1000);
    const ids = log.filter((line) => line.startsWith("begin ")).map((line) => line.slice(6));
    expect(log).toEqual(ids.flatMap((id) => [`begin ${id}`, `end ${id}`]));
    const sent = scripts.flatMap((script, sender) => script.map((one, n) => ({ ...one, id: `${sender}.${n}` })));
    expect([...ids].sort()).toEqual(sent.map(({ id }) => id).sort());
    expect([...answers].sort()).toEqual(
      sent
        .filter(({ kind }) => kind === "ask")
        .map(({ id }) => id)
        .sort(),
    );
    await clear();
  },
);
