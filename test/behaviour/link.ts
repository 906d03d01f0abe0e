// Links: items 16-25.
import assert from "node:assert/strict";
import {
  exit,
  isAlive,
  link,
  monitor,
  type Pid,
  receive,
  run,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  spawnMonitor,
  TinctureError,
  trapExit,
  unlink,
} from "tincture";
import { type Behaviour, drain, reasonOf } from "./observe.js";

/** A process that waits for ever. */
const idler = (): Pid =>
  spawn(async () => {
    for (;;) await receive();
  });

/** A process that links itself to others and then waits for ever; with `trap` it tells `told` what it gets. */
async function linked(others: readonly Pid[], told?: Pid): Promise<Pid> {
  const me = self();
  const pid = spawn(async () => {
    trapExit(told !== undefined);
    for (const other of others) link(other);
    send(me, "linked");
    for (;;) {
      const message = await receive();
      if (told !== undefined) send(told, message);
    }
  });
  await receive((message) => {
    switch (message) {
      case "linked":
        return;
    }
  });
  return pid;
}

export const links: Behaviour = {
  "16: a link works both ways": () =>
    run(async () => {
      for (const victim of [0, 1]) {
        const first = idler();
        const pair = [first, await linked([first])];
        const refs = pair.map((pid) => monitor(pid));
        exit(pair[victim] as Pid, "boom");
        for (const ref of refs) assert.equal(await reasonOf(ref), "boom");
      }
    }),

  "17: a process that does not trap dies of any reason but normal, and so on along its links": () =>
    run(async () => {
      const chain = [idler()];
      for (let i = 0; i < 5; i++) chain.push(await linked([chain[i] as Pid]));
      const refs = chain.map((pid) => monitor(pid));
      exit(chain[0] as Pid, { shutdown: "tea" });
      for (const ref of refs) assert.deepEqual(await reasonOf(ref), { shutdown: "tea" });
      const quiet = spawn(async () => await receive());
      const other = await linked([quiet]);
      send(quiet, "end");
      await sleep(1);
      assert.deepEqual([isAlive(quiet), isAlive(other)], [false, true]);
    }),

  "18: a process that traps gets a message, for normal too": () =>
    run(async () => {
      trapExit(true);
      for (const reason of ["normal", "boom", "shutdown"]) {
        const pid = spawnLink(() => exit(reason));
        assert.deepEqual(await receive(), { tag: "EXIT", pid, reason });
      }
    }),

  "19: linking twice gives one EXIT": () =>
    run(async () => {
      trapExit(true);
      const pid = idler();
      link(pid);
      link(pid);
      exit(pid, "boom");
      await sleep(1);
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid, reason: "boom" }]);
    }),

  "20: unlink takes the link from both ends; an EXIT in the mailbox stays": () =>
    run(async () => {
      trapExit(true);
      const me = self();
      const pid = spawnLink(async () => {
        for (;;) await receive();
      });
      unlink(pid);
      exit(pid, "boom");
      await sleep(1);
      assert.deepEqual(await drain(), []);
      const other = spawn(async () => {
        link(me);
        unlink(me);
        exit("boom");
      });
      await sleep(1);
      assert.ok(!isAlive(other));
      assert.deepEqual(await drain(), []);
      const third = spawnLink(() => exit("boom"));
      await sleep(1);
      unlink(third);
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid: third, reason: "boom" }]);
    }),

  "21: linking to a dead process: EXIT with noproc, or an error for who does not trap": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      assert.throws(() => link(pid), { code: "noproc" });
      const careless = await reasonOf(spawnMonitor(() => link(pid)).ref);
      assert.ok(careless instanceof TinctureError && careless.code === "noproc");
      trapExit(true);
      link(pid);
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid, reason: "noproc" }]);
    }),

  "22: spawnLink is atomic": () =>
    run(async () => {
      trapExit(true);
      const pids = Array.from({ length: 50 }, () => spawnLink(() => exit("at once")));
      await sleep(1);
      assert.deepEqual(
        await drain(),
        pids.map((pid) => ({ tag: "EXIT", pid, reason: "at once" })),
      );
      const { ref } = spawnMonitor(async () => {
        spawnLink(() => exit("at once"));
        await receive();
      });
      assert.equal(await reasonOf(ref), "at once");
    }),

  "23: trapExit gives the old flag; messages stay, later signals follow the new one": () =>
    run(async () => {
      assert.equal(trapExit(true), false);
      assert.equal(trapExit(true), true);
      const first = spawnLink(() => exit("first"));
      await sleep(1);
      assert.equal(trapExit(false), true);
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid: first, reason: "first" }]);
      const { ref } = spawnMonitor(async () => {
        trapExit(true);
        spawnLink(() => exit("trapped"));
        await receive();
        trapExit(false);
        spawnLink(() => exit("deadly"));
        await receive();
      });
      assert.equal(await reasonOf(ref), "deadly");
    }),

  "24: in a chain a-b-c with b trapping, a's death stops at b": () =>
    run(async () => {
      const a = idler();
      const c = idler();
      const b = await linked([a, c], self());
      exit(a, "boom");
      await sleep(1);
      assert.deepEqual([isAlive(a), isAlive(b), isAlive(c)], [false, true, true]);
      assert.deepEqual(await drain(), [{ tag: "EXIT", pid: a, reason: "boom" }]);
    }),

  "25: a message that looks like EXIT is a plain message": () =>
    run(async () => {
      const pid = idler();
      for (const trap of [false, true]) {
        trapExit(trap);
        send(self(), { tag: "EXIT", pid, reason: "boom" });
        assert.deepEqual(await drain(), [{ tag: "EXIT", pid, reason: "boom" }]);
      }
    }),
};
