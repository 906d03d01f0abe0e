// Virtual time: it passes when all processes wait, and a test that waits for nothing is found.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import {
  call,
  exit,
  genserver,
  monitor,
  type Pid,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  whereis,
} from "tincture";
import { lmdb } from "tincture/lmdb";
import {
  advance,
  assertReceive,
  assertReceived,
  inProcess,
  refuteReceive,
  refuteReceived,
  startSupervised,
  virtualTime,
} from "tincture/testing";
import { Counter } from "./counter.js";
import { failureOf, type Tests } from "./observe.js";

export const tests: Tests = {
  "virtual time passes when all processes wait, and costs none": async () => {
    const start = performance.now();
    await inProcess(
      async () => {
        sendAfter(self(), "late", 3_600_000);
        await refuteReceive("late", 3_599_999);
        await assertReceive("late", 1);
        await sleep(86_400_000);
      },
      { virtualTime: true },
    )(undefined);
    assert.ok(performance.now() - start < 10_000);
  },

  "advance comes back when all that happens in its time is done": inProcess(
    async () => {
      const me = self();
      const relay = spawn(async () => {
        send(me, await receive());
      });
      sendAfter(relay, "tick", 1000);
      await advance(999);
      refuteReceived("tick");
      await advance(1);
      assertReceived("tick");
    },
    { virtualTime: true },
  ),

  "advance needs virtual time": async () => {
    const error = await failureOf(inProcess(async () => advance(1)));
    assert.equal(error.code, "not_virtual");
  },

  "ordinary code moves virtual time too, and there is one at a time": async () => {
    const time = virtualTime();
    try {
      let late = false;
      void sleep(60_000).then(() => {
        late = true;
      });
      await time.advance(59_999);
      assert.equal(late, false);
      await time.advance(1);
      assert.equal(late, true);
      assert.throws(virtualTime, { code: "virtual_time_twice" });
    } finally {
      time.stop();
    }
  },

  "a test that would wait for ever fails, and says who waits for what": async () => {
    const error = await failureOf(
      inProcess(
        async () => {
          await startSupervised(Counter.child(0));
          send(self(), "something else");
          await receive((message: string) => (message === "never" ? message : (undefined as never))).catch(() => {});
          await receive();
        },
        { virtualTime: true },
      ),
    );
    assert.equal(error.code, "stuck");
    assert.match(error.message, /Pid<\d+> waits in receive, no messages/);
    assert.match(error.message, /Counter Pid<\d+> is idle/);
    assert.equal(whereis("Counter"), undefined);
  },

  "what comes from outside is waited for": inProcess(
    async () => {
      const text = await new Promise((resolve) => setTimeout(resolve, 10, "from outside"));
      assert.equal(text, "from outside");
    },
    { virtualTime: true },
  ),

  "a store on the disk takes its time, and none of the test's": async () => {
    const folder = mkdtempSync(join(tmpdir(), "tincture-virtual-"));
    const store = lmdb(folder);
    const Box = genserver(
      () => {
        let sum = 0;
        return { add: call((n: number) => (sum += n)) };
      },
      { name: "Box", durable: store },
    );
    await inProcess(
      async () => {
        sendAfter(self(), "late", 1);
        const pid = await Box.start();
        for (let n = 1; n <= 10; n++) await Box.add(n);
        exit(pid, "kill");
        await Box.start();
        assert.equal(await Box.add(0), 55);
        refuteReceived("late");
        await assertReceive("late", 1);
      },
      { virtualTime: true },
    )(undefined);
    await store.close();
    rmSync(folder, { recursive: true });
  },

  "nothing of a test on virtual time is left after it": async () => {
    let left: Pid | undefined;
    await inProcess(
      async () => {
        left = spawn(async () => {
          await sleep(1000);
        });
      },
      { virtualTime: true },
    )(undefined);
    let reason: unknown;
    await inProcess(async () => {
      monitor(left as Pid);
      ({ reason } = await assertReceive({ tag: "DOWN" }));
    })(undefined);
    assert.equal(reason, "noproc");
  },
};
