// Task: one result, one owner. Numbers are those of the list of OTP's behaviour.
import {
  demonitor,
  dictionary,
  exit,
  isAlive,
  link,
  type Pid,
  self,
  send,
  skip,
  sleep,
  Task,
  type TaskRef,
  trapExit,
} from "tincture";
import * as rt from "tincture/abi";
import { expect, test } from "vitest";
import { reports, settled, start, time, useVirtualTime, type Waiting } from "./virtual.js";

useVirtualTime();

/** Work that takes `ms` milliseconds. */
const slow = (ms: number, value: unknown = ms) =>
  function* (): Waiting<any> {
    if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
    return value;
  };
/** Work that fails after `ms` milliseconds. */
const failing = (ms: number, reason = "boom") =>
  function* (): Waiting<any> {
    if (rt.waitCall(undefined, sleep, ms) === rt.parked) yield;
    exit(reason);
  };

/** Everything that is in the mailbox now. */
function mailbox(): unknown[] {
  const all: unknown[] = [];
  for (;;) {
    const message = rt.receive((m: unknown) => m, rt.after(0, () => skip) as never);
    if (message === skip) return all;
    all.push(message);
  }
}

/** Runs a body until all wait, `within` ms long, and gives what it collected. */
async function seenBy(body: (seen: any[]) => Waiting<any>, within = 60_000): Promise<any[]> {
  const seen: any[] = [];
  start(function* (): Waiting<any> {
    yield* body(seen);
  });
  await time.settle(within);
  return seen;
}

test("186: async sends the result to the caller; await takes it, and no DOWN is left", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const task = Task.async(slow(10, { n: 1 }));
    seen.push((tmp = rt.waitCall(Task, Task.await, task)) === rt.parked ? yield : tmp);
    rt.waitCall(undefined, sleep, 10) === rt.parked && (yield);
    seen.push(mailbox(), isAlive(task.pid));
  });
  expect(seen).toEqual([{ n: 1 }, [], false]);
});

test("186: the result is a message that names the task, for owners that do not await", async () => {
  const seen = await seenBy(function* (seen) {
    const task = Task.async(() => "done");
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    const [result, down] = mailbox() as any[];
    seen.push(result.tag, result.ref === task.ref, result.result, down.tag, down.ref === task.ref, down.reason);
    const other = Task.async(slow(1));
    demonitor(other.ref!, { flush: true });
    rt.waitCall(undefined, sleep, 5) === rt.parked && (yield);
    seen.push(mailbox());
  });
  expect(seen).toEqual(["TASK", true, "done", "DOWN", true, "normal", []]);
});

test("186: a result that came long ago is picked out of a full mailbox, the rest stays in order", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    send(self(), 1);
    const task = Task.async(() => "value");
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    send(self(), 2);
    seen.push((tmp = rt.waitCall(Task, Task.await, task)) === rt.parked ? yield : tmp, mailbox());
  });
  expect(seen).toEqual(["value", [1, 2]]);
});

test("187: a task that fails kills its non-trapping caller", async () => {
  const seen: unknown[] = [];
  const owner = start(function* (): Waiting {
    try {
      if (rt.waitCall(Task, Task.await, Task.async(failing(5))) === rt.parked) yield;
    } catch {
      seen.push("caught");
    }
    seen.push("went on");
  });
  start(function* (): Waiting {
    let tmp: any;
    trapExit(true);
    link(owner);
    seen.push(((tmp = rt.receive()) === rt.parked ? yield : tmp).reason);
  });
  await time.settle(100);
  expect(seen).toEqual(["boom"]);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain("task");
});

test("187: the await of a trapping caller throws the reason; a failure is reported once", async () => {
  const seen = await seenBy(function* (seen) {
    trapExit(true);
    const task = Task.async(() => {
      throw new Error("no luck");
    });
    try {
      if (rt.waitCall(Task, Task.await, task) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.name, error.code, error.reason.message, error.message);
    }
    seen.push(mailbox().map((m: any) => m.tag));
  });
  expect(seen).toEqual(["ExitError", "exit", "no luck", "Task.await: the task ended with Error: no luck", ["EXIT"]]);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain("task");
});

test("188: await times out after 5 s by default, and a late result does not reach the mailbox", async () => {
  const seen = await seenBy(function* (seen) {
    const task = Task.async(slow(6000));
    try {
      if (rt.waitCall(Task, Task.await, task) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.reason, isAlive(task.pid));
    }
    rt.waitCall(undefined, sleep, 5000) === rt.parked && (yield);
    seen.push(isAlive(task.pid), mailbox());
  });
  expect(seen).toEqual(["timeout", true, false, []]);
});

