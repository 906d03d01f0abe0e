// Schedules of chance and all schedules: what they find, and that what they found can be run again.
import assert from "node:assert/strict";
import { self, send, sendAfter, spawn } from "tincture";
import { advance, assertReceive, explore, inProcess, startSupervised } from "tincture/testing";
import { Counter } from "./counter.js";
import { failureOf, type Test, type Tests } from "./observe.js";

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

  "options that would run nothing are refused": async () => {
    const wrong = [
      { schedules: 0 },
      { schedules: 1.5 },
      { schedules: "every" as "all" },
      { limit: 0 },
      { crashes: -1 },
      { crashes: { most: 0.5 } },
      { crashes: { most: 1, of: "Counter" as never } },
      { virtualTime: "yes" as never },
    ];
    for (const options of wrong) assert.throws(() => inProcess(() => {}, options), { code: "bad_option" });
    assert.throws(() => inProcess(() => {}, { schedule: 5 } as object), {
      message: /^inProcess has no option schedule\.\nhint: its options are virtualTime, schedules, /,
    });
    assert.throws(() => inProcess(undefined as never), { code: "bad_test" });
    await assert.rejects(explore("a name" as never), { code: "bad_test" });
    const test = inProcess(() => {}, { schedules: 1 });
    assert.match((await replayed(test, "TINCTURE_SEED=x")).message, /TINCTURE_SEED.*a number, as a failure prints it/);
    assert.match((await replayed(test, "TINCTURE_SCHEDULE=1,x")).message, /numbers with commas/);
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
