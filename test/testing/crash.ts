// Crashes where a test wants them, and wherever a seed puts them.
import assert from "node:assert/strict";
import {
  CallError,
  call,
  genserver,
  monitor,
  receive,
  send,
  sleep,
  spawn,
  supervisor,
  terminate,
  whereis,
} from "tincture";
import { advance, assertReceive, crash, crashOn, explore, inProcess, startSupervised } from "tincture/testing";
import { Counter } from "./counter.js";
import type { Tests } from "./observe.js";

export const tests: Tests = {
  "crash ends a process whatever it traps, with the reason given": inProcess(
    async () => {
      const ended: unknown[] = [];
      const Trapping = genserver(
        () => ({ get: call(() => 1), terminate: terminate((reason) => void ended.push(reason)) }),
        {
          trapExit: true,
        },
      );
      const pid = await startSupervised(Trapping);
      monitor(pid);
      crash(pid, "struck");
      await assertReceive({ tag: "DOWN", pid, reason: "struck" });
      assert.deepEqual(ended, []);
      assert.throws(() => crash("nobody"), { code: "no_such_name" });
    },
    { virtualTime: true },
  ),

  "crashOn lets a handler throw, once, at the message that fits": inProcess(
    async () => {
      const pid = await startSupervised(Counter.child(0));
      assert.throws(() => crashOn(pid, ["add"], { nth: 0 }), { code: "bad_option" });
      crashOn(pid, ["add", (k: number) => k > 1], { nth: 2, reason: new Error("a full disk") });
      assert.equal(await Counter.add(1), 1);
      assert.equal(await Counter.add(2), 3);
      const error = await Counter.add(3).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof CallError);
      assert.match(String(error.reason), /a full disk/);
      await advance(0);
      assert.notEqual(whereis("Counter"), pid);
      assert.equal(await Counter.add(5), 5);
      assert.throws(
        () =>
          crashOn(
            spawn(() => receive()),
            "x",
          ),
        { code: "no_server" },
      );
    },
    { virtualTime: true },
  ),

  "crashes are drawn from the seed, among those that were named": async () => {
    const outcomes = new Set<string>();
    await inProcess(
      async () => {
        const pid = await startSupervised(Counter.child(0));
        const bystander = spawn(async () => receive());
        for (let i = 0; i < 10; i++) {
          await Counter.add(1).catch(() => {});
          await sleep(1);
        }
        await advance(10);
        outcomes.add(whereis("Counter") === pid ? "lived" : "restarted");
        send(bystander, "end");
      },
      { schedules: 40, seed: 7, crashes: { most: 1, of: ["Counter"] } },
    )(undefined);
    assert.deepEqual([...outcomes].sort(), ["lived", "restarted"]);
  },

  "a supervised tree comes back whatever crashes in it": inProcess(
    async () => {
      const Tree = supervisor({ name: "Tree", strategy: "one_for_all", maxRestarts: 10 }, () => [Counter.child(0)]);
      await startSupervised(Tree);
      // As a client does: what got no answer is asked again.
      for (;;) {
        const n = await Counter.add(1).catch(() => 0);
        if (n > 0) break;
        await sleep(10);
      }
    },
    { schedules: 100, crashes: 3 },
  ),

  "with all schedules, every step is tried as the place of the crash": async () => {
    const answers = new Set<string>();
    const { complete } = await explore(
      async () => {
        await startSupervised(Counter.child(0));
        const answer = await Counter.add(1).catch((error: CallError) => error.reason);
        answers.add(answer instanceof Error ? "crashed" : String(answer));
      },
      { crashes: { most: 1, of: ["Counter"] } },
    );
    assert.ok(complete);
    assert.deepEqual([...answers].sort(), ["1", "crashed", "noproc"]);
  },
};
