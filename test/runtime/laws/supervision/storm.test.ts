// Law: faults that fall on a tree all at once, while it starts, restarts and stops, leave a whole tree or none. What exactly becomes of it depends on the
// schedule; these hold on all: nobody lives outside of the tree, a child never lives twice, every question is answered, a stop leaves nothing.
import fc from "fast-check";
import { exit, GenServer, isAlive, stop, type TinctureError } from "tincture";
import { expect } from "vitest";
import { clear, time, useVirtualTime } from "../../virtual.js";
import { law } from "../law.js";
import { System } from "./system.js";
import { child, named, root } from "./tree.js";

useVirtualTime();

const fault = fc.record({
  op: fc.constantFrom(
    "leave",
    "leave",
    "kill",
    "kill",
    "signal",
    "stop",
    "startChild",
    "terminateChild",
    "restartChild",
    "deleteChild",
  ),
  who: fc.nat(30),
  reason: fc.constantFrom("normal", "shutdown", "odd"),
  /** Milliseconds before it. */
  pause: fc.constantFrom(0, 0, 0, 1, 2, 8),
  spec: child,
});

const words = [
  "not_found",
  "running",
  "restarting",
  "already_present",
  "already_started",
  "max_children",
  "init_failed",
  "ignored",
];
/** Besides supervisors' words, the end of the supervisor itself is an answer. */
const isAnswer = (error: unknown): boolean => {
  const { code } = error as TinctureError;
  return words.includes(code) || code === "call_failed";
};

law(
  "a storm leaves a whole tree, or none",
  120,
  [root, fc.array(fault, { minLength: 1, maxLength: 20 })],
  async (tree, faults) => {
    const system = new System();
    let asked = 0;
    const strange: unknown[] = [];
    const ask = (promise: Promise<unknown>): void => {
      asked++;
      promise.then(
        () => asked--,
        (error: unknown) => {
          asked--;
          if (!isAnswer(error)) strange.push(error);
        },
      );
    };
    ask(system.start(named(tree, "r")));
    for (const [step, { op, who, reason, pause, spec }] of faults.entries()) {
      await time.advance(pause);
      const everybody = system.living();
      const target = everybody[who % Math.max(1, everybody.length)];
      if (target === undefined) continue;
      const { pid, id, isWorker } = target;
      if (op === "kill") exit(pid, "kill");
      else if (op === "signal") exit(pid, reason);
      else if (op === "leave" && isWorker) GenServer.cast(pid, reason);
      else if (!isWorker && op !== "leave") {
        const control = system.control(pid);
        if (op === "stop") ask(stop(pid, reason));
        else if (op === "startChild") ask(control.startChild(system.specOf(named(spec, `n${step}`), `${id}+`)));
        else ask(control[op](everybody[(who + step) % everybody.length]?.id ?? "nobody"));
      }
    }
    await time.settle(1_000_000);
    expect(asked, "questions without an answer").toBe(0);
    expect(strange).toEqual([]);
    expect(system.doubles, "children that lived twice").toEqual([]);
    const inTree = await system.members();
    expect(
      system
        .living()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(inTree.map(({ id }) => id).sort());
    expect(inTree.filter(({ pid }) => pid !== undefined && !isAlive(pid))).toEqual([]);
    if (system.top !== undefined && isAlive(system.top)) {
      const stopped = stop(system.top);
      ask(stopped);
      await time.settle(1_000_000);
      expect(asked).toBe(0);
    }
    expect(system.living()).toEqual([]);
    await clear();
  },
);
