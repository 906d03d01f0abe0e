// Supervisors that end with their significant children: items 169-174.
import assert from "node:assert/strict";
import { isAlive, monitor, run, sleep, stop, supervisor, whereis } from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";
import { pidOf, Worker, worker } from "./worker.js";

const significant = (id: string, restart: "transient" | "temporary" = "transient") =>
  worker(id).with({ restart, significant: true });

export const autoShutdowns: Behaviour = {
  "169: any_significant: the end of one ends the supervisor, the others are stopped in reverse": () =>
    run(async () => {
      const children = [worker("a"), significant("b"), significant("c"), worker("d")];
      const top = supervisor({ strategy: "one_for_one", autoShutdown: "any_significant" }, () => children);
      const pid = await top.start();
      const ref = monitor(pid);
      const b = await pidOf(top, "b");
      await drain();
      Worker.at(b).leave("normal");
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), ["-b normal", "-d shutdown", "-c shutdown", "-a shutdown"]);
    }),

  "170: all_significant: the end of the last one does": () =>
    run(async () => {
      const children = [worker("a"), significant("b"), significant("c", "temporary")];
      const top = supervisor({ strategy: "one_for_one", autoShutdown: "all_significant" }, () => children);
      const pid = await top.start();
      const ref = monitor(pid);
      Worker.at(await pidOf(top, "b")).leave("normal");
      await sleep(1);
      assert.ok(isAlive(pid));
      const c = await pidOf(top, "c");
      await drain();
      Worker.at(c).leave("odd");
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), ["-c odd", "-a shutdown"]);
    }),

  "171: of a transient child only a planned end counts, of a temporary one any": () =>
    run(async () => {
      for (const [restart, reason, ends] of [
        ["transient", "odd", false],
        ["transient", "normal", true],
        ["transient", "shutdown", true],
        ["temporary", "odd", true],
        ["temporary", "normal", true],
      ] as const) {
        const children = [significant("a", restart)];
        const top = supervisor({ strategy: "one_for_one", autoShutdown: "any_significant" }, () => children);
        const pid = await top.start();
        Worker.at(await pidOf(top, "a")).leave(reason);
        await sleep(1);
        assert.equal(isAlive(pid), !ends, `${restart} ${reason}`);
        if (!ends) await stop(pid);
      }
    }),

  "172: a child stopped by terminateChild, or for a sibling, does not count": () =>
    run(async () => {
      const children = [worker("a"), significant("b"), significant("c", "temporary")];
      const top = supervisor({ strategy: "one_for_all", autoShutdown: "any_significant" }, () => children);
      const pid = await top.start();
      await top.terminateChild("b");
      Worker.at(await pidOf(top, "a")).leave("odd");
      await sleep(1);
      assert.ok(isAlive(pid));
      await stop(pid);
    }),

  "173: significant in a supervisor that never ends by itself, or permanent, is an error": () =>
    run(async () => {
      for (const [autoShutdown, restart] of [
        ["never", "transient"],
        ["any_significant", "permanent"],
      ] as const) {
        const child = worker("a").with({ significant: true, restart });
        const error = await failureOf(supervisor({ strategy: "one_for_one", autoShutdown }, () => [child]).start());
        assert.equal(error.code, "init_failed");
        assert.equal(error.reason.code, "bad_combination");
        const top = supervisor({ strategy: "one_for_one", autoShutdown }, () => []);
        const pid = await top.start();
        assert.equal((await failureOf(top.startChild(child))).code, "bad_combination");
        await stop(pid);
      }
      assert.deepEqual(await drain(), []);
    }),

  "174: the parent sees that end: a permanent supervisor is restarted, a transient one not": () =>
    run(async () => {
      const name = "behaviour_auto";
      for (const restart of ["permanent", "transient"] as const) {
        const children = [significant("a")];
        const inner = supervisor({ name, strategy: "one_for_one", autoShutdown: "any_significant" }, () => children);
        const top = supervisor({ strategy: "one_for_one" }, () => [inner.child().with({ restart })]);
        const pid = await top.start();
        const before = whereis(name);
        Worker.at(await pidOf(inner, "a")).leave("normal");
        await sleep(1);
        assert.notEqual(whereis(name), before);
        assert.equal(whereis(name) !== undefined, restart === "permanent");
        await stop(pid);
      }
    }),
};
