/** The tutorial's first program, step by step: a server under its own name, casts to add, calls to read. */
import assert from "node:assert/strict";
import { CallError, call, cast, genserver, isAlive, type Pid, run, StartError, stop, sys, whereis } from "tincture";

export const Scoreboard = genserver(
  () => {
    const scores: Record<string, number> = {};

    return {
      addPoints: cast((player: string, points: number) => {
        scores[player] = (scores[player] ?? 0) + points;
      }),
      getScore: call((player: string) => scores[player] ?? 0),
    };
  },
  { name: "Scoreboard" },
);

let pid: Pid;

/** Each step needs those before it. */
export const steps: Record<string, () => Promise<void>> = {
  "start_link, empty state": async () => {
    pid = await Scoreboard.startLink();
    assert.ok(isAlive(pid));
    assert.equal(whereis("Scoreboard"), pid);
  },

  'add_points("ann", 10); add_points("bob", 5); add_points("ann", 7)': async () => {
    assert.equal(Scoreboard.addPoints("ann", 10), undefined);
    assert.equal(Scoreboard.addPoints("bob", 5), undefined);
    assert.equal(Scoreboard.addPoints("ann", 7), undefined);
  },

  'get_score("ann"), get_score("bob"), get_score("eve")': async () => {
    assert.equal(await Scoreboard.getScore("ann"), 17);
    assert.equal(await Scoreboard.getScore("bob"), 5);
    assert.equal(await Scoreboard.getScore("eve"), 0);
  },

  "`:sys.get_state`": async () => {
    assert.deepEqual(await sys.getState("Scoreboard"), { scores: { ann: 17, bob: 5 } });
  },

  "start_link a second time": async () => {
    const error = await Scoreboard.startLink().catch((error: unknown) => error);
    assert.ok(error instanceof StartError);
    assert.equal(error.code, "already_started");
    assert.equal(error.pid, pid);
  },

  "1000 casts of 1 point, then one call, same client": async () => {
    const score = await run(async () => {
      for (let i = 0; i < 1000; i++) Scoreboard.addPoints("dan", 1);
      return await Scoreboard.getScore("dan");
    });
    assert.equal(score, 1000);
  },

  "GenServer.stop": async () => {
    await stop("Scoreboard");
    assert.equal(whereis("Scoreboard"), undefined);
    assert.equal(isAlive(pid), false);
  },

  "add_points after the stop": async () => {
    assert.equal(Scoreboard.addPoints("ann", 1), undefined);
  },

  "get_score after the stop": async () => {
    // From ordinary code as from a process.
    for (const ask of [() => Scoreboard.getScore("ann"), () => run(async () => await Scoreboard.getScore("ann"))]) {
      const error = await ask().catch((error: Error) => (error instanceof CallError ? error : error.cause));
      assert.ok(error instanceof CallError);
      assert.deepEqual([error.reason, error.server, error.request], ["noproc", "Scoreboard", "getScore/1"]);
    }
  },
};
