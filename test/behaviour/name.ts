// Names: local, global, via: items 95-108.
import assert from "node:assert/strict";
import {
  call,
  cast,
  exit,
  GenServer,
  Global,
  genserver,
  global,
  monitor,
  type Pid,
  receive,
  register,
  registered,
  run,
  StartError,
  self,
  send,
  spawn,
  stop,
  unregister,
  type ViaRegistry,
  via,
  whereis,
} from "tincture";
import { type Behaviour, failureOf, reasonOf } from "./observe.js";

const idler = (): Pid =>
  spawn(async () => {
    for (;;) await receive();
  });

async function kill(...pids: Pid[]): Promise<void> {
  for (const pid of pids) {
    const ref = monitor(pid);
    exit(pid, "kill");
    await reasonOf(ref);
  }
}

const Counter = genserver((start: number) => {
  let count = start;
  return {
    bump: cast((by: number) => {
      count += by;
    }),
    read: call(() => count),
  };
});

/** A registry of the user's own: a map. */
class Phonebook implements ViaRegistry {
  readonly entries = new Map<unknown, any>();
  whereisName(key: unknown): any {
    return this.entries.get(key);
  }
  registerName(key: unknown, process: unknown): boolean {
    if (this.entries.has(key)) return false;
    this.entries.set(key, process);
    return true;
  }
  unregisterName(key: unknown): void {
    this.entries.delete(key);
  }
}

export const naming: Behaviour = {
  "95: a name has one owner, a process one name, and a dead process none": () =>
    run(async () => {
      const [a, b] = [idler(), idler()];
      register("behaviour_a", a);
      assert.throws(() => register("behaviour_a", b), { code: "name_taken" });
      assert.throws(() => register("behaviour_a", a), { code: "name_taken" });
      assert.throws(() => register("behaviour_second", a), { code: "name_taken" });
      assert.ok(registered().includes("behaviour_a"));
      await kill(a);
      assert.throws(() => register("behaviour_dead", a), { code: "noproc" });
      assert.equal(whereis("behaviour_dead"), undefined);
      await kill(b);
    }),

  "96: whereis of a free name is undefined; anyone may unregister a taken one": () =>
    run(async () => {
      assert.equal(whereis("behaviour_free"), undefined);
      assert.throws(() => unregister("behaviour_free"), { code: "no_such_name" });
      const pid = idler();
      register("behaviour_free", pid);
      assert.equal(whereis("behaviour_free"), pid);
      unregister("behaviour_free");
      assert.equal(whereis("behaviour_free"), undefined);
      register("behaviour_another", pid);
      assert.equal(whereis("behaviour_another"), pid);
      await kill(pid);
    }),

  "97: a name is free once its owner is dead": () =>
    run(async () => {
      for (let i = 0; i < 10; i++) {
        const pid = await Counter.with({ name: "behaviour_again" }).start(i);
        assert.equal(await Counter.at("behaviour_again").read(), i);
        await kill(pid);
        assert.equal(whereis("behaviour_again"), undefined);
      }
    }),

  "98: Global.registerName never replaces; whereisName gives the pid or undefined": () =>
    run(async () => {
      const [a, b] = [idler(), idler()];
      assert.equal(Global.whereisName("behaviour_g"), undefined);
      assert.equal(await Global.registerName("behaviour_g", a), true);
      assert.equal(await Global.registerName("behaviour_g", b), false);
      assert.equal(Global.whereisName("behaviour_g"), a);
      assert.ok(Global.registeredNames().includes("behaviour_g"));
      assert.equal(await Global.unregisterName("behaviour_g"), undefined);
      assert.equal(await Global.unregisterName("behaviour_g"), undefined);
      assert.equal(Global.whereisName("behaviour_g"), undefined);
      await kill(a, b);
    }),

  "99: a process has at most one global name": () =>
    run(async () => {
      const pid = idler();
      assert.equal(await Global.registerName("behaviour_g1", pid), true);
      assert.equal(await Global.registerName("behaviour_g2", pid), false);
      await kill(pid);
      assert.equal(Global.whereisName("behaviour_g1"), undefined);
    }),

  "100: reRegisterName takes the name over": () =>
    run(async () => {
      const [a, b] = [idler(), idler()];
      await Global.registerName("behaviour_g", a);
      assert.equal(await Global.reRegisterName("behaviour_g", b), true);
      assert.equal(Global.whereisName("behaviour_g"), b);
      await kill(a);
      assert.equal(Global.whereisName("behaviour_g"), b);
      await kill(b);
      assert.equal(Global.whereisName("behaviour_g"), undefined);
    }),

  "101: sending to a free global name is an error, to a taken one it arrives": () =>
    run(async () => {
      assert.throws(() => send(global("behaviour_nobody"), 1), { code: "no_such_name" });
      await Global.registerName("behaviour_somebody", self());
      assert.equal(send(global("behaviour_somebody"), "hello"), "hello");
      assert.equal(await receive(), "hello");
    }),

  "108: a registry of one's own serves start, call, cast, send, stop": () =>
    run(async () => {
      const book = new Phonebook();
      const name = via(book, { number: 42 });
      const key = name.key;
      const Listed = Counter.with({ name });
      const pid = await Listed.start(5);
      assert.equal(book.entries.get(key), pid);
      const error = await failureOf(Listed.start(6));
      assert.ok(error instanceof StartError);
      assert.deepEqual([error.code, error.pid], ["already_started", pid]);
      Counter.at(name).bump(2);
      assert.equal(await Counter.at(name).read(), 7);
      await stop(name);
      assert.equal(book.entries.size, 0);
      assert.equal((await failureOf(Counter.at(name).read())).reason, "noproc");
      Counter.at(name).bump(1);
      const echo = { init: (to: Pid): ["ok", Pid] => ["ok", to], handleInfo: told };
      const listed = await GenServer.start(echo, self(), { name });
      send(name, "hello");
      assert.equal(await receive(), "hello");
      await kill(listed);
      const failing = { init: (): ["stop", string] => ["stop", "no room"] };
      assert.equal((await failureOf(GenServer.start(failing, null, { name }))).reason, "no room");
      assert.equal(book.entries.size, 0);
    }),
};

function told(message: string, to: Pid): ["noreply", Pid] {
  send(to, message);
  return ["noreply", to];
}
