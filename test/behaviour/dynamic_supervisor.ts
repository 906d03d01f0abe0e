// Dynamic supervisors: items 175-184.
import assert from "node:assert/strict";
import {
  type DynamicOptions,
  type DynamicSupervisorDef,
  dynamicSupervisor,
  exit,
  genserver,
  ignore,
  isAlive,
  monitor,
  type Pid,
  run,
  self,
  send,
  sleep,
  stop,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";
import { Worker, worker } from "./worker.js";

const Moody = genserver((told: Pid, mood: "starts" | "declines" | "fails" | "throws", isOn: () => boolean) => {
  send(told, mood);
  if (mood === "declines") return ignore();
  if (mood === "throws") throw new RangeError("no");
  if (mood === "fails") exit("no room");
  if (!isOn()) exit("off");
  return {};
});
const always = (): boolean => true;

/** Runs a test with a dynamic supervisor, stopped after it. `self()` makes it process code. */
async function withDynamic(options: DynamicOptions, body: (top: DynamicSupervisorDef, pid: Pid) => Promise<void>) {
  self();
  const top = dynamicSupervisor(options);
  const pid = await top.start();
  await body(top, pid);
  if (isAlive(pid)) await stop(pid);
}

export const dynamicSupervisors: Behaviour = {
  "175: it starts empty; ids need not differ, and are not shown": () =>
    run(() =>
      withDynamic({}, async (top) => {
        assert.deepEqual(await top.countChildren(), { specs: 0, active: 0, supervisors: 0, workers: 0 });
        const pids = [await top.startChild(worker("same")), await top.startChild(worker("same"))];
        const children = await top.whichChildren();
        assert.deepEqual(new Set(children.map(({ pid }) => pid)), new Set(pids));
        assert.deepEqual([...new Set(children.map(({ id }) => id))], ["undefined"]);
        assert.deepEqual(await top.countChildren(), { specs: 2, active: 2, supervisors: 0, workers: 2 });
      }),
    ),

  "176: terminateChild by pid; the child is forgotten": () =>
    run(() =>
      withDynamic({}, async (top) => {
        const pid = await top.startChild(worker("a"));
        await drain();
        await top.terminateChild(pid);
        assert.ok(!isAlive(pid));
        assert.deepEqual(await drain(), ["-a shutdown"]);
        assert.deepEqual(await top.whichChildren(), []);
        assert.equal((await failureOf(top.terminateChild(pid))).code, "not_found");
        assert.equal((await failureOf(top.terminateChild(self()))).code, "not_found");
      }),
    ),

  "177: a child that ends and is not restarted is forgotten": () =>
    run(() =>
      withDynamic({}, async (top) => {
        const temporary = await top.startChild(worker("a").with({ restart: "temporary" }));
        const transient = await top.startChild(worker("b").with({ restart: "transient" }));
        Worker.at(temporary).leave("odd");
        Worker.at(transient).leave("normal");
        await sleep(1);
        assert.deepEqual(await top.whichChildren(), []);
      }),
    ),

  "178: restarts as in a supervisor, three in five seconds; then it ends with shutdown": () =>
    run(() =>
      withDynamic({}, async (top, pid) => {
        const ref = monitor(pid);
        const other = await top.startChild(worker("b").with({ restart: "transient" }));
        await top.startChild(worker("a"));
        for (let i = 0; i < 4; i++) {
          assert.ok(isAlive(pid));
          const a = (await top.whichChildren()).find((child) => child.pid !== other)?.pid as Pid;
          Worker.at(a).leave(i === 0 ? "normal" : "odd");
          await sleep(1);
        }
        assert.equal(await reasonOf(ref), "shutdown");
        assert.ok(!isAlive(other));
        const seen = await drain();
        assert.equal(seen.filter((note) => note === "+b").length, 1);
        assert.equal(seen.filter((note) => note === "+a").length, 4);
      }),
    ),

  "179: maxChildren": () =>
    run(() =>
      withDynamic({ maxChildren: 2 }, async (top) => {
        const pid = await top.startChild(worker("a"));
        await top.startChild(worker("b"));
        assert.equal((await failureOf(top.startChild(worker("c")))).code, "max_children");
        await top.terminateChild(pid);
        await top.startChild(worker("c"));
        assert.equal((await top.countChildren()).active, 2);
      }),
    ),

  "180: a start that declines gives no pid, one that fails an error; nothing is kept": () =>
    run(() =>
      withDynamic({}, async (top) => {
        assert.equal(await top.startChild(Moody.child(self(), "declines", always)), undefined);
        const failed = await failureOf(top.startChild(Moody.child(self(), "fails", always)));
        assert.deepEqual([failed.code, failed.reason], ["init_failed", "no room"]);
        const thrown = await failureOf(top.startChild(Moody.child(self(), "throws", always)));
        assert.ok(thrown.reason instanceof RangeError);
        assert.deepEqual(await top.countChildren(), { specs: 0, active: 0, supervisors: 0, workers: 0 });
      }),
    ),

  "182: on stop all children are asked at once; each has its own time, then it is killed": () =>
    run(() =>
      withDynamic({}, async (top, pid) => {
        await top.startChild(worker("a", 300));
        await top.startChild(worker("b", 200));
        const late = await top.startChild(worker("c", 10_000).with({ shutdown: 250 }));
        const ref = monitor(late);
        await drain();
        const stopped = stop(pid);
        await sleep(1);
        assert.deepEqual((await drain()).sort(), ["-a shutdown", "-b shutdown", "-c shutdown"]);
        await sleep(200);
        assert.deepEqual(await drain(), [".b"]);
        assert.ok(isAlive(late));
        assert.equal(await reasonOf(ref), "killed");
        assert.deepEqual(await drain(), []);
        await stopped;
        assert.deepEqual(await drain(), [".a"]);
      }),
    ),

  "183: a restart that fails is tried again, each try counted; terminateChild ends the tries": () =>
    run(async () => {
      let failures = 0;
      const isOn = () => failures-- <= 0;
      await withDynamic({ maxRestarts: 5 }, async (top, pid) => {
        const child = await top.startChild(Moody.child(self(), "starts", isOn));
        await drain();
        failures = 3;
        exit(child, "kill");
        await sleep(1);
        assert.deepEqual(await drain(), ["starts", "starts", "starts", "starts"]);
        assert.equal((await top.countChildren()).active, 1);
        const ref = monitor(pid);
        failures = 100;
        exit((await top.whichChildren())[0]?.pid as Pid, "kill");
        assert.equal(await reasonOf(ref), "shutdown");
      });
      failures = 0;
      await withDynamic({ maxRestarts: 100 }, async (top, pid) => {
        const child = await top.startChild(Moody.child(self(), "starts", isOn));
        failures = 1_000;
        exit(child, "kill");
        const asked = [top.whichChildren(), top.countChildren()] as const;
        const ended = top.terminateChild(child);
        const [[waiting], count] = await Promise.all(asked);
        assert.deepEqual([waiting?.pid, waiting?.state], [undefined, "restarting"]);
        assert.deepEqual([count.specs, count.active], [1, 0]);
        await ended;
        assert.deepEqual(await top.whichChildren(), []);
        assert.ok(isAlive(pid));
      });
    }),

  "184: a child described wrongly is an error, and the supervisor lives": () =>
    run(() =>
      withDynamic({}, async (top, pid) => {
        for (const child of [{}, null, 42, "a"])
          assert.equal((await failureOf((async () => await top.startChild(child as never))())).code, "bad_child_spec");
        assert.throws(() => worker("a").with({ restart: "always" as never }), { code: "bad_child_spec" });
        assert.ok(isAlive(pid));
        await top.startChild(worker("a"));
      }),
    ),
};
