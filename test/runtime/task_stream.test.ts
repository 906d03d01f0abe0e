// Task.asyncStream and Task.Supervisor. Numbers are those of the list of OTP's behaviour.
import { availableParallelism } from "node:os";
import { exit, isAlive, monitor, type Outcome, type Pid, self, skip, sleep, Task, trapExit } from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { kept, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

let running = 0;
let most = 0;
let begun: unknown[] = [];

/** Work that takes as many milliseconds as its item says; a negative one fails. */
const work: any = function* (ms: number): Waiting<any> {
  begun.push(ms);
  running++;
  most = Math.max(most, running);
  if (rt.waitCall(undefined, sleep, Math.abs(ms)) === rt.parked) yield;
  running--;
  if (ms < 0) exit("boom");
  return ms;
};

/** Everything that is in the mailbox now. */
function mailbox(): any[] {
  const all: unknown[] = [];
  for (;;) {
    const message = rt.receive(undefined, rt.after(0, () => skip) as never);
    if (message === skip) return all;
    all.push(message);
  }
}

/** `for await (const outcome of stream) seen.push(outcome)` as the plugin writes it; leaves after `count`. */
function* collect(stream: AsyncIterable<Outcome<any>>, seen: any[], count = Number.POSITIVE_INFINITY): Waiting<void> {
  let tmp: any;
  const iterator = stream[Symbol.asyncIterator]();
  for (let i = 0; i < count; i++) {
    const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
    if (step.done) return;
    seen.push(step.value);
  }
  rt.wait(iterator.return?.()) === rt.parked && (yield);
}

async function seenBy(body: (seen: any[]) => Waiting<any>, within = 60_000): Promise<any[]> {
  const seen: any[] = [];
  running = 0;
  most = 0;
  begun = [];
  start(function* (): Waiting<any> {
    yield* body(seen);
  });
  await time.settle(within);
  return seen;
}

const ok = (value: unknown) => ({ ok: value });

test("195: results in the order of the items, so many at a time", async () => {
  const items = [30, 10, 20, 5, 1];
  const seen = await seenBy((seen) => collect(Task.asyncStream(items, work, { maxConcurrency: 2 }), seen));
  expect([seen, most, begun]).toEqual([items.map(ok), 2, items]);
});

test("195: as many at a time as processors by default; lazy", async () => {
  const items = Array.from({ length: 4 * availableParallelism() }, () => 10);
  const seen = await seenBy(function* (seen) {
    const stream = Task.asyncStream(items, work);
    rt.waitCall(undefined, sleep, 100) === rt.parked && (yield);
    seen.push(begun.length);
    yield* collect(stream, seen);
  });
  expect([seen.length, seen[0], most]).toEqual([items.length + 1, 0, availableParallelism()]);
});

test("195: items may come one by one, and outcomes do not wait for the next item", async () => {
  async function* items() {
    yield 1;
    yield 2;
    await sleep(50);
    yield 3;
  }
  const times: number[] = [];
  const begin = time.now();
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const iterator = Task.asyncStream(items(), work, { maxConcurrency: 8 })[Symbol.asyncIterator]();
    for (;;) {
      const step = (tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp;
      if (step.done) break;
      times.push(time.now() - begin);
      seen.push(step.value);
    }
  });
  expect([seen, times]).toEqual([
    [ok(1), ok(2), ok(3)],
    [1, 2, 53],
  ]);
});

test("196: ordered: false gives outcomes as they come", async () => {
  const seen = await seenBy((seen) =>
    collect(Task.asyncStream([30, 10, 20], work, { ordered: false, maxConcurrency: 3 }), seen),
  );
  expect(seen).toEqual([10, 20, 30].map(ok));
});

test("197: a failing task is an outcome when the taker traps exits, else the taker dies", async () => {
  const options = { maxConcurrency: 3 };
  const trapping = await seenBy(function* (seen) {
    trapExit(true);
    yield* collect(Task.asyncStream([10, -5, 1], work, options), seen);
    seen.push(mailbox().every(({ tag }) => tag === "EXIT"));
  });
  expect(trapping).toEqual([ok(10), { exit: "boom" }, ok(1), true]);
  let taker: Pid | undefined;
  const not = await seenBy(function* (seen) {
    taker = self();
    yield* collect(Task.asyncStream([1, -5, 10], work, options), seen);
    seen.push("went on");
  });
  expect([not, isAlive(taker!)]).toEqual([[ok(1)], false]);
});

