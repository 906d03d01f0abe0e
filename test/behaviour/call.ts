// Calls, casts, other messages: items 57-69.
import assert from "node:assert/strict";
import {
  CallError,
  call,
  callLater,
  cast,
  exit,
  type From,
  GenServer,
  genserver,
  global,
  info,
  monitor,
  type Pid,
  reply,
  run,
  self,
  send,
  sleep,
  spawn,
  spawnMonitor,
  terminate,
} from "tincture";
import { type Behaviour, drain, failureOf, reasonOf } from "./observe.js";
import { Counter, told } from "./server.js";

/** A server that ends in all ways there are; `told` hears of its terminate. */
const Mortal = genserver((told: Pid) => ({
  hello: call(() => "hello"),
  crash: call(() => {
    throw new RangeError("crashed");
  }),
  leave: call((reason: string): string => exit(reason)),
  slow: call(async () => {
    await sleep(1_000);
    return "done";
  }),
  crashSlowly: call(async () => {
    await sleep(10);
    throw new RangeError("crashed");
  }),
  crashInCast: cast(() => {
    throw new RangeError("crashed");
  }),
  end: terminate((reason) => {
    send(told, { terminated: reason });
  }),
}));

const Desk = genserver(() => {
  const waiting: From<string>[] = [];
  return {
    ask: callLater((from: From<string>) => {
      waiting.push(from);
    }),
    waiting: call(() => waiting.length),
    answer: cast((which: number, text: string) => {
      const [from] = waiting.splice(which, 1);
      if (from !== undefined) spawn(() => reply(from, text));
    }),
    answerTwice: cast(() => {
      const from = waiting.shift() as From<string>;
      reply(from, "first");
      reply(from, "second");
    }),
  };
});

const Listener = genserver((told: Pid) => ({
  hello: call(() => "hello"),
  other: info((message: unknown) => {
    send(told, { info: message });
  }),
}));

