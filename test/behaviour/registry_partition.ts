// Registries of several partitions, and those who listen to them: items 123, 125, 126.
import assert from "node:assert/strict";
import {
  exit,
  isAlive,
  monitor,
  type Pid,
  type Registry,
  type RegistryMessage,
  receive,
  register,
  registry,
  run,
  self,
  send,
  skip,
  sleep,
  spawn,
  stop,
  supervisor,
  trapExit,
  unregister,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";

const Spread = registry<string, number>("behaviour_spread", { keys: "duplicate", partitions: 3 });
const Single = registry<string, number>("behaviour_single", { keys: "unique", partitions: 3 });
const Heard = registry<string, number>("behaviour_heard", { keys: "duplicate", listeners: ["behaviour_listener"] });

/** A process that registers itself under a key and waits. `self()` makes it process code. */
async function owner(of: Registry<string, number>, key: string, value: number, traps = false): Promise<Pid> {
  const me = self();
  const pid = spawn(async () => {
    trapExit(traps);
    of.register(key, value);
    send(me, "registered");
    for (;;) await receive();
  });
  await receive((message) => (message === "registered" ? undefined : skip));
  return pid;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Runs a test with a registry that is stopped after it. */
async function withRegistry(of: Registry<string, number>, body: (top: Pid) => Promise<void>): Promise<void> {
  const pid = await of.start();
  try {
    await run(() => body(pid));
  } finally {
    if (isAlive(pid)) await stop(pid);
  }
}

/** The processes of the partitions, by their numbers. */
async function partitionsOf(pid: Pid): Promise<Pid[]> {
  const children = await supervisor({ strategy: "one_for_one" }, () => [])
    .at(pid)
    .whichChildren();
  return children.reverse().map((child) => child.pid as Pid);
}

/** One partition of duplicate keys ends: its own processes go with it, and no others. */
async function endOne(top: Pid): Promise<void> {
  const owners: Pid[] = [];
  for (const n of numbers(1, 6)) owners.push(await owner(Spread, "tea", n, n > 3));
  const lost = owners[0] as Pid;
  exit((await partitionsOf(top))[lost.id % 3] as Pid, "kill");
  await sleep(1);
  const mates = owners.filter(({ id }) => id % 3 === lost.id % 3);
  assert.deepEqual(
    owners.filter((pid) => !isAlive(pid)),
    mates.filter((pid) => owners.indexOf(pid) < 3),
  );
  const left = Spread.lookup("tea").map(({ pid }) => pid);
  assert.deepEqual(new Set(left), new Set(owners.filter((pid) => !mates.includes(pid))));
  await owner(Spread, "tea", 10);
  assert.equal(Spread.count("tea"), 5);
}

/** One partition of unique keys ends: all do, and all who have an entry. */
async function endAll(top: Pid): Promise<void> {
  const owners: Pid[] = [];
  for (const n of numbers(1, 6)) owners.push(await owner(Single, `key ${n}`, n));
  assert.throws(() => Single.register("key 3"), { code: "already_registered" });
  assert.deepEqual([Single.count(), Single.keys(owners[4] as Pid)], [6, ["key 5"]]);
  Single.register("mine", 1);
  Single.unregister("mine");
  exit((await partitionsOf(top))[1] as Pid, "kill");
  await sleep(1);
  assert.ok(owners.every((pid) => !isAlive(pid)));
  assert.deepEqual([Single.count(), Single.lookup("key 1"), isAlive(top)], [0, [], true]);
  await owner(Single, "key 1", 10);
  assert.equal(Single.count(), 1);
}

/** The registry itself ends. */
async function endWhole(top: Pid): Promise<void> {
  const pid = await owner(Single, "key", 1);
  const ref = monitor(pid);
  exit(top, "kill");
  assert.equal(await reasonOf(ref), "killed");
  assert.deepEqual(await drain(), []);
}

export const registryPartitions: Behaviour = {
  "123: dispatch over partitions: in the caller, or with parallel in a process for each that has entries": () =>
    withRegistry(Spread, async () => {
      for (const n of numbers(1, 9)) await owner(Spread, "tea", n);
      const found = Spread.lookup("tea");
      assert.deepEqual(found.map(({ value }) => value).sort(), numbers(1, 9));
      assert.deepEqual([Spread.count(), Spread.count("tea"), Spread.select().length], [9, 9, 9]);

      const here: unknown[] = [];
      Spread.dispatch("tea", (_, value) => here.push([value, self()]));
      assert.deepEqual(
        here,
        found.map(({ value }) => [value, self()]),
      );

      const beside: { value: number; by: Pid; to: Pid }[] = [];
      await Spread.dispatch("tea", (to, value = 0) => beside.push({ value, by: self(), to }), { parallel: true });
      assert.deepEqual(beside.map(({ value }) => value).sort(), numbers(1, 9));
      const workers = new Set(beside.map(({ by }) => by));
      assert.equal(workers.size, 3);
      assert.ok(!workers.has(self()));
      for (const { by, to } of beside)
        assert.ok(beside.every((other) => other.by !== by || other.to.id % 3 === to.id % 3));
      await Spread.dispatch("free", () => assert.fail("there is no entry"), { parallel: true });

      trapExit(true);
      const wrong = () => {
        throw new RangeError("wrong");
      };
      assert.ok((await failureOf(Spread.dispatch("tea", wrong, { parallel: true }))).reason instanceof RangeError);
      assert.throws(() => Spread.dispatch("tea", wrong), RangeError);
      assert.throws(() => Spread.dispatch("tea", wrong, { paralel: true } as never), { code: "unknown_option" });
    }),

  "125: listeners hear of register and unregister, not of deaths": () =>
    withRegistry(Heard, async () => {
      register("behaviour_listener", self());
      Heard.register("tea", 1);
      const pid = await owner(Heard, "cup", 2);
      Heard.unregister("tea");
      exit(pid, "kill");
      await sleep(1);
      const registry = "behaviour_heard";
      const heard: RegistryMessage[] = await drain();
      assert.deepEqual(heard, [
        { tag: "register", registry, key: "tea", pid: self(), value: 1 },
        { tag: "register", registry, key: "cup", pid, value: 2 },
        { tag: "unregister", registry, key: "tea", pid: self() },
      ]);
      unregister("behaviour_listener");
      assert.throws(() => Heard.register("tea", 3), { code: "no_such_name" });
    }),

  "126: who has an entry is linked to the registry: to the partition that it belongs to": async () => {
    await withRegistry(Single, endWhole);
    await withRegistry(Spread, endOne);
    await withRegistry(Single, endAll);
  },
};
