// The tutorial's first server: points per player. A cast adds, a call reads; one process owns the state, so nothing needs a lock.
import assert from "node:assert/strict";
import { CallError, call, cast, genserver, StartError, stop, sys, whereis } from "tincture";

/** Points per player. */
const Scoreboard = genserver(
  (opening: Record<string, number> = {}) => {
    let scores = opening;

    return {
      addPoints: cast((player: string, points: number) => {
        scores = { ...scores, [player]: (scores[player] ?? 0) + points };
      }),
      getScore: call((player: string) => scores[player] ?? 0),
    };
  },
  { name: "Scoreboard" },
);

const pid = await Scoreboard.start();
Scoreboard.addPoints("ann", 10);
Scoreboard.addPoints("bob", 5);
Scoreboard.addPoints("ann", 7);

// A server with a fixed name is its own client. A call is handled after all earlier casts of the same sender.
const scores = [await Scoreboard.getScore("ann"), await Scoreboard.getScore("bob"), await Scoreboard.getScore("eve")];
console.log(`ann ${scores[0]}, bob ${scores[1]}, eve ${scores[2]}`);
assert.deepEqual(scores, [17, 5, 0]);

// The state is the block's variables, by their names: any server can be looked into while it runs.
const state = await sys.getState("Scoreboard");
console.log("state:", state);
assert.deepEqual(state, { opening: {}, scores: { ann: 17, bob: 5 } });

// The name is taken: the second start is told by whom.
const refused = await Scoreboard.start().catch((error: unknown) => error);
assert(refused instanceof StartError);
console.log(`a second one: ${refused.code}, by the first: ${refused.pid === pid}`);
assert.deepEqual([refused.code, refused.pid], ["already_started", pid]);

for (let i = 0; i < 1000; i++) Scoreboard.addPoints("eve", 1);
console.log("eve after 1000 casts:", await Scoreboard.getScore("eve"));
assert.equal(await Scoreboard.getScore("eve"), 1000);

// After the stop a cast goes nowhere, as in Erlang; a call has nobody to answer it and says so.
await stop(pid);
Scoreboard.addPoints("ann", 10);
const failed = await Scoreboard.getScore("ann").catch((error: unknown) => error);
assert(failed instanceof CallError);
console.log(`stopped: name ${whereis("Scoreboard")}, ${failed.request}: ${failed.reason}`);
assert.deepEqual([whereis("Scoreboard"), failed.reason, failed.request], [undefined, "noproc", "getScore/1"]);