test("198: a task that takes too long ends the taker's loop, or with kill_task is an outcome", async () => {
  const seen = await seenBy(function* (seen) {
    try {
      yield* collect(Task.asyncStream([1, 6000], work), seen);
    } catch (error: any) {
      seen.push(error.name, error.reason);
    }
    const options = { timeout: 50, onTimeout: "kill_task", maxConcurrency: 2 } as const;
    yield* collect(Task.asyncStream([1, 60, 2], work, options), seen);
    seen.push(mailbox());
  });
  expect(seen).toEqual([ok(1), "ExitError", "timeout", ok(1), { exit: "timeout" }, ok(2), []]);
});

test("199: taking only some outcomes ends the tasks that still run, and leaves no messages", async () => {
  const tasks: Pid[] = [];
  const closed: string[] = [];
  function* items() {
    try {
      yield 1;
      yield 1e6;
      yield 1e6;
    } finally {
      closed.push("input");
    }
  }
  const seen = await seenBy(function* (seen) {
    const noting: any = function* (ms: number): Waiting<any> {
      tasks.push(self());
      return yield* work(ms);
    };
    yield* collect(Task.asyncStream(items(), noting, { maxConcurrency: 2 }), seen, 1);
    seen.push(mailbox());
  });
  expect([seen, tasks.map(isAlive), closed]).toEqual([[ok(1), []], [false, false], ["input"]]);
});

test("199: a taker that ends without closing leaves no tasks either", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const iterator = Task.asyncStream([1, 1e6], work)[Symbol.asyncIterator]();
    seen.push((tmp = rt.waitCall(iterator, iterator.next)) === rt.parked ? yield : tmp);
  });
  expect(seen).toEqual([{ done: false, value: ok(1) }]);
  expect(time.pending).toBe(false);
});

test("a stream in ordinary code gives failures as outcomes", async () => {
  const all: unknown[] = [];
  const taken = (async () => {
    for await (const outcome of Task.asyncStream([10, -5, 1], work, { maxConcurrency: 2 })) all.push(outcome);
    for await (const outcome of Task.asyncStream([], work)) all.push(outcome);
  })();
  await settled(taken, 100);
  expect(all).toEqual([ok(10), { exit: "boom" }, ok(1)]);
  const late = (async () => {
    for await (const _ of Task.asyncStream([1, 100], work, { timeout: 10 })) void _;
  })();
  expect((await settled(late, 20)).error.reason).toBe("timeout");
});

test("options that there are not, and values that they can't have, are errors before anything runs", () => {
  const stream = (options: object) => () => Task.asyncStream([], work, options);
  const message = (text: string) => expect.objectContaining({ message: expect.stringContaining(text) });
  expect(stream({ maxConcurrency: 0 })).toThrow(message("maxConcurrency to be a number from 1 up; got 0"));
  expect(stream({ timeout: -1 })).toThrow(message("timeout to be a number from 0 up; got -1"));
  expect(stream({ onTimeout: "kill" })).toThrow(message('onTimeout to be "exit" or "kill_task"; got kill'));
  expect(stream({ maxConcurency: 1 })).toThrow(message("Task.asyncStream has no option maxConcurency."));
});

test("an input that fails ends the stream with its error, and the tasks", async () => {
  function* items() {
    yield 1e6;
    throw new Error("no more");
  }
  const seen = await seenBy(function* (seen) {
    try {
      yield* collect(Task.asyncStream(items(), work), seen);
    } catch (error: any) {
      seen.push(error.message);
    }
  });
  expect([seen, time.pending]).toEqual([["no more"], false]);
});

const Jobs = Task.Supervisor({ name: "jobs", maxChildren: 3 });

