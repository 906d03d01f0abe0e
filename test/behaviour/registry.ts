// Registries: items 109-126.
import assert from "node:assert/strict";
import {
  call,
  cast,
  exit,
  genserver,
  isAlive,
  monitor,
  type Pid,
  type Registry,
  receive,
  registry,
  run,
  StartError,
  self,
  send,
  skip,
  sleep,
  spawn,
  stop,
  supervisor,
  via,
  whereis,
} from "tincture";
import { type Behaviour, endOf, failureOf, reasonOf } from "./observe.js";

const Keys = registry<unknown, any>("behaviour_keys", { keys: "unique" });
const Topics = registry<string, any>("behaviour_topics", { keys: "duplicate" });

/** Runs a test with both registries; they are stopped after it. */
async function withRegistries(body: () => unknown): Promise<void> {
  const started = [await Keys.start(), await Topics.start()];
  try {
    await run(body);
  } finally {
    for (const pid of started) if (isAlive(pid)) await stop(pid);
  }
}

/** A process that registers itself under keys, each with a value, and waits. */
async function owner(registry: Registry<any, any>, ...entries: [key: unknown, value?: unknown][]): Promise<Pid> {
  const me = self();
  const pid = spawn(async () => {
    for (const [key, value] of entries) registry.register(key, value);
    send(me, "registered");
    for (;;) await receive();
  });
  await receive((message) => (message === "registered" ? undefined : skip));
  return pid;
}

const Room = genserver(
  (name: string) => {
    let members = 0;
    return {
      join: cast(() => {
        members++;
      }),
      members: call(() => members),
      room: call(() => name),
      crash: cast(() => {
        throw new Error("crashed");
      }),
    };
  },
  { name: (room: string) => via(Keys, room) },
);

