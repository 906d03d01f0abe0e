// Virtual time, schedules of chance and all schedules, crashes: what they find, and that what they found can be run again.
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import {
  CallError,
  call,
  cast,
  genserver,
  monitor,
  type Pid,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  supervisor,
  terminate,
  whereis,
} from "tincture";
import {
  advance,
  assertReceive,
  assertReceived,
  crash,
  crashOn,
  explore,
  inProcess,
  refuteReceive,
  refuteReceived,
  startSupervised,
  virtualTime,
} from "tincture/testing";
import { failureOf, type Test, type Tests } from "./observe.js";

const Counter = genserver(
  (start: number) => {
    let n = start;
    return {
      get: call(() => n),
      set: cast((to: number) => {
        n = to;
      }),
      add: call((k: number) => {
        n += k;
        return n;
      }),
    };
  },
  { name: "Counter" },
);

/** Two processes read, add one and write: one addition is lost in some schedules. */
async function lostUpdate() {
  await startSupervised(Counter.child(0));
  const me = self();
  for (let i = 0; i < 2; i++)
    spawn(async () => {
      const n = await Counter.get();
      Counter.set(n + 1);
      send(me, "done");
    });
  await assertReceive("done");
  await assertReceive("done");
  await advance(0);
  assert.equal(await Counter.get(), 2);
}

/** The same with one call: right in every schedule. */
async function keptUpdate() {
  await startSupervised(Counter.child(0));
  const me = self();
  for (let i = 0; i < 2; i++)
    spawn(async () => {
      await Counter.add(1);
      send(me, "done");
    });
  await assertReceive("done");
  await assertReceive("done");
  assert.equal(await Counter.get(), 2);
}

/** What a test with this in the environment comes to. */
async function replayed(test: Test, variable: string): Promise<Error> {
  const [name, value] = variable.split("=") as [string, string];
  process.env[name] = value;
  try {
    return await failureOf(test);
  } finally {
    delete process.env[name];
  }
}

/** A failure without what differs from run to run: the number of the schedule, and of its processes the numbers. */
const comparable = ({ message }: Error): string =>
  message.replace(/^(This schedule|Schedule \d+)/m, "").replaceAll(/Pid<\d+>/g, "");

const replayOf = (error: Error): string => /TINCTURE_\w+=\S+/.exec(error.message)?.[0] ?? "no way to run it again";

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

  "a schedule of chance finds what the usual order hides": async () => {
    await inProcess(lostUpdate, { virtualTime: true })(undefined);
    const test = inProcess(lostUpdate, { schedules: 200, seed: 1 });
    const error = await failureOf(test);
    assert.match(error.message, /1 !== 2/);
    assert.match(error.message, /Schedule \d+ failed; TINCTURE_SEED=\d+ runs it again/);
    assert.match(error.message, /Where there was a choice, it went on with\n {2}1\. /);
    const again = await replayed(test, replayOf(error));
    assert.equal(comparable(again), comparable(error));
  },

  "all schedules are run, and one that fails can be run again": async () => {
    const test = inProcess(lostUpdate, { schedules: "all" });
    const error = await failureOf(test);
    assert.match(error.message, /TINCTURE_SCHEDULE=[\d,]+ runs it again/);
    assert.match((await replayed(test, replayOf(error))).message, /1 !== 2/);
    const { runs, complete } = await explore(keptUpdate);
    assert.ok(complete);
    assert.ok(runs > 20, `${runs} runs`);
  },

  "a walk that is cut short says so": async () => {
    assert.deepEqual(await explore(keptUpdate, { limit: 5 }), { runs: 5, complete: false });
    const error = await failureOf(inProcess(keptUpdate, { schedules: "all", limit: 5 }));
    assert.equal(error.code, "too_many_schedules");
    assert.match(error.message, /^5 schedules were run and all passed/);
  },

  "node:test is told how many schedules there were": async () => {
    const notes: string[] = [];
    await inProcess(() => {}, { schedules: "all" })({ diagnostic: (text: string) => void notes.push(text) });
    assert.deepEqual(notes, ["all 1 schedules passed"]);
  },

  "timers of the same moment fire in every order": async () => {
    const orders = new Set<string>();
    await explore(async () => {
      for (const name of ["a", "b", "c"]) sendAfter(self(), name, 5);
      const seen = [];
      for (let i = 0; i < 3; i++) seen.push(await assertReceive(() => true));
      orders.add(seen.join(""));
    });
    assert.deepEqual([...orders].sort(), ["abc", "acb", "bac", "bca", "cab", "cba"]);
  },

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

  "reports of a run are shown only when it fails": async () => {
    const quiet = async () => {
      spawn(() => {
        throw new Error("noise");
      });
      await advance(1);
    };
    await inProcess(quiet, { schedules: 2 })(undefined);
    const error = await failureOf(
      inProcess(
        async () => {
          await quiet();
          assert.fail("at the end");
        },
        { schedules: 1 },
      ),
    );
    assert.match(error.message, /^at the end/);
    assert.match(error.message, /What was reported meanwhile:\nprocess Pid<\d+> ended with Error: noise/);
  },
};
