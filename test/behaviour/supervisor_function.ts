// Supervisors: their functions: items 158-167.
import assert from "node:assert/strict";
import {
  exit,
  genserver,
  ignore,
  isAlive,
  type Pid,
  run,
  type SupervisorDef,
  self,
  send,
  sleep,
  stop,
  supervisor,
} from "tincture";
import { type Behaviour, drain, failureOf } from "./observe.js";
import { pidOf, Worker, worker } from "./worker.js";

const Moody = genserver((told: Pid, mood: "starts" | "declines" | "fails" | "throws") => {
  send(told, mood);
  if (mood === "declines") return ignore();
  if (mood === "throws") throw new RangeError("no");
  if (mood === "fails") exit("no room");
  return {};
});

type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";

/** Runs a test with a supervisor of the workers a, b and c. `self()` makes it process code. */
async function withThree(body: (top: SupervisorDef<[]>) => Promise<void>, strategy: Strategy = "one_for_one") {
  self();
  const children = ["a", "b", "c"].map((id) => worker(id));
  const top = supervisor({ strategy }, () => children);
  const pid = await top.start();
  await drain();
  await body(top);
  await stop(pid);
}

const idsOf = async (top: SupervisorDef<[]>): Promise<string[]> => (await top.whichChildren()).map(({ id }) => id);

export const supervisorFunctions: Behaviour = {
  "158: startChild gives the pid; the new child is last in the order": () =>
    run(() =>
      withThree(async (top) => {
        const pid = await top.startChild(worker("d"));
        assert.equal(await Worker.at(pid).who(), "d");
        assert.deepEqual(await idsOf(top), ["d", "c", "b", "a"]);
        const inner = supervisor({ name: "behaviour_started_inner", strategy: "one_for_one" }, () => []);
        await top.startChild(inner);
        assert.equal((await idsOf(top))[0], "behaviour_started_inner");
      }),
    ),

  "159: startChild with an id in use": () =>
    run(() =>
      withThree(async (top) => {
        const pid = await pidOf(top, "b");
        const error = await failureOf(top.startChild(worker("b")));
        assert.deepEqual([error.code, error.pid], ["already_started", pid]);
        await top.terminateChild("b");
        assert.equal((await failureOf(top.startChild(worker("b")))).code, "already_present");
        assert.deepEqual(await drain(), ["-b shutdown"]);
      }),
    ),

  "160: startChild with a start that fails: an error, and the spec is not kept": () =>
    run(() =>
      withThree(async (top) => {
        const error = await failureOf(top.startChild(Moody.child(self(), "fails").with({ id: "moody" })));
        assert.deepEqual([error.code, error.reason], ["init_failed", "no room"]);
        const thrown = await failureOf(top.startChild(Moody.child(self(), "throws").with({ id: "moody" })));
        assert.ok(thrown.reason instanceof RangeError);
        assert.deepEqual(await idsOf(top), ["c", "b", "a"]);
      }),
    ),

  "161: startChild of one that declines: no pid; the spec is kept, of a temporary one not": () =>
    run(() =>
      withThree(async (top) => {
        assert.equal(await top.startChild(Moody.child(self(), "declines").with({ id: "kept" })), undefined);
        const dropped = Moody.child(self(), "declines").with({ id: "dropped", restart: "temporary" });
        assert.equal(await top.startChild(dropped), undefined);
        const [kept, ...others] = await top.whichChildren();
        assert.deepEqual([kept?.id, kept?.pid], ["kept", undefined]);
        assert.equal(others.length, 3);
      }),
    ),

  "162: terminateChild: the child is dead and not restarted; its spec stays, of a temporary one not": () =>
    run(() =>
      withThree(async (top) => {
        const pid = await pidOf(top, "b");
        await top.terminateChild("b");
        assert.ok(!isAlive(pid));
        await top.terminateChild("b");
        await sleep(10);
        assert.deepEqual(await drain(), ["-b shutdown"]);
        assert.equal(await pidOf(top, "b"), undefined);
        assert.deepEqual(await idsOf(top), ["c", "b", "a"]);
        await top.startChild(worker("t").with({ restart: "temporary" }));
        await top.terminateChild("t");
        assert.deepEqual(await idsOf(top), ["c", "b", "a"]);
        assert.equal((await failureOf(top.terminateChild("nobody"))).code, "not_found");
      }),
    ),

  "163: terminateChild does not touch siblings, and does not count": () =>
    run(async () => {
      for (const strategy of ["one_for_all", "rest_for_one"] as const) {
        await withThree(async (top) => {
          for (let i = 0; i < 10; i++) {
            await top.terminateChild("a");
            await top.restartChild("a");
          }
          const seen = await drain();
          assert.deepEqual([...new Set(seen)], ["-a shutdown", "+a"]);
          assert.equal(seen.length, 20);
        }, strategy);
        await drain();
      }
    }),

  "164: restartChild starts one that is not running": () =>
    run(() =>
      withThree(async (top) => {
        assert.equal((await failureOf(top.restartChild("b"))).code, "running");
        assert.equal((await failureOf(top.restartChild("nobody"))).code, "not_found");
        await top.terminateChild("b");
        const pid = await top.restartChild("b");
        assert.equal(await pidOf(top, "b"), pid);
        assert.deepEqual(await idsOf(top), ["c", "b", "a"]);
      }),
    ),

  "165: deleteChild takes the spec of one that is not running": () =>
    run(() =>
      withThree(async (top) => {
        assert.equal((await failureOf(top.deleteChild("b"))).code, "running");
        assert.equal((await failureOf(top.deleteChild("nobody"))).code, "not_found");
        await top.terminateChild("b");
        assert.equal(await top.deleteChild("b"), undefined);
        assert.equal((await failureOf(top.deleteChild("b"))).code, "not_found");
        assert.deepEqual(await idsOf(top), ["c", "a"]);
        await top.startChild(worker("b"));
        assert.deepEqual(await idsOf(top), ["b", "c", "a"]);
      }),
    ),

  "166: whichChildren: id, pid and type, last started first": () =>
    run(() =>
      withThree(async (top) => {
        await top.startChild(supervisor({ name: "behaviour_which_inner", strategy: "one_for_one" }, () => []));
        await top.terminateChild("b");
        const children = await top.whichChildren();
        assert.deepEqual(
          children.map(({ id, type, state }) => [id, type, state]),
          [
            ["behaviour_which_inner", "supervisor", "running"],
            ["c", "worker", "running"],
            ["b", "worker", "undefined"],
            ["a", "worker", "running"],
          ],
        );
        for (const { pid, state } of children) assert.equal(pid !== undefined && isAlive(pid), state === "running");
      }),
    ),

  "167: countChildren: specs, active, and specs by type, running or not": () =>
    run(() =>
      withThree(async (top) => {
        await top.startChild(supervisor({ name: "behaviour_count_inner", strategy: "one_for_one" }, () => []));
        await top.terminateChild("b");
        await top.terminateChild("behaviour_count_inner");
        assert.deepEqual(await top.countChildren(), { specs: 4, active: 2, supervisors: 1, workers: 3 });
      }),
    ),
};