test("188: uncaught, the timeout ends the caller and with it the task", async () => {
  let task: TaskRef<unknown> | undefined;
  const owner = start(function* (): Waiting {
    task = Task.async(slow(1_000_000));
    if (rt.waitCall(Task, Task.await, task, 20) === rt.parked) yield;
  });
  await time.advance(19);
  expect([isAlive(owner), isAlive(task!.pid)]).toEqual([true, true]);
  await time.advance(1);
  expect([isAlive(owner), isAlive(task!.pid)]).toEqual([false, false]);
});

test("189: await by another process than the owner is an error, at once", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const task = Task.async(slow(10));
    rt.spawn(function* (): Waiting {
      for (const wait of [Task.await, Task.yield, Task.shutdown] as any[]) {
        try {
          if (rt.waitCall(Task, wait, task) === rt.parked) yield;
        } catch (error: any) {
          seen.push(error.code);
        }
      }
      try {
        Task.ignore(task);
      } catch (error: any) {
        seen.push(error.code);
      }
    });
    seen.push((tmp = rt.waitCall(Task, Task.await, task)) === rt.parked ? yield : tmp);
  });
  expect(seen).toEqual(["not_owner", "not_owner", "not_owner", "not_owner", 10]);
});

test("189: await of a process's task in ordinary code is an error", async () => {
  let task: TaskRef<unknown> | undefined;
  start(function* (): Waiting {
    task = Task.async(slow(10));
    if (rt.waitCall(undefined, sleep, 100) === rt.parked) yield;
  });
  await time.settle();
  const { error } = await settled(Task.await(task!));
  expect([error.code, error.message]).toEqual([
    "not_owner",
    expect.stringContaining("and only that process gets its result; this is no process"),
  ]);
});

test("190: a caller that dies takes its tasks with it", async () => {
  const tasks: Pid[] = [];
  const owner = start(function* (): Waiting {
    tasks.push(Task.async(slow(1e6)).pid, Task.async(slow(1e6)).pid);
    if (rt.receive() === rt.parked) yield;
    exit("enough");
  });
  await time.settle();
  send(owner, "go");
  await time.settle();
  expect(tasks.map(isAlive)).toEqual([false, false]);
});

test("191: yield gives the value, the exit reason, or nothing while the task goes on", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    trapExit(true);
    const task = Task.async(slow(10));
    seen.push((tmp = rt.waitCall(Task, Task.yield, task, 5)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Task, Task.yield, task, 0)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Task, Task.yield, task)) === rt.parked ? yield : tmp);
    const bad = Task.async(failing(1));
    seen.push((tmp = rt.waitCall(Task, Task.yield, bad)) === rt.parked ? yield : tmp);
    seen.push(mailbox().map((m: any) => m.tag));
  });
  expect(seen).toEqual([undefined, undefined, { ok: 10 }, { exit: "boom" }, ["EXIT", "EXIT"]]);
});

test("192: shutdown gives the value that was there, the reason of an end of its own, or nothing when it was stopped", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const done = Task.async(() => "value");
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, done)) === rt.parked ? yield : tmp);
    const stopped = Task.async(slow(1000));
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, stopped)) === rt.parked ? yield : tmp);
    const killed = Task.async(slow(1000));
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, killed, "brutal_kill")) === rt.parked ? yield : tmp);
    seen.push(mailbox());
    trapExit(true);
    const failed = Task.async(failing(0));
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, failed)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, failed)) === rt.parked ? yield : tmp);
  });
  expect(seen).toEqual([{ ok: "value" }, undefined, undefined, [], { exit: "boom" }, { exit: "noproc" }]);
});

test("192: a task that does not shut down is killed after the timeout", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const stubborn = Task.async(function* (): Waiting {
      trapExit(true);
      for (;;) if (rt.receive() === rt.parked) yield;
    });
    const polite = Task.async(function* (): Waiting<string> {
      trapExit(true);
      if (rt.receive() === rt.parked) yield;
      return "last words";
    });
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, stubborn, 50)) === rt.parked ? yield : tmp);
    seen.push(isAlive(stubborn.pid));
    seen.push((tmp = rt.waitCall(Task, Task.shutdown, polite, 50)) === rt.parked ? yield : tmp, mailbox());
  });
  expect(seen).toEqual([undefined, false, { ok: "last words" }, []]);
});

test("193: after ignore neither results nor failures reach the caller", async () => {
  const seen = await seenBy(function* (seen) {
    const good = Task.async(slow(5));
    const bad = Task.async(failing(5));
    const done = Task.async(() => "value");
    rt.waitCall(undefined, sleep, 1) === rt.parked && (yield);
    seen.push(Task.ignore(good), Task.ignore(bad), Task.ignore(done));
    rt.waitCall(undefined, sleep, 10) === rt.parked && (yield);
    seen.push(mailbox(), isAlive(good.pid));
  });
  expect(seen).toEqual([undefined, undefined, { ok: "value" }, [], false]);
});

