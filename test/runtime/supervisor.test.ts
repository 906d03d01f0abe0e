// Supervisors in wrong hands: what is wrong is said when it is defined or started, in words that say what to write instead.
import {
  Agent,
  type ChildSpec,
  dynamicSupervisor,
  exit,
  isAlive,
  PartitionSupervisor,
  type Pid,
  type Startable,
  type SupervisorOptions,
  supervisor,
  Task,
  whereis,
} from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { Restarts } from "../../dist/runtime/otp/supervisor_state.js";
import { kept, reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

/** What a definition throws. */
function problem(define: () => unknown): string {
  try {
    define();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

const one = { strategy: "one_for_one" } as const;

test("options that there are not, and values that they can't have, are errors of the definition", () => {
  const define = (options: object) => problem(() => supervisor(options as SupervisorOptions, () => []));
  expect(define({ strategy: "one_for_one", maxRestart: 5 })).toBe(
    "supervisor has no option maxRestart.\nhint: its options are name, strategy, maxRestarts, maxSeconds, autoShutdown",
  );
  expect(define({ ...one, toString: 1 })).toContain("supervisor has no option toString.");
  expect(define({})).toBe(
    'expected the option strategy to be "one_for_one" or "one_for_all" or "rest_for_one"; got undefined',
  );
  for (const maxRestarts of ["3", -1, Number.NaN])
    expect(define({ ...one, maxRestarts })).toBe(
      `expected the option maxRestarts to be a number from 0 up; got ${maxRestarts}`,
    );
  expect(define({ ...one, maxSeconds: 0 })).toBe(
    "expected the option maxSeconds to be a number of seconds over 0; got 0",
  );
  expect(define({ ...one, name: "" })).toContain("expected the option name to be a string that is not empty");
  expect(define(null as never)).toBe("expected the options of supervisor to be an object; got null");
  expect(problem(() => dynamicSupervisor(null as never))).toBe(
    "expected the options of dynamicSupervisor to be an object; got null",
  );
  expect(problem(() => Task.Supervisor(null as never))).toBe(
    "expected the options of Task.Supervisor to be an object; got null",
  );
  expect(problem(() => dynamicSupervisor({ maxChild: 1 } as never))).toContain(
    "dynamicSupervisor has no option maxChild.",
  );
  expect(problem(() => Task.Supervisor({ maxRestarts: "many" } as never))).toContain("the option maxRestarts");
  expect(problem(() => PartitionSupervisor({ copies: 3 } as never, () => Agent.child(() => 0)))).toContain(
    "PartitionSupervisor has no option copies.",
  );
});

test("children are a function's list", async () => {
  const worker = Agent.child(() => 0);
  expect(problem(() => supervisor(one, [worker] as never))).toContain("are given by a function");
  for (const [children, got] of [
    [() => worker, "the child Agent"],
    [() => undefined, "undefined"],
    [async () => [worker], "a promise"],
  ] as const) {
    const { error } = await settled(supervisor(one, children as never).start());
    expect([error.code, error.reason.code]).toEqual(["init_failed", "bad_children"]);
    expect(error.reason.message).toContain(`its function gave ${got}`);
  }
  expect(problem(() => (dynamicSupervisor as any)({}, () => [worker]))).toContain(
    "a dynamic supervisor starts without children",
  );
  expect(problem(() => (dynamicSupervisor as any)(() => [worker]))).toContain(
    "a dynamic supervisor starts without children",
  );
});

test("a child that is none: what it is, and what a child is", async () => {
  const pid = start(function* (): Waiting {
    rt.receive() === rt.parked && (yield);
  });
  const started = Agent.start(() => 1);
  kept((await settled(started)).value);
  const cases: [child: unknown, words: string][] = [
    [{ id: "worker" }, "it has no start"],
    [started, "what it promises was started already"],
    [pid, "it is a process that runs already"],
    [() => worker, "it is a function, and may not have been called"],
    [{ startLink: async () => 1, child: () => 5 }, "its child() gave 5"],
    [undefined, "it can't be started"],
  ];
  const worker = Agent.child(() => 0);
  const Top = supervisor({ ...one, name: "top" }, () => []);
  kept((await settled(Top.start())).value);
  for (const [child, words] of cases) {
    const { error } = await settled(supervisor(one, () => [child as ChildSpec]).start());
    expect([error.reason.code, error.reason.message]).toEqual(["bad_child_spec", expect.stringContaining(words)]);
    const later = await settled(Top.startChild(child as Startable));
    expect([later.error.code, later.error.message]).toEqual(["bad_child_spec", expect.stringContaining(words)]);
  }
  expect(isAlive(whereis("top") as Pid)).toBe(true);
});

test("a start that gives no pid is a start that failed", async () => {
  const odd = { startLink: () => 42 } as never;
  const { error } = await settled(supervisor(one, () => [odd]).start());
  expect(error.reason.shutdown.reason.message).toContain("its start gave 42, and not a pid");
});

test("150: a child that can't live does not live for ever: its supervisor gives up, then the one above, then they are gone", async () => {
  let starts = 0;
  const doomed = Agent.child(
    () => {
      starts++;
      rt.spawn(() => exit(whereis("doomed") as Pid, "no use"));
      return 0;
    },
    { name: "doomed" },
  );
  const Inner = supervisor({ ...one, name: "inner" }, () => [doomed]);
  const Outer = supervisor({ ...one, name: "outer" }, () => [Inner]);
  kept((await settled(Outer.start())).value);
  await time.settle(1000);
  expect([starts, whereis("inner"), whereis("outer")]).toEqual([16, undefined, undefined]);
  expect(reports.filter((text) => text.includes("it gives up")).length).toBe(5);
});

test("without a limit of restarts other processes go on, and nothing is kept of them", async () => {
  let starts = 0;
  const failing = Agent.child(
    () => {
      if (starts++ > 0) throw new Error("never again");
      return 0;
    },
    { name: "failing" },
  );
  const Top = supervisor({ ...one, maxRestarts: Number.POSITIVE_INFINITY, name: "endless" }, () => [failing]);
  const pid = kept((await settled(Top.start())).value);
  exit(whereis("failing") as Pid, "kill");
  let turns = 0;
  const other = start(function* (): Waiting {
    for (; turns < 100; turns++) {
      yield* again();
    }
    exit(pid, "kill");
  });
  function* again(): Waiting {
    rt.send(rt.self(), "again");
    rt.receive() === rt.parked && (yield);
  }
  await time.settle();
  expect([turns, isAlive(other), isAlive(pid)]).toEqual([100, false, false]);
  expect(starts).toBeGreaterThan(1);
});

test("153: the window of restarts slides", async () => {
  const restarts = new Restarts({ maxRestarts: 2, maxSeconds: 5 });
  const answers = [];
  for (const ms of [0, 1000, 4000, 2000]) {
    await time.advance(ms);
    answers.push(restarts.add());
  }
  expect(answers).toEqual([true, true, false, true]);
});
