// Supervisors: restarts: items 143-157.
import assert from "node:assert/strict";
import {
  exit,
  genserver,
  isAlive,
  monitor,
  type Pid,
  run,
  self,
  send,
  sleep,
  stop,
  supervisor,
  terminate,
  whereis,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";
import { pidOf, Worker, worker } from "./worker.js";

/** A server that starts only while its switch is on. */
const Switched = genserver(
  (id: string, told: Pid, isOn: () => boolean) => {
    send(told, `+${id}`);
    if (!isOn()) exit("off");
    return {
      end: terminate((reason) => {
        send(told, `-${id} ${reason}`);
      }),
    };
  },
  { trapExit: true },
);

/** Every way to end, and whether it is one that a transient child is restarted for. */
const ends = [
  ["normal", false],
  ["shutdown", false],
  [{ shutdown: "tea" }, false],
  ["odd", true],
] as const;

export const supervisorRestart: Behaviour = {
  "143: a permanent child is restarted for every reason": () =>
    run(async () => {
      for (const [reason] of ends) {
        const top = supervisor({ strategy: "one_for_one" }, () => [worker("a").with({ restart: "permanent" })]);
        const pid = await top.start();
        const before = await pidOf(top, "a");
        Worker.at(before).leave(reason);
        await sleep(1);
        const after = await pidOf(top, "a");
        assert.notEqual(after, before);
        assert.equal(await Worker.at(after).who(), "a");
        await stop(pid);
      }
    }),

  "144: a transient child is restarted unless it ended as planned; its spec stays": () =>
    run(async () => {
      for (const [reason, again] of ends) {
        const top = supervisor({ strategy: "one_for_one" }, () => [worker("a").with({ restart: "transient" })]);
        const pid = await top.start();
        Worker.at(await pidOf(top, "a")).leave(reason);
        await sleep(1);
        const [child] = await top.whichChildren();
        assert.deepEqual([child?.id, child?.pid !== undefined], ["a", again]);
        await stop(pid);
      }
    }),

  "145: a temporary child is never restarted, and forgotten, also when stopped for a sibling": () =>
    run(async () => {
      for (const [reason] of ends) {
        const children = [worker("a"), worker("b").with({ restart: "temporary" })];
        const top = supervisor({ strategy: "one_for_all" }, () => children);
        const pid = await top.start();
        Worker.at(await pidOf(top, "b")).leave(reason);
        await sleep(1);
        assert.deepEqual(
          (await top.whichChildren()).map(({ id }) => id),
          ["a"],
        );
        await stop(pid);
      }
      const children = [worker("a"), worker("b").with({ restart: "temporary" })];
      const top = supervisor({ strategy: "one_for_all" }, () => children);
      const pid = await top.start();
      await drain();
      Worker.at(await pidOf(top, "a")).leave("odd");
      await sleep(1);
      assert.deepEqual(await drain(), ["-a odd", "-b shutdown", "+a"]);
      assert.deepEqual(await top.countChildren(), { specs: 1, active: 1, supervisors: 0, workers: 1 });
      await stop(pid);
    }),

  "146: one_for_one restarts the dead child alone, in its place": () =>
    run(async () => {
      const children = [worker("a"), worker("b"), worker("c")];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      await drain();
      Worker.at(await pidOf(top, "b")).leave("odd");
      await sleep(1);
      assert.deepEqual(await drain(), ["-b odd", "+b"]);
      assert.deepEqual(
        (await top.whichChildren()).map(({ id }) => id),
        ["c", "b", "a"],
      );
      await stop(pid);
      assert.deepEqual(await drain(), ["-c shutdown", "-b shutdown", "-a shutdown"]);
    }),

  "147: one_for_all stops the others in reverse and starts all in order, also those that had ended": () =>
    run(async () => {
      const children = [worker("a"), worker("b"), worker("c").with({ restart: "transient" }), worker("d")];
      const top = supervisor({ strategy: "one_for_all" }, () => children);
      const pid = await top.start();
      Worker.at(await pidOf(top, "c")).leave("normal");
      await sleep(1);
      await drain();
      Worker.at(await pidOf(top, "b")).leave("odd");
      await sleep(1);
      assert.deepEqual(await drain(), ["-b odd", "-d shutdown", "-a shutdown", "+a", "+b", "+c", "+d"]);
      await stop(pid);
    }),

  "148: rest_for_one stops those after the dead one, and starts it and them": () =>
    run(async () => {
      const children = ["a", "b", "c", "d"].map((id) => worker(id));
      const top = supervisor({ strategy: "rest_for_one" }, () => children);
      const pid = await top.start();
      await drain();
      const a = await pidOf(top, "a");
      Worker.at(await pidOf(top, "b")).leave("odd");
      await sleep(1);
      assert.deepEqual(await drain(), ["-b odd", "-d shutdown", "-c shutdown", "+b", "+c", "+d"]);
      assert.equal(await pidOf(top, "a"), a);
      await stop(pid);
    }),

  "149: a transient child that ends normally starts nothing, under no strategy": () =>
    run(async () => {
      for (const strategy of ["one_for_one", "one_for_all", "rest_for_one"] as const) {
        const children = [worker("a"), worker("b").with({ restart: "transient" }), worker("c")];
        const top = supervisor({ strategy }, () => children);
        const pid = await top.start();
        await drain();
        Worker.at(await pidOf(top, "b")).leave("normal");
        await sleep(1);
        assert.deepEqual(await drain(), ["-b normal"]);
        await stop(pid);
        await drain();
      }
    }),

  "150: one restart too many: the rest is stopped in reverse, the supervisor ends with shutdown": () =>
    run(async () => {
      const children = ["a", "b", "c"].map((id) => worker(id));
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 2 }, () => children);
      const pid = await top.start();
      const ref = monitor(pid);
      for (let i = 0; i < 2; i++) {
        Worker.at(await pidOf(top, "b")).leave("odd");
        await sleep(1);
        assert.ok(isAlive(pid));
      }
      const last = await pidOf(top, "b");
      await drain();
      Worker.at(last).leave("odd");
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), ["-b odd", "-c shutdown", "-a shutdown"]);
    }),

  "151: a restart counts once per dead child; ends that are not restarted do not count": () =>
    run(async () => {
      const children = [worker("a"), worker("b"), worker("c").with({ restart: "transient" })];
      const top = supervisor({ strategy: "one_for_all", maxRestarts: 1 }, () => children);
      const pid = await top.start();
      Worker.at(await pidOf(top, "c")).leave("normal");
      await sleep(1);
      Worker.at(await pidOf(top, "a")).leave("odd");
      await sleep(1);
      Worker.at(await pidOf(top, "c")).leave("shutdown");
      await sleep(1);
      assert.ok(isAlive(pid));
      const ref = monitor(pid);
      Worker.at(await pidOf(top, "b")).leave("odd");
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "152: with maxRestarts 0 the first restart needed ends the supervisor": () =>
    run(async () => {
      const children = [worker("a"), worker("b").with({ restart: "temporary" })];
      const pid = await supervisor({ strategy: "one_for_one", maxRestarts: 0 }, () => children).start();
      const top = supervisor({ strategy: "one_for_one" }, () => []).at(pid);
      const ref = monitor(pid);
      Worker.at(await pidOf(top, "b")).leave("odd");
      await sleep(1);
      assert.ok(isAlive(pid));
      Worker.at(await pidOf(top, "a")).leave("odd");
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "153: restarts older than the period do not count": () =>
    run(async () => {
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 1, maxSeconds: 10 }, () => [worker("a")]);
      const pid = await top.start();
      const ref = monitor(pid);
      for (let i = 0; i < 5; i++) {
        Worker.at(await pidOf(top, "a")).leave("odd");
        await sleep(10_001);
        assert.ok(isAlive(pid));
      }
      Worker.at(await pidOf(top, "a")).leave("odd");
      await sleep(9_000);
      Worker.at(await pidOf(top, "a")).leave("odd");
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "154: a restart that fails is tried again at once, each try counted": () =>
    run(async () => {
      let failures = 0;
      const isOn = () => failures-- <= 0;
      const children = [Switched.child("a", self(), isOn).with({ id: "a" })];
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 5 }, () => children);
      const pid = await top.start();
      await drain();
      failures = 3;
      exit(await pidOf(top, "a"), "kill");
      await sleep(1);
      assert.deepEqual(await drain(), ["+a", "+a", "+a", "+a"]);
      assert.ok(isAlive(await pidOf(top, "a")));
      const ref = monitor(pid);
      failures = 100;
      exit(await pidOf(top, "a"), "kill");
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), ["+a"]);
    }),

  "155: a start that fails in a restart stops those restarted before it, and all is tried again": () =>
    run(async () => {
      let failures = 0;
      const isOn = () => failures-- <= 0;
      const children = [worker("a"), Switched.child("b", self(), isOn).with({ id: "b" }), worker("c")];
      const top = supervisor({ strategy: "one_for_all" }, () => children);
      const pid = await top.start();
      await drain();
      failures = 1;
      Worker.at(await pidOf(top, "c")).leave("odd");
      await sleep(1);
      const stopped = ["-c odd", "-b shutdown", "-a shutdown"];
      assert.deepEqual(await drain(), [...stopped, "+a", "+b", "-a shutdown", "+a", "+b", "+c"]);
      await stop(pid);
      const rest = supervisor({ strategy: "rest_for_one" }, () => children);
      const second = await rest.start();
      await drain();
      failures = 1;
      Worker.at(await pidOf(rest, "a")).leave("odd");
      await sleep(1);
      // b failed: it and what comes after it is tried again; a is running.
      assert.deepEqual(await drain(), ["-a odd", "-c shutdown", "-b shutdown", "+a", "+b", "+b", "+c"]);
      await stop(second);
    }),

  "156: while a child waits for its next try it is restarting, and other calls are served": () =>
    run(async () => {
      let on = true;
      const children = [worker("a"), Switched.child("b", self(), () => on).with({ id: "b" })];
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 100 }, () => children);
      const pid = await top.start();
      on = false;
      exit(await pidOf(top, "b"), "kill");
      const asked = [top.whichChildren(), failureOf(top.deleteChild("b")), failureOf(top.restartChild("b"))] as const;
      const ended = top.terminateChild("b");
      const [[b], notDeleted, notRestarted] = await Promise.all(asked);
      assert.deepEqual([b?.id, b?.pid, b?.state], ["b", undefined, "restarting"]);
      assert.deepEqual([notDeleted.code, notRestarted.code], ["restarting", "restarting"]);
      await ended;
      await top.deleteChild("b");
      assert.deepEqual(await top.countChildren(), { specs: 1, active: 1, supervisors: 0, workers: 1 });
      await stop(pid);
    }),

  "157: a supervisor that gives up is, to its parent, a child that ended": () =>
    run(async () => {
      const me = self();
      const name = "behaviour_inner";
      const inner = supervisor({ name, strategy: "one_for_one", maxRestarts: 0 }, () => [
        Worker.child("a", me).with({ id: "a" }),
      ]);
      for (const restart of ["permanent", "transient"] as const) {
        const top = supervisor({ strategy: "one_for_one" }, () => [inner.child().with({ restart })]);
        const pid = await top.start();
        await inner.startChild(worker("b"));
        const before = whereis(name);
        Worker.at(await pidOf(inner, "a")).leave("odd");
        await sleep(1);
        if (restart === "permanent") {
          assert.notEqual(whereis(name), before);
          assert.deepEqual(
            (await inner.whichChildren()).map(({ id }) => id),
            ["a"],
          );
        } else assert.equal(whereis(name), undefined);
        assert.ok(isAlive(pid));
        await stop(pid);
      }
    }),
};
