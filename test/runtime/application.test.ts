// Applications. Numbers are those of the list of OTP's behaviour.
import {
  Agent,
  type Application,
  type ApplicationDefinition,
  application,
  exit,
  GenServer,
  isAlive,
  type Pid,
  sleep,
  supervisor,
  whereis,
} from "tincture";
import * as rt from "tincture/abi";
import { afterEach, expect, test, vi } from "vitest";
import { reports, settled, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();
afterEach(async () => void (await settled(application.stopAll())));

let log: unknown[] = [];

/** An application that notes what happens; its tree is one server, which notes its end. */
function noting(name: string, needs: readonly Application[] = [], more: Partial<ApplicationDefinition> = {}) {
  const Server = {
    init: (): ["ok", string] => {
      log.push(`${name} up`);
      return ["ok", name];
    },
    terminate(reason: unknown) {
      log.push(`${name} down: ${reason}`);
    },
  };
  const Top = supervisor({ name: `${name}_top`, strategy: "one_for_one" }, () => [
    GenServer.child(Server, null, { name, trapExit: true }),
  ]);
  return application({ name, needs, start: () => Top, ...more });
}

const names = (list: readonly Application[]) => list.map(({ name }) => name);

test("227: start starts what it needs first, each once; ensureAllStarted gives the new ones in order", async () => {
  log = [];
  const store = noting("store");
  const cache = noting("cache", [store]);
  const web = noting("web", [cache, store]);
  expect(await settled(cache.start())).toEqual({ value: undefined });
  const started = (await settled(application.ensureAllStarted(web))).value;
  expect([names(started), log]).toEqual([["web"], ["store up", "cache up", "web up"]]);
  expect((await settled(application.ensureAllStarted(web))).value).toEqual([]);
  expect(names(application.running())).toEqual(["store", "cache", "web"]);
  log = [];
  await settled(application.stopAll());
  expect(log).toEqual(["web down: shutdown", "cache down: shutdown", "store down: shutdown"]);
});

test("227: if one fails, those started for it are stopped again", async () => {
  log = [];
  const store = noting("store");
  const before = noting("before");
  await settled(before.start());
  const bad = noting("bad", [before, store], {
    start: () => {
      throw new Error("no config");
    },
  });
  const { error } = await settled(bad.start());
  expect([error.code, error.message, error.cause.message]).toEqual([
    "application_failed",
    "the application bad did not start: Error: no config",
    "no config",
  ]);
  expect([names(application.running()), bad.isRunning]).toEqual([["before"], false]);
  expect(log).toEqual(["before up", "store up", "store down: shutdown"]);
});

test("227: needs that go in a circle are an error that names the path, and nothing starts", async () => {
  log = [];
  const all: Application[] = [];
  const first = application({ name: "first", needs: () => [all[1]!], start: () => exit("never") });
  all.push(first, noting("second", [noting("store"), noting("third", [first])]));
  const { error } = await settled(first.start());
  expect([error.code, error.message.split("\n")[0], log]).toEqual([
    "cyclic_needs",
    "the applications need each other in a circle: first -> second -> third -> first.",
    [],
  ]);
});

test("228: start of one that runs is no error and starts nothing; stop of one that does not is an error", async () => {
  log = [];
  const app = noting("app");
  await settled(Promise.all([app.start(), app.start()]));
  expect(await settled(app.start())).toEqual({ value: undefined });
  expect([log, app.isRunning]).toEqual([["app up"], true]);
  expect(await settled(app.stop())).toEqual({ value: undefined });
  const { error } = await settled(app.stop());
  expect([error.code, error.message]).toEqual(["not_started", "the application app is not running"]);
  await settled(app.start());
  expect(log).toEqual(["app up", "app down: shutdown", "app up"]);
});

test("229: start gives a tree, a pid, or either with a state; anything else is an error", async () => {
  const seen: unknown[] = [];
  const stop = (state: unknown) => void seen.push(state);
  const child = () => Agent.child(() => 1, { name: "top" });
  const ways: unknown[] = [
    child,
    () => ({ top: child(), state: "state" }),
    () => Agent.startLink(() => 1, { name: "top" }),
    async () => ({ top: await Agent.start(() => 1, { name: "top" }), state: 5 }),
  ];
  for (const start of ways) {
    const app = application({ name: "app", start: start as never, stop });
    expect(await settled(app.start())).toEqual({ value: undefined });
    expect(whereis("top")).toBeDefined();
    expect(await settled(app.stop())).toEqual({ value: undefined });
    expect(whereis("top")).toBe(undefined);
  }
  expect(seen).toEqual([undefined, "state", undefined, 5]);
  for (const start of [() => undefined, () => "top", () => ({})]) {
    const { error } = await settled(application({ name: "app", start: start as never }).start());
    expect([error.code, error.cause.code]).toEqual(["application_failed", "application_bad_start"]);
  }
  const odd = application({ name: "app", start: () => ({ startLink: async () => 42 }) as never });
  const { error } = await settled(odd.start());
  expect([error.code, error.message, odd.isRunning]).toEqual([
    "application_failed",
    "the application app did not start: TinctureError: the child child is not described right: its start gave 42, and not a pid",
    false,
  ]);
  const ignoring = application({ name: "app", start: () => GenServer.child({ init: () => "ignore" }, null) });
  expect((await settled(ignoring.start())).error.cause.code).toBe("ignored");
  const failing = application({ name: "app", start: () => Agent.child(() => exit("no config")) });
  expect((await settled(failing.start())).error.cause.reason).toBe("no config");
});

test("a type that there is not is an error, and nothing starts", async () => {
  const app = noting("app");
  for (const options of [{ type: "permanet" }, { typ: "permanent" }, null]) {
    const { error } = await settled(app.start(options as never));
    expect([error.code, app.isRunning]).toEqual([
      expect.stringMatching(/^(bad_option|unknown_option|bad_options)$/),
      false,
    ]);
  }
  expect((await settled(app.start({ type: "permanet" as never }))).error.message).toBe(
    'expected the option type to be "temporary" or "transient" or "permanent"; got permanet',
  );
});

test("230: stop runs prepStop while the tree is up, stops it with shutdown, then runs stop with prepStop's value", async () => {
  log = [];
  const need = noting("need");
  const app = noting("app", [need], {
    prepStop: () => {
      log.push(`prepStop, server ${whereis("app") ? "up" : "down"}`);
      return "value";
    },
    stop: function* (state: unknown): Waiting<any> {
      rt.waitCall(undefined, sleep, 10) === rt.parked && (yield);
      log.push(`stop ${state}, server ${whereis("app") ? "up" : "down"}`);
    },
  });
  await settled(app.start());
  log = [];
  await settled(app.stop(), 10);
  expect(log).toEqual(["prepStop, server up", "app down: shutdown", "stop value, server down"]);
  expect([app.isRunning, need.isRunning]).toEqual([false, true]);
});

test("230: a prepStop or stop that throws is reported, and the application stops all the same", async () => {
  log = [];
  const wrong = () => {
    throw new Error("wrong");
  };
  const app = noting("app", [], { prepStop: wrong, stop: wrong });
  await settled(app.start());
  expect(await settled(app.stop())).toEqual({ value: undefined });
  expect([log, app.isRunning, reports.length]).toEqual([["app up", "app down: shutdown"], false, 2]);
  expect(reports[0]).toBe("application app: prepStop threw Error: wrong; it is stopped all the same");
});

test("231: the end of the top process: temporary is reported, transient ends the program unless normal, permanent always", async () => {
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  const seen: unknown[] = [];
  for (const type of ["temporary", "transient", "permanent"] as const) {
    for (const reason of ["normal", "boom"]) {
      exit.mockClear();
      const app = application({
        name: type,
        start: () => Agent.child(() => 1, { name: "top" }),
        stop: () => void seen.push("stop"),
      });
      await settled(app.start({ type }));
      await settled(Agent.stop("top", reason));
      expect(exit.mock.calls.every(([code]) => code === 1)).toBe(true);
      expect(app.isRunning).toBe(false);
      seen.push([type, reason, exit.mock.calls.length]);
    }
  }
  exit.mockRestore();
  expect(seen).toEqual(
    [
      ["temporary", "normal", 0],
      ["temporary", "boom", 0],
      ["transient", "normal", 0],
      ["transient", "boom", 1],
      ["permanent", "normal", 1],
      ["permanent", "boom", 1],
    ].flatMap((row) => ["stop", row]),
  );
});

test("231: others go on when a temporary application ends; it can be started again", async () => {
  log = [];
  const one = noting("one");
  const two = noting("two");
  await settled(one.start());
  await settled(two.start());
  exit(whereis("one_top") as Pid, "kill");
  await time.settle();
  expect([one.isRunning, two.isRunning, isAlive(whereis("two") as Pid)]).toEqual([false, true, true]);
  expect(reports).toContain("application one ended with killed (temporary)");
  expect(await settled(one.start())).toEqual({ value: undefined });
});

test("232: the environment: get with a default, fetch, put", () => {
  const app = application({ name: "app", start: () => Agent.child(() => 1), env: { port: 80, empty: undefined } });
  const { env } = app;
  expect([env.get("port"), env.get("host"), env.get("host", "local")]).toEqual([80, undefined, "local"]);
  expect([env.fetch("port"), env.fetch("empty"), env.fetch("host")]).toEqual([
    { ok: 80 },
    { ok: undefined },
    undefined,
  ]);
  env.put("port", 81);
  env.delete("empty");
  expect([env.get("port"), env.fetch("empty")]).toEqual([81, undefined]);
});

test("start phases run in order once the tree is up; one that fails takes it down again", async () => {
  log = [];
  const app = noting("app", [], {
    startPhases: {
      warm: function* (): Waiting {
        rt.waitCall(undefined, sleep, 10) === rt.parked && (yield);
        log.push("warm");
      },
      announce: async () => void log.push("announce"),
    },
  });
  await settled(app.start(), 10);
  expect(log).toEqual(["app up", "warm", "announce"]);
  await settled(app.stop());
  log = [];
  const bad = noting("bad", [], { startPhases: { fail: () => exit("no") } });
  expect((await settled(bad.start())).error.message).toBe("the application bad did not start: no");
  expect([log, bad.isRunning]).toEqual([["bad up", "bad down: shutdown"], false]);
});

test("231: a tree that ends right after its start counts as one that ended", async () => {
  const app = application({
    name: "brief",
    start: () => Agent.startLink(() => 1, { name: "brief" }),
    startPhases: { end: () => exit(whereis("brief") as Pid, "kill") },
  });
  expect(await settled(app.start())).toEqual({ value: undefined });
  expect([app.isRunning, reports.at(-1)]).toEqual([false, "application brief ended with killed (temporary)"]);
});
