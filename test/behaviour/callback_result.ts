// What callbacks give, what comes after them, and what nobody planned: items 70-79.
import assert from "node:assert/strict";
import {
  CallError,
  call,
  cast,
  exit,
  GenServer,
  genserver,
  global,
  idle,
  isAlive,
  monitor,
  type Pid,
  receive,
  register,
  registry,
  run,
  self,
  send,
  sendAfter,
  setLogger,
  sleep,
  spawn,
  sys,
  via,
  whereis,
} from "tincture";
import { type Behaviour, drain, endOf, failureOf, reasonOf } from "./observe.js";
import { Counter, told } from "./server.js";

const Deaf = genserver(() => ({ hello: call(() => "hello") }));

const Sleepy = genserver((ms: number, told: Pid) => ({
  hello: call(() => "hello"),
  busy: cast(async (time: number) => {
    await sleep(time);
  }),
  nobody: idle(ms, () => {
    send(told, "idle");
  }),
}));

const Narcissist = genserver(
  () => ({
    mirror: call(async (): Promise<string> => {
      try {
        // tincture-ignore own_call: what it comes to is the point of this test
        return await Narcissist.mirror();
      } catch (error) {
        return error instanceof CallError ? String(error.reason) : "?";
      }
    }),
  }),
  { name: "behaviour_narcissist" },
);

export const callbackResults: Behaviour = {
  "70: what a callback throws is its result; if it is none, a bad return value": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      assert.equal(await GenServer.call(pid, { throws: ["reply", "thrown", 7] }), "thrown");
      assert.equal(await GenServer.call(pid, "state"), 7);
      const error = await failureOf(GenServer.call(pid, { throws: "tea" }));
      assert.deepEqual(error.reason, { bad_return_value: "tea" });
    }),

  "71: a result that is none ends the server": () =>
    run(async () => {
      for (const gives of ["nonsense", undefined, ["reply"], ["noreply"], ["ok", 1]]) {
        const pid = await GenServer.start(told(self()), 1);
        const error = await failureOf(GenServer.call(pid, { gives }));
        assert.deepEqual(error.reason, { bad_return_value: gives });
        assert.deepEqual(await drain(), [{ terminated: { bad_return_value: gives }, state: 1 }]);
      }
      const pid = await GenServer.start(told(self()), 1);
      const ref = monitor(pid);
      GenServer.cast(pid, { gives: ["reply", 1, 2] });
      assert.deepEqual(await reasonOf(ref), { bad_return_value: ["reply", 1, 2] });
    }),

  "72: a call to oneself fails with calling_self, without waiting": () =>
    run(async () => {
      const pid = await Narcissist.start();
      const clock = sendAfter(self(), "clock", 10_000);
      assert.equal(await Narcissist.mirror(), "calling_self");
      assert.equal(clock.left(), 10_000);
      exit(pid, "kill");
      await endOf(pid);
      assert.equal((await failureOf(Counter.at(self()).read())).reason, "calling_self");
    }),

  "73: continue runs right after the callback, before the next message, and may chain": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      GenServer.cast(pid, { gives: ["noreply", 2, { continue: 2 }] });
      GenServer.cast(pid, { note: "next" });
      send(pid, "last");
      assert.equal(await GenServer.call(pid, "state"), 2);
      assert.deepEqual(await drain(), [{ continue: 2 }, { continue: 1 }, { continue: 0 }, "next", { info: "last" }]);
    }),

  "74: the reply is sent before continue runs": () =>
    run(async () => {
      const me = self();
      const module = {
        init: (): ["ok", null] => ["ok", null],
        handleCall: (): any => ["reply", "at once", null, { continue: "later" }],
        async handleContinue(): Promise<any> {
          await sleep(1_000);
          send(me, "continued");
          return ["noreply", null];
        },
      };
      const pid = await GenServer.start(module as never, null);
      assert.equal(await GenServer.call(pid, "hello"), "at once");
      assert.deepEqual(await drain(), []);
      await sleep(1_001);
      assert.deepEqual(await drain(), ["continued"]);
    }),

  "75: the timeout runs when no message comes in time": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      assert.equal(await GenServer.call(pid, { gives: ["reply", "ok", 2, 100] }), "ok");
      await sleep(99);
      assert.deepEqual(await drain(), []);
      await sleep(2);
      assert.deepEqual(await drain(), [{ info: "timeout" }]);
      await sleep(1_000);
      assert.deepEqual(await drain(), []);
    }),

  "76: any message ends the timeout; a system message starts it anew": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      GenServer.cast(pid, { gives: ["noreply", 1, 100] });
      await sleep(50);
      assert.equal(await GenServer.call(pid, "state"), 1);
      await sleep(1_000);
      assert.deepEqual(await drain(), []);
      GenServer.cast(pid, { gives: ["noreply", 1, 100] });
      await sleep(60);
      assert.equal(await sys.getState(pid), 1);
      await sleep(60);
      assert.deepEqual(await drain(), []);
      await sleep(60);
      assert.deepEqual(await drain(), [{ info: "timeout" }]);
    }),

  "77: a timeout of 0 fires at once, unless a message is there": () =>
    run(async () => {
      const pid = await GenServer.start(told(self()), 1);
      GenServer.cast(pid, { gives: ["noreply", 1, 0] });
      await sleep(1);
      assert.deepEqual(await drain(), [{ info: "timeout" }]);
      GenServer.cast(pid, { gives: ["noreply", 1, 0] });
      GenServer.cast(pid, { note: "message" });
      await sleep(1);
      assert.deepEqual(await drain(), ["message"]);
      const sleepy = await Sleepy.start(10, self());
      Sleepy.at(sleepy).busy(50);
      send(sleepy, "wait");
      await sleep(55);
      assert.deepEqual(await drain(), []);
      exit(sleepy, "kill");
    }),

  "78: an unexpected call or cast ends the server, an unexpected message is reported and dropped": () =>
    run(async () => {
      const reports: string[] = [];
      const note = (_details: object, text?: string) => void reports.push(text ?? "");
      setLogger({ error: note, warn: note, info: note });
      const pid = await Deaf.start();
      send(pid, "what is this");
      assert.equal(await Deaf.at(pid).hello(), "hello");
      assert.equal(reports.length, 1);
      for (const ask of [
        (server: Pid) => Counter.at(server).read(),
        (server: Pid) => GenServer.call(server, "hello"),
      ]) {
        const server = await Deaf.start();
        const error = await failureOf(ask(server));
        assert.equal(error.reason.code, "unknown_request");
        assert.ok(!isAlive(server));
      }
      const server = await Deaf.start();
      const ref = monitor(server);
      Counter.at(server).bump(1);
      assert.equal((await reasonOf<any>(ref)).code, "unknown_request");
    }),

  "79: whereis finds local, global and registry names": () =>
    run(async () => {
      const Keys = registry<string>("behaviour_whereis", { keys: "unique" });
      const registryPid = await Keys.start();
      for (const name of ["behaviour_here", global("behaviour_here"), via(Keys, "here")]) {
        assert.equal(whereis(name), undefined);
        const pid = await Deaf.with({ name }).start();
        assert.equal(whereis(name), pid);
        assert.equal(await Deaf.at(name).hello(), "hello");
        const ref = monitor(pid);
        exit(pid, "kill");
        await reasonOf(ref);
        assert.equal(whereis(name), undefined);
      }
      const plain = spawn(async () => await receive());
      register("behaviour_here", plain);
      assert.equal(whereis("behaviour_here"), plain);
      exit(plain, "kill");
      exit(registryPid, "kill");
    }),
};
