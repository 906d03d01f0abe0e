// Crash reports: one for each crash, with what is needed to find the mistake, and nothing that was to be kept secret.
import pino from "pino";
import { type CrashReport, GenServer, type SupervisorReport, setLogger, stop, supervisor, sys } from "tincture";
import * as rt from "tincture/abi";
import { beforeEach, expect, test } from "vitest";
import { reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

interface Written {
  err?: Error;
  crash?: CrashReport;
  supervisor?: SupervisorReport;
}
let written: Written[];
beforeEach(() => {
  written = [];
  const note = (details: object, text?: string) => {
    written.push(details as Written);
    reports.push(text ?? "");
  };
  setLogger({ error: note, warn: note, info: note });
});
const crashes = () => written.flatMap(({ crash }) => crash ?? []);

const block = {
  init: (password: string) => ({ password, count: 1 }),
  handlers: {
    add: rt.call(function add(state: any) {
      state.count++;
      throw new TypeError("no such thing");
    } as never),
    leave: rt.cast(() => {
      rt.self();
      throw { shutdown: "done" };
    }),
    wait: rt.cast(function* slowly(): Waiting {
      rt.wait(Promise.resolve()) === rt.parked && (yield);
      throw new Error("late");
    } as never),
    ended: rt.terminate((_state, reason) => {
      if ((reason as { shutdown?: string }).shutdown === "broken end") throw new Error("in terminate");
    }),
  },
};
const Vault = rt.genserver("Vault", block as never) as any;

test("a server's crash: pid, name, initial call, last message, state, reason, and the stack in user code", async () => {
  const pid = await Vault.with({ name: "vault" }).start("p");
  await settled(Vault.at(pid).add("x", 2));
  expect(crashes()).toHaveLength(1);
  const [crash] = crashes();
  expect(crash).toMatchObject({
    pid,
    name: "vault",
    parent: null,
    initialCall: "Vault",
    lastMessage: ["add", "x", 2],
    state: { password: "p", count: 2 },
    reason: { name: "TypeError", message: "no such thing" },
  });
  const frames = crash!.stack!.split("\n").slice(1);
  expect(frames[0]).toMatch(/at add \(.*report\.test\.ts:\d+:\d+\)/);
  expect(frames.filter((line) => /dist\/runtime|node:/.test(line))).toEqual([]);
  expect(reports[0]).toMatch(/^server Vault Pid<\d+> "vault" ended with TypeError: no such thing/);
  expect(reports[0]).not.toMatch(/dist\/runtime|node:internal/);
  expect(reports[0]).toMatch(/\n {2}last message: \[ 'add', 'x', 2 \]\n {2}state: /);
  expect((written[0]!.err as Error).message).toBe("no such thing");
});

test("a crash after a wait is reported once too, with the message that was in hand", async () => {
  const pid = await Vault.start("p");
  Vault.at(pid).wait();
  await time.settle();
  expect(crashes().map(({ lastMessage }) => lastMessage)).toEqual([["wait"]]);
});

test("planned ends are not reported; a terminate that throws is", async () => {
  for (const reason of ["normal", "shutdown", { shutdown: "x" }]) {
    const pid = await Vault.start("p");
    await settled(stop(pid, reason));
  }
  expect(written).toEqual([]);
  await settled(stop(await Vault.start("p"), { shutdown: "broken end" }));
  expect(crashes()).toMatchObject([{ lastMessage: "terminate", reason: { message: "in terminate" } }]);
});

test("a process's crash has the name of its function; one that run waits for is not reported, its promise tells", async () => {
  start(function* careless(): Waiting {
    rt.wait(Promise.resolve()) === rt.parked && (yield);
    throw new Error("oops");
  });
  start(function plain() {
    throw new Error("oops");
  });
  await settled(
    rt.run(() => {
      throw new Error("told");
    }),
  );
  await time.settle();
  expect(crashes().map(({ initialCall }) => initialCall)).toEqual(["plain", "careless"]);
});

test("the supervisor's own report: child id, reason, restart count; and when it gives up", async () => {
  const One = rt.genserver(
    "One",
    {
      init: () => ({}),
      handlers: {
        fail: rt.cast(() => {
          throw new Error("broken");
        }),
      },
    } as never,
    { name: "one" },
  ) as any;
  const tree = supervisor({ strategy: "one_for_one", maxRestarts: 1, name: "top" }, () => [One]);
  const pid = await tree.start();
  for (let i = 0; i < 2; i++) {
    One.fail();
    await time.settle();
  }
  const events = written.flatMap(({ supervisor: report }) => report ?? []);
  expect(events.map(({ event, child }) => [event, child.id, child.restarts])).toEqual([
    ["child_ended", "one", 0],
    ["child_ended", "one", 1],
    ["gives_up", "one", 1],
  ]);
  expect(events[0]).toMatchObject({ pid, name: "top", reason: { message: "broken" } });
  expect(crashes()).toHaveLength(2);
  expect(crashes()[0]!.parent).toBe(pid);
  expect(reports[1]).toMatch(/^supervisor top Pid<\d+>: child one Pid<\d+> ended with Error: broken; restart 1$/);
  expect(reports.at(-1)).toMatch(/gives up/);
});

test("a restart that fails is reported with its reason", async () => {
  let fails = 0;
  const Shy = rt.genserver(
    "Shy",
    {
      init: () => {
        if (fails-- > 0) throw new Error("not yet");
        return {};
      },
      handlers: {
        fail: rt.cast(() => {
          throw new Error("broken");
        }),
      },
    } as never,
    { name: "shy" },
  ) as any;
  await supervisor({ strategy: "one_for_one" }, () => [Shy]).start();
  fails = 1;
  Shy.fail();
  await time.settle();
  const events = written.flatMap(({ supervisor: report }) => report ?? []);
  expect(events.map(({ event }) => event)).toEqual(["child_ended", "start_failed"]);
});

/* ---- formatStatus ---- */

const hide = (status: any) => ({
  ...status,
  state: { ...status.state, password: "***" },
  ...("message" in status && { message: status.message[0] }),
});

test("formatStatus keeps secrets out of the report and of sys.getStatus; getState shows the state as it is", async () => {
  const Safe = rt.genserver("Safe", block as never, { formatStatus: hide } as never) as any;
  const pid = await Safe.start("hunter2");
  expect((await settled(sys.getStatus(pid))).value.state).toEqual({ password: "***", count: 1 });
  expect((await settled(sys.getState(pid))).value).toEqual({ password: "hunter2", count: 1 });
  await settled(Safe.at(pid).add("hunter2"));
  expect(crashes()[0]).toMatchObject({ state: { password: "***", count: 2 }, lastMessage: "add" });
  expect(reports.join()).not.toContain("hunter2");
});

test.each([
  [
    "throws",
    () => {
      throw new Error("hunter2");
    },
  ],
  ["gives nothing", () => undefined],
  ["gives a part", () => ({ reason: "hidden" })],
])("a formatStatus that %s shows nothing", async (_how, formatStatus) => {
  const Safe = rt.genserver("Safe", block as never, { formatStatus } as never) as any;
  const pid = await Safe.start("hunter2");
  expect(JSON.stringify((await settled(sys.getStatus(pid))).value)).not.toContain("hunter2");
  await settled(Safe.at(pid).add("hunter2"));
  expect(written).toHaveLength(1);
  expect(reports.join()).not.toContain("hunter2");
});

test("formatStatus of a callback module", async () => {
  const module = {
    init: (): ["ok", object] => ["ok", { password: "hunter2" }],
    handleCast: (): never => {
      throw new Error("broken");
    },
    formatStatus: (status: any) => ({ ...status, state: "hidden" }),
  };
  const pid = await GenServer.start(module as never, 0);
  GenServer.cast(pid, 1);
  await time.settle();
  expect(crashes()[0]!.state).toBe("hidden");
});

/* ---- loggers ---- */

test("a pino logger takes the reports as they are: one line of JSON each, no key twice", async () => {
  const lines: string[] = [];
  setLogger(pino({ name: "app" }, { write: (line: string) => void lines.push(line) }));
  const pid = await Vault.with({ name: "vault" }).start("p");
  await settled(Vault.at(pid).add(1n));
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0]!);
  expect(line).toMatchObject({
    level: 50,
    name: "app",
    pid: process.pid,
    err: { type: "TypeError", message: "no such thing" },
    crash: { pid: { id: pid.id }, name: "vault", initialCall: "Vault", state: { count: 2 } },
  });
  expect(line.err.stack).not.toMatch(/dist\/runtime/);
  expect(lines[0]!.match(/^.*?"err"/)![0].match(/"pid":/g)).toHaveLength(1);
});

test("a logger that throws, or a value that can't be shown, harms nobody", async () => {
  setLogger({
    error: () => {
      throw new Error("disk full");
    },
  } as never);
  const odd = {
    init: () => ({
      get secret(): never {
        throw new Error("not to be read");
      },
    }),
    handlers: block.handlers,
  };
  const Odd = rt.genserver("Odd", odd as never) as any;
  const pid = await Odd.start();
  const { write } = process.stderr;
  process.stderr.write = () => true;
  const { error } = await settled(Odd.at(pid).add());
  process.stderr.write = write;
  expect(error.code).toBe("call_failed");
});