test("194: awaitMany gives the results in the order of the tasks, with one timeout for all", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const tasks = [slow(30), slow(10), slow(20)].map((work) => Task.async(work));
    seen.push((tmp = rt.waitCall(Task, Task.awaitMany, tasks)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Task, Task.awaitMany, [])) === rt.parked ? yield : tmp);
    try {
      const late = [slow(30), slow(10)].map((work) => Task.async(work));
      if (rt.waitCall(Task, Task.awaitMany, late, 20) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.reason);
    }
    trapExit(true);
    try {
      const bad = [slow(90), failing(10), slow(1)].map((work) => Task.async(work));
      if (rt.waitCall(Task, Task.awaitMany, bad, 100) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.reason);
    }
    rt.waitCall(undefined, sleep, 100) === rt.parked && (yield);
    seen.push(mailbox().filter((m: any) => m.tag !== "EXIT"));
  });
  expect(seen).toEqual([[30, 10, 20], [], "timeout", "boom", []]);
});

test("194: yieldMany gives each task's end, nothing for the late ones, which can be asked again", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    trapExit(true);
    const tasks = [slow(30), failing(10), slow(5)].map((work) => Task.async(work));
    seen.push((tmp = rt.waitCall(Task, Task.yieldMany, tasks, 20)) === rt.parked ? yield : tmp);
    seen.push((tmp = rt.waitCall(Task, Task.yield, tasks[0])) === rt.parked ? yield : tmp);
  });
  expect(seen).toEqual([[undefined, { exit: "boom" }, { ok: 5 }], { ok: 30 }]);
});

test("204: a task's callers are in its dictionary, the nearest first", async () => {
  let owner: Pid | undefined;
  let middle: Pid | undefined;
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    owner = self();
    seen.push(dictionary.get("$callers"));
    const task = Task.async(function* (): Waiting<any> {
      let tmp: any;
      middle = self();
      const inner = Task.async(() => dictionary.get("$callers"));
      return (tmp = rt.waitCall(Task, Task.await, inner)) === rt.parked ? yield : tmp;
    });
    seen.push(...((tmp = rt.waitCall(Task, Task.await, task)) === rt.parked ? yield : tmp));
  });
  expect(seen).toEqual([undefined, middle, owner]);
});

test("from ordinary code a task works by promise", async () => {
  expect(await settled(Task.await(Task.async(slow(10))), 10)).toEqual({ value: 10 });
  const bad = await settled(Task.await(Task.async(failing(10))), 10);
  expect([bad.error.name, bad.error.reason]).toEqual(["ExitError", "boom"]);
  const both = [Task.async(slow(10)), Task.async(async () => "b")];
  expect(await settled(Task.awaitMany<unknown>(both), 10)).toEqual({ value: [10, "b"] });
  const mixed = [Task.async(slow(10)), Task.async(failing(1)), Task.async(slow(50))];
  expect(await settled(Task.yieldMany<unknown>(mixed, 20), 20)).toEqual({
    value: [{ ok: 10 }, { exit: "boom" }, undefined],
  });
  expect(await settled(Task.yield(mixed[2] as TaskRef<unknown>), 40)).toEqual({ value: { ok: 50 } });
  expect(await settled(Task.shutdown(Task.async(slow(50))))).toEqual({ value: undefined });
});

test("from ordinary code a timeout ends the task", async () => {
  const task = Task.async(slow(1e6));
  const { error } = await settled(Task.await(task, 10), 10);
  expect([error.reason, isAlive(task.pid)]).toEqual(["timeout", false]);
  expect(time.pending).toBe(false);
});

test("a task awaited beside the main line works too, and its promise can be kept", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    const first = Task.await(Task.async(slow(20)));
    const second = Task.await(Task.async(slow(10)));
    seen.push((tmp = rt.wait(Promise.all([first, second]))) === rt.parked ? yield : tmp, mailbox());
  });
  expect(seen).toEqual([[20, 10], []]);
});

test("a task whose value is skip gives skip", async () => {
  const seen = await seenBy(function* (seen) {
    let tmp: any;
    seen.push(
      (tmp = rt.waitCall(
        Task,
        Task.await,
        Task.async(() => skip),
      )) === rt.parked
        ? yield
        : tmp,
    );
  });
  expect(seen).toEqual([skip]);
});

test("a killed task is not reported, and bad timeouts are errors of the asker", async () => {
  const seen = await seenBy(function* (seen) {
    trapExit(true);
    const task = Task.async(function* (): Waiting {
      exit(self(), "kill");
      if (rt.receive() === rt.parked) yield;
    });
    try {
      if (rt.waitCall(Task, Task.await, task, -1) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.code);
    }
    try {
      if (rt.waitCall(Task, Task.await, task) === rt.parked) yield;
    } catch (error: any) {
      seen.push(error.reason);
    }
  });
  expect([seen, reports]).toEqual([["bad_timeout", "killed"], []]);
});