export const registries: Behaviour = {
  "109: a unique key is registered once, by oneself too": () =>
    withRegistries(async () => {
      Keys.register("a", 1);
      assert.throws(() => Keys.register("a", 2), { code: "already_registered" });
      const outcome = await run(() => {
        try {
          Keys.register("a", 3);
          return "registered";
        } catch (error) {
          return (error as { code?: string }).code;
        }
      });
      assert.equal(outcome, "already_registered");
      assert.deepEqual(Keys.lookup("a"), [{ pid: self(), value: 1 }]);
    }),

  "110: a duplicate key has many entries, in the order of registration": () =>
    withRegistries(async () => {
      Topics.register("tea", 1);
      const other = await owner(Topics, ["tea", 2]);
      Topics.register("tea", 3);
      assert.deepEqual(Topics.lookup("tea"), [
        { pid: self(), value: 1 },
        { pid: other, value: 2 },
        { pid: self(), value: 3 },
      ]);
    }),

  "111: entries belong to the process that registers, and go with it alone": () =>
    withRegistries(async () => {
      const [a, b] = [await owner(Topics, ["tea", 1], ["cup", 1]), await owner(Topics, ["tea", 2])];
      exit(a, "boom");
      await sleep(1);
      assert.deepEqual(Topics.lookup("tea"), [{ pid: b, value: 2 }]);
      assert.deepEqual(Topics.lookup("cup"), []);
      assert.ok(isAlive(b));
    }),

  "112: after the owner's DOWN neither whereis nor lookup shows it": () =>
    withRegistries(async () => {
      for (let i = 0; i < 20; i++) {
        const pid = await owner(Keys, ["a"]);
        assert.equal(whereis(via(Keys, "a")), pid);
        const ref = monitor(pid);
        exit(pid, "boom");
        await reasonOf(ref);
        assert.equal(whereis(via(Keys, "a")), undefined);
        assert.deepEqual(Keys.lookup("a"), []);
      }
    }),

  "113: the key of a dead owner can be registered at once: a restarted server has its name back": () =>
    withRegistries(async () => {
      for (let i = 0; i < 20; i++) {
        const pid = await owner(Keys, ["a", i]);
        exit(pid, "boom");
        await endOf(pid);
        Keys.register("a", "mine");
        Keys.unregister("a");
      }
      const top = supervisor({ strategy: "one_for_one", maxRestarts: 10 }, () => [Room.child("lobby")]);
      const pid = await top.start();
      for (let i = 0; i < 5; i++) {
        const before = whereis(via(Keys, "lobby"));
        Room.of("lobby").crash();
        await sleep(1);
        assert.notEqual(whereis(via(Keys, "lobby")), before);
        assert.equal(await Room.of("lobby").members(), 0);
      }
      await stop(pid);
    }),

  "114: a free key has no entries; unregister takes all of the caller's, and never fails": () =>
    withRegistries(async () => {
      assert.deepEqual(Keys.lookup("free"), []);
      Keys.unregister("free");
      const other = await owner(Topics, ["tea", "theirs"]);
      Topics.register("tea", 1);
      Topics.register("tea", 2);
      Topics.unregister("tea");
      assert.deepEqual(Topics.lookup("tea"), [{ pid: other, value: "theirs" }]);
      const theirs = await owner(Keys, ["a"]);
      Keys.unregister("a");
      assert.equal(whereis(via(Keys, "a")), theirs);
    }),

  "115: via(registry, key) is a name; the value is undefined": () =>
    withRegistries(async () => {
      const pid = await Room.start("kitchen");
      assert.deepEqual(Keys.lookup("kitchen"), [{ pid, value: undefined }]);
      Room.of("kitchen").join();
      assert.equal(await Room.at(via(Keys, "kitchen")).members(), 1);
      const tuple = await Room.with({ name: via(Keys, ["room", { floor: 2 }]) }).start("attic");
      assert.equal(whereis(via(Keys, ["room", { floor: 2 }])), tuple);
      await stop(via(Keys, "kitchen"));
      assert.equal(whereis(via(Keys, "kitchen")), undefined);
    }),

  "116: start under a taken key: already_started with the pid": () =>
    withRegistries(async () => {
      const pid = await Room.start("lobby");
      const error = await failureOf(Room.start("lobby"));
      assert.ok(error instanceof StartError);
      assert.deepEqual([error.code, error.pid], ["already_started", pid]);
      const plain = await owner(Keys, ["plain"]);
      assert.equal((await failureOf(Room.start("plain"))).pid, plain);
    }),

  "117: duplicate keys are no names; a registry that does not run is an error": () =>
    withRegistries(async () => {
      Topics.register("tea", 1);
      assert.throws(() => Topics.updateValue("tea", () => 2), { code: "only_unique" });
      assert.throws(() => whereis(via(Topics, "tea")), { code: "only_unique" });
      const server = Room.with({ name: via(Topics, "tea") });
      assert.equal((await failureOf((async () => await server.start("tea"))())).code, "only_unique");
      const Unknown = registry("behaviour_not_running", { keys: "unique" });
      for (const use of [() => Unknown.lookup("a"), () => Unknown.register("a"), () => Unknown.count()])
        assert.throws(use, { code: "not_started" });
    }),

  "118: a name that is free: whereis undefined, a call noproc, a cast nothing, send an error": () =>
    withRegistries(async () => {
      const name = via(Keys, "free");
      assert.equal(whereis(name), undefined);
      assert.equal((await failureOf(Room.of("free").members())).reason, "noproc");
      Room.of("free").join();
      assert.throws(() => send(name, "hello"), { code: "no_such_name" });
    }),

  "119: keys, count and match": () =>
    withRegistries(async () => {
      const pid = await owner(Topics, ["tea", 1], ["tea", 20], ["cup", 3]);
      Topics.register("tea", 300);
      assert.deepEqual(Topics.keys(pid), ["tea", "tea", "cup"]);
      assert.deepEqual(Topics.keys(spawn(() => {})), []);
      assert.deepEqual([Topics.count(), Topics.count("tea"), Topics.count("free")], [4, 3, 0]);
      assert.equal(
        Topics.count("tea", (value) => value > 10),
        2,
      );
      assert.deepEqual(
        Topics.match("tea", (value) => value < 100),
        [
          { pid, value: 1 },
          { pid, value: 20 },
        ],
      );
      assert.deepEqual(Topics.values("tea", pid), [1, 20]);
    }),

  "120: updateValue by the owner only": () =>
    withRegistries(async () => {
      Keys.register("mine", 1);
      assert.deepEqual(
        Keys.updateValue("mine", (value) => value + 1),
        { new: 2, old: 1 },
      );
      const pid = await owner(Keys, ["theirs", 1]);
      assert.equal(
        Keys.updateValue("theirs", () => 9),
        undefined,
      );
      assert.deepEqual(Keys.lookup("theirs"), [{ pid, value: 1 }]);
      assert.deepEqual(Keys.lookup("mine"), [{ pid: self(), value: 2 }]);
    }),

  "121: unregisterMatch takes the caller's entries whose value fits": () =>
    withRegistries(async () => {
      const pid = await owner(Topics, ["tea", 50]);
      for (const value of [1, 50, 60]) Topics.register("tea", value);
      Topics.unregisterMatch("tea", (value) => value >= 50);
      assert.deepEqual(Topics.lookup("tea"), [
        { pid, value: 50 },
        { pid: self(), value: 1 },
      ]);
    }),

  "122: dispatch looks at all entries in the calling process, and does nothing without any": () =>
    withRegistries(async () => {
      const pid = await owner(Topics, ["tea", 1]);
      Topics.register("tea", 2);
      const seen: unknown[] = [];
      Topics.dispatch("tea", (to, value) => seen.push([to, value, self()]));
      assert.deepEqual(seen, [
        [pid, 1, self()],
        [self(), 2, self()],
      ]);
      Topics.dispatch("free", () => assert.fail("there is no entry"));
    }),

  "124: select gives all entries; 1 and the text 1 are two keys": () =>
    withRegistries(async () => {
      Keys.register(1, "number");
      Keys.register("1", "text");
      assert.deepEqual(Keys.select(), [
        { key: 1, pid: self(), value: "number" },
        { key: "1", pid: self(), value: "text" },
      ]);
    }),
};
