// Supervisors: start and end: items 127-142.
import assert from "node:assert/strict";
import {
  exit,
  GenServer,
  genserver,
  ignore,
  isAlive,
  monitor,
  type Pid,
  receive,
  run,
  type Startable,
  StartError,
  self,
  send,
  sleep,
  spawn,
  stop,
  supervisor,
  TinctureError,
  trapExit,
  unlink,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";
import { Plain, pidOf, Worker, worker } from "./worker.js";

const SlowStart = genserver(async (id: string, told: Pid) => {
  send(told, `${id} begins`);
  await sleep(50);
  send(told, `${id} ends`);
  return {};
});

const Failing = genserver((told: Pid) => {
  send(told, "fails");
  if (isAlive(told)) exit("no room");
  return {};
});

const Declining = genserver((declines: boolean) => {
  if (declines) return ignore();
  return {};
});

const Loner = genserver(
  (told: Pid, parent: Pid) => {
    unlink(parent);
    send(told, "alone");
    return {};
  },
  { trapExit: false },
);

export const supervisorStart: Behaviour = {
  "127: children start in order, each when the one before it has": () =>
    run(async () => {
      const me = self();
      const top = supervisor({ strategy: "one_for_one" }, (...ids: string[]) =>
        ids.map((id) => SlowStart.child(id, me).with({ id })),
      );
      const pid = await top.start("a", "b", "c");
      assert.deepEqual(await drain(), ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
      await stop(pid);
    }),

  "128: children are stopped in reverse, each dead before the next is asked": () =>
    run(async () => {
      const children = [worker("a", 50), worker("b", 50), worker("c")];
      const pid = await supervisor({ strategy: "one_for_one" }, () => children).start();
      await drain();
      await stop(pid);
      assert.deepEqual(await drain(), ["-c shutdown", "-b shutdown", ".b", "-a shutdown", ".a"]);
    }),

  "129: a start that fails: those started are stopped in reverse, and the start fails": () =>
    run(async () => {
      trapExit(true);
      const children = [worker("a"), worker("b"), Failing.child(self()).with({ id: "c" }), worker("d")];
      const error = await failureOf(supervisor({ strategy: "one_for_one" }, () => children).startLink());
      assert.ok(error instanceof StartError);
      const reason = { shutdown: { failed_to_start_child: "c", reason: "no room" } };
      assert.deepEqual([error.code, error.reason], ["init_failed", reason]);
      const [exited, ...seen] = (await drain()).reverse();
      assert.deepEqual(seen.reverse(), ["+a", "+b", "fails", "-b shutdown", "-a shutdown"]);
      assert.deepEqual([exited.tag, exited.reason], ["EXIT", reason]);
    }),

  "130: a child that declines is kept without a pid; a temporary one is dropped": () =>
    run(async () => {
      const children = [
        Declining.child(true).with({ id: "kept" }),
        Declining.child(true).with({ id: "dropped", restart: "temporary" }),
        worker("a"),
      ];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      const seen = (await top.whichChildren()).map(({ id, state }) => [id, state]);
      assert.deepEqual(seen, [
        ["a", "running"],
        ["kept", "undefined"],
      ]);
      await stop(pid);
    }),

  "131: a supervisor may decline; bad options and bad children are errors": () =>
    run(async () => {
      trapExit(true);
      const declining = supervisor({ strategy: "one_for_one" }, () => ignore());
      const declined = await failureOf(declining.startLink());
      assert.equal(declined.code, "ignored");
      assert.equal((await receive<any>()).reason, "normal");
      for (const options of [
        { strategy: "all_for_one" as never },
        { strategy: "one_for_one", maxRestarts: -1 },
        { strategy: "one_for_one", maxSeconds: 0 },
        { strategy: "one_for_one", autoShutdown: "sometimes" as never },
      ] as const)
        assert.throws(() => supervisor(options, () => []), { code: "bad_option" });
      const giving = (children: unknown) => supervisor({ strategy: "one_for_one" }, () => children as Startable[]);
      const bad = await failureOf(giving(42).startLink());
      assert.equal(bad.code, "init_failed");
      assert.equal((await receive<any>()).tag, "EXIT");
    }),

  "132: faulty children are errors": () =>
    run(async () => {
      for (const options of [
        { restart: "always" },
        { shutdown: -1 },
        { shutdown: "later" },
        { id: "" },
        { retsart: "x" },
      ])
        assert.throws(() => worker("a").with(options as never), { code: "bad_child_spec" });
      const startOf = async (...children: Startable[]) =>
        await failureOf(supervisor({ strategy: "one_for_one" }, () => children).start());
      for (const child of [{}, null, "a", 42]) {
        const { code, reason } = await startOf(child as never);
        assert.equal(code, "init_failed");
        assert.equal(reason.code, "bad_child_spec");
      }
      const { reason } = await failureOf(
        supervisor({ strategy: "one_for_one" }, () => [worker("same"), worker("same")]).start(),
      );
      assert.ok(reason instanceof TinctureError && reason.code === "duplicate_child");
      assert.deepEqual(await drain(), []);
    }),

  "133: a child is permanent, a worker, and has 5000 ms to end; a supervisor as long as it takes": () =>
    run(async () => {
      const nested = supervisor({ name: "behaviour_nested", strategy: "one_for_one" }, (child: any) => [child]);
      const slow = worker("slow", 20_000).with({ shutdown: "infinity" });
      const children = [worker("a", 20_000), nested.child(slow)];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      const types = (await top.whichChildren()).map(({ id, type }) => [id, type]);
      assert.deepEqual(types, [
        ["behaviour_nested", "supervisor"],
        ["a", "worker"],
      ]);
      await drain();
      const stopped = stop(pid);
      await sleep(19_999);
      assert.deepEqual(await drain(), ["-slow shutdown"]);
      await sleep(2);
      assert.deepEqual(await drain(), [".slow", "-a shutdown"]);
      await sleep(4_900);
      assert.ok(isAlive(pid));
      await stopped;
      assert.deepEqual(await drain(), []);
    }),

  "134: three restarts in five seconds, unless told": () =>
    run(async () => {
      const top = supervisor({ strategy: "one_for_one" }, () => [Plain.child("a", self()).with({ id: "a" })]);
      const pid = await top.start();
      const ref = monitor(pid);
      for (let i = 0; i < 3; i++) {
        Plain.at(await pidOf(top, "a")).crash();
        await sleep(1_000);
        assert.ok(isAlive(pid));
      }
      Plain.at(await pidOf(top, "a")).crash();
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "135: a child has its time to end, then it is killed": () =>
    run(async () => {
      for (const [time, seen] of [
        [100, ["-a shutdown"]],
        [300, ["-a shutdown", ".a"]],
      ] as const) {
        const children = [worker("a", 200).with({ shutdown: time })];
        const top = supervisor({ strategy: "one_for_one" }, () => children);
        const pid = await top.start();
        const ref = monitor(await pidOf(top, "a"));
        await drain();
        await stop(pid);
        const reason = await reasonOf(ref);
        assert.equal(reason, time === 100 ? "killed" : "shutdown");
        assert.deepEqual(await drain(), seen);
      }
    }),

  "136: infinity waits as long as it takes; brutal_kill asks nobody": () =>
    run(async () => {
      const children = [
        worker("patient", 60_000).with({ shutdown: "infinity" }),
        worker("killed").with({ shutdown: "brutal_kill" }),
      ];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      const refs = [monitor(await pidOf(top, "killed")), monitor(await pidOf(top, "patient"))] as const;
      await drain();
      await stop(pid);
      assert.deepEqual([await reasonOf(refs[0]), await reasonOf(refs[1])], ["killed", "shutdown"]);
      assert.deepEqual(await drain(), ["-patient shutdown", ".patient"]);
    }),

  "137: a child that traps runs terminate with shutdown, one that does not just ends": () =>
    run(async () => {
      const children = [worker("traps"), Plain.child("plain", self()).with({ id: "plain" })];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      const ref = monitor(await pidOf(top, "plain"));
      await drain();
      await stop(pid);
      assert.equal(await reasonOf(ref), "shutdown");
      assert.deepEqual(await drain(), ["-traps shutdown"]);
    }),

  "138: stop: the children get shutdown whatever the reason, the supervisor ends with the reason": () =>
    run(async () => {
      for (const reason of ["normal", "odd", { shutdown: "tea" }]) {
        const children = [worker("a")];
        const pid = await supervisor({ strategy: "one_for_one" }, () => children).start();
        const ref = monitor(pid);
        await drain();
        await stop(pid, reason);
        assert.deepEqual(await reasonOf(ref), reason);
        assert.deepEqual(await drain(), ["-a shutdown"]);
      }
    }),

  "139: an exit signal of the parent ends a supervisor, one of others does nothing": () =>
    run(async () => {
      const me = self();
      const top = supervisor({ strategy: "one_for_one" }, () => [Worker.child("a", me).with({ id: "a" })]);
      const parent = spawn(async () => {
        send(me, await top.startLink());
        exit(await receive<string>());
      });
      assert.equal(await receive((message) => message), "+a");
      const pid = await receive<Pid>();
      exit(pid, "boom");
      assert.equal(await Worker.at(await pidOf(top, "a")).who(), "a");
      const ref = monitor(pid);
      send(parent, "odd");
      assert.equal(await reasonOf(ref), "odd");
      assert.deepEqual(await drain(), ["-a shutdown"]);
    }),

  "140: a supervisor that is killed: its children get killed, all at once": () =>
    run(async () => {
      const children = [worker("a", 100), worker("b"), Plain.child("c", self()).with({ id: "c" })];
      const top = supervisor({ strategy: "one_for_one" }, () => children);
      const pid = await top.start();
      const ref = monitor(await pidOf(top, "c"));
      await drain();
      exit(pid, "kill");
      assert.equal(await reasonOf(ref), "killed");
      await sleep(1);
      assert.deepEqual((await drain()).sort(), ["-a killed", "-b killed"]);
    }),

  "141: a child that unlinked itself is stopped all the same": () =>
    run(async () => {
      const me = self();
      const holder = supervisor({ strategy: "one_for_one" }, () => []);
      const pid = await holder.start();
      await holder.startChild(Loner.child(me, pid).with({ id: "loner" }));
      assert.equal(await receive(), "alone");
      const ref = monitor(await pidOf(holder, "loner"));
      await stop(pid);
      assert.equal(await reasonOf(ref), "shutdown");
    }),

  "142: an unknown request ends the supervisor, and its caller is told": () =>
    run(async () => {
      const pid = await supervisor({ strategy: "one_for_one" }, () => [worker("a")]).start();
      const ref = monitor(pid);
      const error = await failureOf(GenServer.call(pid, ["what"]));
      assert.equal(await reasonOf(ref), error.reason);
    }),
};
