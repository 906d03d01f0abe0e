// How servers start: items 45-56.
import assert from "node:assert/strict";
import {
  Agent,
  afterInit,
  call,
  cast,
  exit,
  GenServer,
  genserver,
  global,
  idle,
  ignore,
  info,
  isAlive,
  type Pid,
  receive,
  run,
  StartError,
  self,
  send,
  skip,
  sleep,
  spawn,
  spawnMonitor,
  stop,
  terminate,
  trapExit,
  whereis,
} from "tincture";
import { type Behaviour, drain, endOf, failureOf, reasonOf } from "./observe.js";

/** A server that starts, fails or declines as it is told; `told` hears of every step. */
const Choosy = genserver((what: "start" | "ignore" | "throw" | "exit" | "normal", told?: Pid) => {
  if (what === "ignore") return ignore();
  if (what === "throw") throw new RangeError("no room");
  if (what === "exit") return exit("no config");
  if (what === "normal") return exit("normal");
  return {
    hello: call(() => "hello"),
    end: terminate((reason) => {
      if (told !== undefined) send(told, { terminated: reason });
    }),
  };
});

const Named = genserver(
  (told: Pid) => {
    send(told, "init");
    return { hello: call(() => "hello") };
  },
  { name: "behaviour_named" },
);

const SlowStart = genserver(
  async (told: Pid) => {
    send(told, "init begins");
    await sleep(100);
    send(told, "init ends");
    return {
      who: call(() => "slow"),
    };
  },
  { name: "behaviour_slow_start" },
);

const Continues = genserver((told: Pid) => {
  send(self(), "message from init");
  return {
    first: afterInit(async () => {
      await sleep(10);
      send(told, "afterInit");
    }),
    note: cast((text: string) => {
      send(told, text);
    }),
    other: info((text: string) => {
      send(told, text);
    }),
  };
});

const Sleepy = genserver((told: Pid) => ({
  nobody: idle(50, () => {
    send(told, "idle");
  }),
  hello: call(() => "hello"),
}));

