// Monitors, timers, aliases: items 26-36.
import assert from "node:assert/strict";
import {
  alias,
  cancelTimer,
  type Down,
  demonitor,
  exit,
  global,
  isAlive,
  monitor,
  type Pid,
  readTimer,
  receive,
  register,
  run,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  spawnLink,
  spawnMonitor,
  trapExit,
  unalias,
} from "tincture";
import { type Behaviour, drain, endOf, reasonOf } from "./observe.js";

const idler = (): Pid =>
  spawn(async () => {
    for (;;) await receive();
  });

export const monitors: Behaviour = {
  "26: a monitor fires once, for normal too, and is one-way": () =>
    run(async () => {
      for (const reason of ["normal", "boom"]) {
        const { pid, ref } = spawnMonitor(() => exit(reason));
        await sleep(1);
        assert.deepEqual(await drain(), [{ tag: "DOWN", ref, pid, reason }]);
      }
      const watched = idler();
      const { ref } = spawnMonitor(() => {
        monitor(watched);
        exit("boom");
      });
      await reasonOf(ref);
      assert.ok(isAlive(watched));
    }),

  "27: monitoring a dead process gives DOWN with noproc at once": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      const second = monitor(pid);
      assert.deepEqual(await drain(), [{ tag: "DOWN", ref: second, pid, reason: "noproc" }]);
    }),

  "28: several monitors of one process fire each": () =>
    run(async () => {
      const pid = idler();
      const refs = [monitor(pid), monitor(pid), monitor(pid)];
      assert.equal(new Set(refs).size, 3);
      exit(pid, "boom");
      const seen: Down[] = await drain();
      assert.deepEqual(new Set(seen.map(({ ref }) => ref)), new Set(refs));
      assert.equal(seen.length, 3);
    }),

  "29: a monitor by name has the name in its DOWN; an unknown name gives noproc": () =>
    run(async () => {
      const pid = idler();
      register("behaviour_watched", pid);
      const ref = monitor("behaviour_watched");
      exit(pid, "boom");
      assert.deepEqual(await drain(), [{ tag: "DOWN", ref, pid, name: "behaviour_watched", reason: "boom" }]);
      for (const name of ["behaviour_nobody", global("behaviour_nobody")]) {
        const unknown = monitor(name);
        const [down] = await drain();
        assert.deepEqual([down.ref, down.name, down.reason], [unknown, name, "noproc"]);
      }
    }),

  "30: after demonitor no DOWN comes; with flush one in the mailbox goes too": () =>
    run(async () => {
      const pid = idler();
      const [early, kept, flushed] = [monitor(pid), monitor(pid), monitor(pid)];
      assert.equal(demonitor(early), true);
      exit(pid, "boom");
      await sleep(1);
      assert.equal(demonitor(kept), false);
      assert.equal(demonitor(flushed, { flush: true }), false);
      assert.deepEqual(await drain(), [{ tag: "DOWN", ref: kept, pid, reason: "boom" }]);
    }),

  "31: a monitor of oneself never fires": () =>
    run(async () => {
      const me = self();
      const { pid, ref } = spawnMonitor(async () => {
        monitor(self());
        send(me, await drain());
      });
      assert.deepEqual(await receive((message) => message), []);
      assert.equal(await reasonOf(ref), "normal");
      assert.ok(!isAlive(pid));
    }),

  "32: EXIT and DOWN of one death both come, in any order": () =>
    run(async () => {
      trapExit(true);
      const pid = spawnLink(async () => await receive());
      const ref = monitor(pid);
      exit(pid, "boom");
      const seen = await drain();
      assert.equal(seen.length, 2);
      assert.deepEqual(
        seen.find(({ tag }) => tag === "EXIT"),
        { tag: "EXIT", pid, reason: "boom" },
      );
      assert.deepEqual(
        seen.find(({ tag }) => tag === "DOWN"),
        { tag: "DOWN", ref, pid, reason: "boom" },
      );
    }),

  "34: cancelTimer and readTimer give the milliseconds left, or false": () =>
    run(async () => {
      const timer = sendAfter(self(), "late", 1000);
      assert.equal(readTimer(timer), 1000);
      await sleep(400);
      assert.equal(readTimer(timer), 600);
      assert.equal(cancelTimer(timer), 600);
      assert.equal(cancelTimer(timer), false);
      assert.equal(readTimer(timer), false);
      await sleep(2000);
      assert.deepEqual(await drain(), []);
      const fired = sendAfter(self(), "there", 10);
      assert.equal(await receive(), "there");
      assert.deepEqual([readTimer(fired), cancelTimer(fired)], [false, false]);
    }),

  "35: the message of a timer that has fired stays in the mailbox": () =>
    run(async () => {
      const timer = sendAfter(self(), "tick", 10);
      await sleep(20);
      assert.equal(cancelTimer(timer), false);
      assert.deepEqual(await drain(), ["tick"]);
    }),

  "36: an alias can be closed; one for a reply takes one message": () =>
    run(async () => {
      const address = alias<string>();
      const once = alias<string>({ reply: true });
      const sender = spawn(() => {
        for (const n of [1, 2]) {
          send(address, `alias ${n}`);
          send(once, `once ${n}`);
        }
      });
      await endOf(sender);
      assert.deepEqual(await drain(), ["alias 1", "once 1", "alias 2"]);
      assert.equal(unalias(address), true);
      assert.equal(unalias(address), false);
      send(address, "too late");
      assert.deepEqual(await drain(), []);
    }),
};
