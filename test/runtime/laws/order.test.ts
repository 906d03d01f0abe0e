// Law: what one process sends to another arrives in the order sent, whatever it is and whoever else sends.
import fc from "fast-check";
import { GenServer, type Pid, send, sleep } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, collector, kept, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

interface Note {
  readonly sender: number;
  readonly n: number;
}

/** `pause` in ms; none if negative. `how` counts for servers only. */
const action = fc.record({
  to: fc.nat(3),
  how: fc.constantFrom("send", "cast", "call", "call"),
  pause: fc.integer({ min: -4, max: 2 }),
});

/** A server that keeps what it gets; `busy`: its calls wait before they are answered. */
function server(seen: Note[], busy: boolean): Promise<Pid> {
  const keep = (note: Note): ["noreply", null] => {
    seen.push(note);
    return ["noreply", null];
  };
  const module = { init: (): ["ok", null] => ["ok", null], handleCast: keep, handleInfo: keep };
  const answer = (note: Note) => {
    seen.push(note);
    return ["reply", note.n, null];
  };
  function* answerLater(note: Note): Waiting<unknown> {
    seen.push(note);
    if (rt.waitCall(undefined, sleep, 1) === rt.parked) yield;
    return ["reply", note.n, null];
  }
  return GenServer.start({ ...module, handleCall: (busy ? answerLater : answer) as never }, null);
}

law(
  "order per sender and receiver",
  60,
  [fc.array(fc.array(action, { maxLength: 15 }), { minLength: 1, maxLength: 4 })],
  async (scripts) => {
    const seen: Note[][] = [[], [], [], []];
    const receivers = [collector(seen[0] as Note[]), collector(seen[1] as Note[])];
    for (const i of [2, 3]) receivers.push(kept(await server(seen[i] as Note[], i === 3)));
    scripts.forEach((script, sender) => {
      start(function* (): Waiting {
        for (const [n, { to, how, pause }] of script.entries()) {
          const note: Note = { sender, n };
          const receiver = receivers[to] as Pid;
          if (to < 2 || how === "send") send(receiver, note);
          else if (how === "cast") GenServer.cast(receiver, note);
          else if (rt.waitCall(GenServer, GenServer.call, receiver, note) === rt.parked) yield;
          if (pause >= 0 && rt.waitCall(undefined, sleep, pause) === rt.parked) yield;
        }
      });
    });
    await time.settle(1000);
    scripts.forEach((script, sender) => {
      seen.forEach((notes, to) => {
        const sent = [...script.entries()].filter(([, one]) => one.to === to).map(([n]) => n);
        expect(notes.filter((note) => note.sender === sender).map(({ n }) => n)).toEqual(sent);
      });
    });
    await clear();
  },
);