export const calling: Behaviour = {
  "57: a reply goes to the caller, and the new state is used from the next message on": () =>
    run(async () => {
      const counter = Counter.at(await Counter.start(5));
      assert.deepEqual([await counter.next(), await counter.next(), await counter.read()], [6, 7, 7]);
      const pid = await GenServer.start(told(self()), 0);
      assert.equal(await GenServer.call(pid, { gives: ["reply", "one", 1] }), "one");
      assert.equal(await GenServer.call(pid, "state"), 1);
    }),

  "58: messages are handled one at a time, in the order of arrival": () =>
    run(async () => {
      const counter = Counter.at(await Counter.start(0));
      for (let i = 1; i <= 100; i++) counter.bump(i);
      assert.equal(await counter.read(), 5050);
      const slow = counter.slow(50);
      counter.bump(1);
      const reads = [counter.read(), counter.next(), counter.read()];
      assert.equal(await slow, "slow");
      assert.deepEqual(await Promise.all(reads), [5051, 5052, 5052]);
    }),

  "59: an answer may come later, from any process, in any order among callers": () =>
    run(async () => {
      const desk = Desk.at(await Desk.start());
      const asked = [desk.ask(), desk.ask(), desk.ask()];
      assert.equal(await desk.waiting(), 3);
      for (const [which, text] of [
        [2, "third"],
        [0, "first"],
        [0, "second"],
      ] as const)
        desk.answer(which, text);
      assert.deepEqual(await Promise.all(asked), ["first", "second", "third"]);
      const last = desk.ask();
      desk.answerTwice();
      assert.equal(await last, "first");
      assert.deepEqual(await drain(), []);
    }),

  "60: cast never fails": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      for (const address of [pid, "behaviour_nobody", global("behaviour_nobody")]) {
        assert.equal(Counter.at(address).bump(1), undefined);
        assert.equal(GenServer.cast(address, "hello"), undefined);
      }
    }),

  "61: any other message goes to info": () =>
    run(async () => {
      const pid = await Listener.start(self());
      for (const message of ["text", { tag: "object" }, null]) send(pid, message);
      assert.equal(await Listener.at(pid).hello(), "hello");
      assert.deepEqual(await drain(), [{ info: "text" }, { info: { tag: "object" } }, { info: null }]);
    }),

  "62: a call with nobody there fails with noproc": () =>
    run(async () => {
      const { pid, ref } = spawnMonitor(() => {});
      await reasonOf(ref);
      for (const address of [pid, "behaviour_nobody", global("behaviour_nobody")]) {
        const error = await failureOf(Counter.at(address).slow(3));
        assert.ok(error instanceof CallError);
        assert.deepEqual([error.reason, error.server, error.request], ["noproc", address, "slow/1"]);
      }
      const careless = spawnMonitor(async () => await Counter.at("behaviour_nobody").read());
      const reason = await reasonOf(careless.ref);
      assert.ok(reason instanceof CallError && reason.reason === "noproc");
    }),

  "63: a call times out, after 5000 ms unless told; the server goes on": () =>
    run(async () => {
      const me = self();
      const pid = await Counter.start(0);
      spawn(async () => {
        send(me, await failureOf(Counter.at(pid).slow(6_000)));
      });
      await sleep(4_999);
      assert.deepEqual(await drain(), []);
      await sleep(2);
      const [error] = await drain();
      assert.deepEqual([error.reason, error.request], ["timeout", "slow/1"]);
      const patient = Counter.with({ timeout: 10_000 }).at(pid);
      assert.equal(await patient.read(), 0);
      const hasty = Counter.with({ timeout: 10 }).at(pid);
      assert.equal((await failureOf(hasty.slow(50))).reason, "timeout");
      assert.equal(await patient.next(), 1);
      for (const timeout of [-1, Number.NaN]) {
        assert.equal((await failureOf(GenServer.call(pid, "hello", timeout))).code, "bad_timeout");
        assert.throws(() => Counter.with({ timeout }), { code: "bad_timeout" });
      }
      assert.equal(await patient.next(), 2);
    }),

  "64: a reply after the caller gave up is dropped": () =>
    run(async () => {
      const pid = await Counter.start(0);
      try {
        await Counter.with({ timeout: 10 }).at(pid).slow(50);
        assert.fail("it should time out");
      } catch (error) {
        assert.equal((error as CallError).reason, "timeout");
      }
      await sleep(100);
      assert.deepEqual(await drain(), []);
      assert.equal(await Counter.at(pid).read(), 0);
    }),

  "65: a server that dies during the call: the caller gets its reason": () =>
    run(async () => {
      for (const [signal, reason] of [
        ["boom", "boom"],
        ["kill", "killed"],
        ["shutdown", "shutdown"],
      ]) {
        const pid = await Mortal.start(self());
        const asked = [Mortal.at(pid).slow(), Mortal.at(pid).hello()].map(failureOf);
        exit(pid, signal);
        for (const error of await Promise.all(asked)) assert.equal(error.reason, reason);
      }
      const leaving = await Mortal.start(self());
      assert.equal((await failureOf(Mortal.at(leaving).leave("normal"))).reason, "normal");
    }),

  "66: a stop with a reply: the caller gets the reply, then the server ends": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      const ref = monitor(pid);
      assert.equal(await GenServer.call(pid, { gives: ["stop", "normal", "bye", 2] }), "bye");
      assert.equal(await reasonOf(ref), "normal");
      assert.deepEqual(await drain(), [{ terminated: "normal", state: 2 }]);
    }),

  "67: a stop without a reply: the caller gets the reason": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      const error = await failureOf(GenServer.call(pid, { gives: ["stop", "tired", 2] }));
      assert.deepEqual([error.reason, error.request], ["tired", "call"]);
      assert.deepEqual(await drain(), [{ terminated: "tired", state: 2 }]);
    }),

  "68: a handler that throws ends the server, and its caller gets the same": () =>
    run(async () => {
      for (const crash of ["crash", "crashSlowly"] as const) {
        const pid = await Mortal.start(self());
        const ref = monitor(pid);
        const error = await failureOf(Mortal.at(pid)[crash]());
        assert.ok(error instanceof CallError && error.reason instanceof RangeError);
        assert.equal(await reasonOf(ref), error.reason);
        assert.deepEqual(await drain(), [{ terminated: error.reason }]);
      }
      const pid = await Mortal.start(self());
      const ref = monitor(pid);
      try {
        await Mortal.at(pid).crash();
        assert.fail("it should have failed");
      } catch (error) {
        assert.ok(error instanceof CallError && error.reason === (await reasonOf(ref)));
      }
    }),

  "69: a handler that exits ends the server with that reason, after terminate": () =>
    run(async () => {
      for (const reason of ["odd", "normal", "shutdown"]) {
        const pid = await Mortal.start(self());
        const ref = monitor(pid);
        assert.equal((await failureOf(Mortal.at(pid).leave(reason))).reason, reason);
        assert.equal(await reasonOf(ref), reason);
        assert.deepEqual(await drain(), [{ terminated: reason }]);
      }
    }),
};