export const starting: Behaviour = {
  "45: start comes back when init has": () =>
    run(async () => {
      const started = SlowStart.start(self());
      assert.equal(await receive(), "init begins");
      const pid = await started;
      assert.deepEqual(await drain(), ["init ends"]);
      assert.equal(whereis("behaviour_slow_start"), pid);
      const linked = await Choosy.startLink("start");
      assert.equal(await Choosy.at(linked).hello(), "hello");
      exit(pid, "kill");
      await endOf(pid);
    }),

  "46: an init that stops: the caller gets the reason, one that traps an EXIT too": () =>
    run(async () => {
      trapExit(true);
      for (const [what, reason] of [
        ["exit", "no config"],
        ["normal", "normal"],
      ] as const) {
        const quiet = await failureOf(Choosy.start(what));
        assert.ok(quiet instanceof StartError);
        assert.deepEqual([quiet.code, quiet.reason], ["init_failed", reason]);
        assert.deepEqual(await drain(), []);
        const linked = await failureOf(Choosy.startLink(what));
        assert.deepEqual([linked.code, linked.reason], ["init_failed", reason]);
        const [exited, ...more] = await drain();
        assert.deepEqual([exited.tag, exited.reason, more], ["EXIT", reason, []]);
      }
      const stops = { init: (reason: unknown): ["stop", unknown] => ["stop", reason] };
      assert.equal((await failureOf(GenServer.start(stops, "no tea"))).reason, "no tea");
    }),

  "47: an init that ignores: the caller is told, the process ends with normal": () =>
    run(async () => {
      assert.equal((await failureOf(Choosy.start("ignore"))).code, "ignored");
      assert.equal((await failureOf(Choosy.startLink("ignore"))).code, "ignored");
      trapExit(true);
      assert.equal((await failureOf(Choosy.startLink("ignore"))).code, "ignored");
      const [exited, ...more] = await drain();
      assert.deepEqual([exited.tag, exited.reason, more], ["EXIT", "normal", []]);
    }),

  "48: an init that throws or exits: that is the reason, terminate is not called": () =>
    run(async () => {
      trapExit(true);
      const thrown = await failureOf(Choosy.startLink("throw", self()));
      assert.equal(thrown.code, "init_failed");
      assert.ok(thrown.reason instanceof RangeError);
      assert.equal((await receive<any>()).reason, thrown.reason);
      assert.equal((await failureOf(Choosy.start("exit", self()))).reason, "no config");
      assert.deepEqual(await drain(), []);
    }),

  "49: an init of a callback module that gives something else": () =>
    run(async () => {
      for (const value of [["okay", 1], 42, undefined]) {
        const error = await failureOf(GenServer.start({ init: () => value as never }, null));
        assert.deepEqual([error.code, error.reason], ["init_failed", { bad_return_value: value }]);
      }
      const throwing = {
        init(): never {
          throw "tea";
        },
      };
      assert.deepEqual((await failureOf(GenServer.start(throwing, null))).reason, { bad_return_value: "tea" });
    }),

  "50: a taken name: already_started with the pid; init is not run, no EXIT comes": () =>
    run(async () => {
      trapExit(true);
      const pid = await Named.start(self());
      assert.deepEqual(await drain(), ["init"]);
      for (const start of [Named.start, Named.startLink]) {
        const error = await failureOf(start(self()));
        assert.ok(error instanceof StartError);
        assert.deepEqual([error.code, error.pid], ["already_started", pid]);
      }
      assert.deepEqual(await drain(), []);
      exit(pid, "kill");
      await endOf(pid);
    }),

  "51: a failing startLink takes a caller that does not trap with it, unless the reason is normal": () =>
    run(async () => {
      const me = self();
      const { ref } = spawnMonitor(async () => {
        await Choosy.startLink("exit").catch(() => send(me, "caught"));
        await receive();
      });
      assert.equal(await reasonOf(ref), "no config");
      const lucky = spawnMonitor(async () => {
        await Choosy.startLink("normal").catch(() => send(me, "caught"));
      });
      assert.equal(await reasonOf(lucky.ref), "normal");
      assert.deepEqual(await drain(), ["caught"]);
    }),

  "52: a start that takes too long: the server is killed, who waits gets timeout and no EXIT": () =>
    run(async () => {
      trapExit(true);
      const Late = SlowStart.with({ startTimeout: 99 });
      const error = await failureOf(Late.startLink(self()));
      assert.ok(error instanceof StartError);
      assert.deepEqual([error.code, error.reason], ["init_failed", "timeout"]);
      assert.equal(whereis("behaviour_slow_start"), undefined);
      await sleep(200);
      assert.deepEqual(await drain(), ["init begins"]);
      const inTime = await SlowStart.with({ startTimeout: 101 }).start(self());
      assert.deepEqual(await drain(), ["init begins", "init ends"]);
      await stop(inTime);
      assert.throws(() => SlowStart.with({ startTimeout: -1 }), { code: "bad_timeout" });
      const never = { init: () => new Promise<never>(() => {}) } as never;
      assert.equal((await failureOf(GenServer.start(never, null, { timeout: 20 }))).reason, "timeout");
      assert.equal((await failureOf(Agent.start(async () => await sleep(30), { timeout: 20 }))).reason, "timeout");
      assert.ok(isAlive(await Agent.start(async () => await sleep(10), { timeout: 20 })));
    }),

  "53: the name is there before init runs, and calls wait for it": () =>
    run(async () => {
      const me = self();
      const started = SlowStart.start(me);
      assert.equal(await receive(), "init begins");
      const pid = whereis("behaviour_slow_start") as Pid;
      spawn(async () => {
        send(me, await SlowStart.who());
      });
      await started;
      assert.equal(await receive(), "init ends");
      assert.equal(await receive(), "slow");
      exit(pid, "kill");
      await endOf(pid);
    }),

  "54: afterInit runs before any message": () =>
    run(async () => {
      const pid = await Continues.start(self());
      Continues.at(pid).note("cast");
      await sleep(20);
      assert.deepEqual(await drain(), ["afterInit", "message from init", "cast"]);
      const module = {
        init: (): ["ok", string[], { continue: string }] => {
          send(self(), "message");
          return ["ok", [], { continue: "continue" }];
        },
        handleContinue: (what: string, state: string[]): ["noreply", string[]] => ["noreply", [...state, what]],
        handleInfo: (what: string, state: string[]): ["noreply", string[]] => ["noreply", [...state, what]],
        handleCall: (_: string, _from: unknown, state: string[]): ["reply", string[], string[]] => [
          "reply",
          state,
          state,
        ],
      };
      assert.deepEqual(await GenServer.call(await GenServer.start(module, null), "state"), ["continue", "message"]);
    }),

  "55: the idle time runs from the start": () =>
    run(async () => {
      const sleepy = await Sleepy.start(self());
      await sleep(49);
      assert.deepEqual(await drain(), []);
      await sleep(2);
      assert.deepEqual(await drain(), ["idle"]);
      exit(sleepy, "kill");
      const me = self();
      const module = {
        init: (): ["ok", null, number] => ["ok", null, 30],
        handleInfo: (what: string): ["noreply", null] => {
          send(me, what);
          return ["noreply", null];
        },
      };
      await GenServer.start(module, null);
      assert.equal(await receive((message) => (message === "timeout" ? message : skip)), "timeout");
      await sleep(1000);
      assert.deepEqual(await drain(), []);
    }),

  "56: a name that is none is an error of the caller": () =>
    run(async () => {
      for (const name of ["", 42, { local: "x" }, null]) {
        const error = await failureOf((async () => Named.with({ name: name as string }).start(self()))());
        assert.equal(error.code, "bad_name", String(name));
      }
      assert.deepEqual(await drain(), []);
      const pid = await Named.with({ name: global("behaviour_named") }).start(self());
      assert.equal(whereis(global("behaviour_named")), pid);
    }),
};