test("200: a failure of asyncNolink reaches the caller as DOWN alone; yield gives the reason", async () => {
  kept(await Jobs.start());
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const bad = () => exit("boom");
    const task: any = (tmp = rt.waitCall(Jobs, Jobs.asyncNolink, bad)) === rt.parked ? yield : tmp;
    seen.push((tmp = rt.waitCall(Task, Task.yield, task)) === rt.parked ? yield : tmp);
    const other: any = (tmp = rt.waitCall(Jobs, Jobs.asyncNolink, bad)) === rt.parked ? yield : tmp;
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    seen.push(mailbox().map(({ tag, ref, reason }) => [tag, ref === other.ref, reason]));
    const good: any = (tmp = rt.waitCall(Jobs, Jobs.asyncNolink, () => 5)) === rt.parked ? yield : tmp;
    seen.push((tmp = rt.waitCall(Task, Task.await, good)) === rt.parked ? yield : tmp, mailbox());
  });
  expect(seen).toEqual([{ exit: "boom" }, [["DOWN", true, "boom"]], 5, []]);
});

test("201: async of a supervisor links to the caller too; a failing task does not hurt the supervisor", async () => {
  const supervisor = kept(await Jobs.start());
  let pid: Pid | undefined;
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    pid = self();
    const good: any = (tmp = rt.waitCall(Jobs, Jobs.async, () => 5)) === rt.parked ? yield : tmp;
    seen.push((tmp = rt.waitCall(Task, Task.await, good)) === rt.parked ? yield : tmp);
    const bad: any = (tmp = rt.waitCall(Jobs, Jobs.async, () => exit("boom"))) === rt.parked ? yield : tmp;
    seen.push((tmp = rt.waitCall(Task, Task.yield, bad)) === rt.parked ? yield : tmp);
  });
  expect([seen, isAlive(pid!), isAlive(supervisor)]).toEqual([[5], false, true]);
});

test("202: startChild starts and forgets; children lists pids; terminateChild ends one", async () => {
  kept(await Jobs.start());
  const forever: any = function* (): Waiting {
    if (rt.receive() === rt.parked) yield;
  };
  const one = (await settled(Jobs.startChild(forever))).value;
  const two = (await settled(Jobs.startChild(forever))).value;
  expect((await settled(Jobs.children())).value).toEqual([one, two]);
  expect(await settled(Jobs.terminateChild(one))).toEqual({ value: undefined });
  expect([isAlive(one), (await settled(Jobs.children())).value]).toEqual([false, [two]]);
  expect((await settled(Jobs.terminateChild(one))).error.code).toBe("not_found");
  exit(two, "kill");
  await time.settle();
  expect((await settled(Jobs.children())).value).toEqual([]);
  let tries = 0;
  const flaky: any = () => {
    if (++tries < 3) exit("again");
  };
  await settled(Jobs.startChild(flaky, { restart: "transient" }));
  expect(tries).toBe(3);
});

test("203: maxChildren makes async fail, and a stream end its tasks and fail", async () => {
  kept(await Jobs.start());
  const seen = await seenBy(function* (seen) {
    try {
      yield* collect(Jobs.asyncStream([1e6, 1e6, 1e6, 1e6], work, { maxConcurrency: 4 }), seen);
    } catch (error: any) {
      seen.push(error.code);
    }
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    let tmp: any;
    seen.push((tmp = rt.waitCall(Jobs, Jobs.children)) === rt.parked ? yield : tmp);
    yield* collect(Jobs.asyncStreamNolink([3, -2, 1], work, { maxConcurrency: 3 }), seen);
    const tasks = [];
    try {
      for (let i = 0; i < 4; i++)
        tasks.push((tmp = rt.waitCall(Jobs, Jobs.async, work.bind(undefined, 10))) === rt.parked ? yield : tmp);
    } catch (error: any) {
      seen.push(tasks.length, error.code);
    }
  });
  expect(seen).toEqual(["max_children", [], ok(3), { exit: "boom" }, ok(1), 3, "max_children"]);
});

test("a task supervisor ends its tasks in order when it stops", async () => {
  const Own = Task.Supervisor();
  const supervisor = kept(await Own.start());
  const reasons: unknown[] = [];
  const task = (await settled(Own.startChild((() => new Promise(() => {})) as never))).value;
  start(function* (): Waiting {
    let tmp: any;
    monitor(task);
    reasons.push(((tmp = rt.receive()) === rt.parked ? yield : tmp).reason);
  });
  await time.settle();
  exit(supervisor, "shutdown");
  await time.settle();
  expect([reasons, isAlive(supervisor)]).toEqual([["shutdown"], false]);
});
