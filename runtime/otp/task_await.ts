/**
 * Waiting for tasks: `await`, `yield`, their versions for many tasks, `shutdown` and `ignore`.
 *
 * Flow: a task's result comes to its owner's mailbox as a message -> `await` takes it by selective receive and takes the monitor back, so that neither a DOWN
 * nor a late result is ever left behind. The functions that wait are frames: they run in the fiber of process code that awaits them at once, and as promises
 * everywhere else. A task without an owner is waited for by promise.
 * Source: Elixir Task; otp/behaviour.md 186-194.
 */
import { clock } from "../core/clock.js";
import { stillAlive, waitForEnd } from "../core/ending.js";
import { checkTimeout, ExitError, failure, reasonText } from "../core/error.js";
import { parked, process, wait } from "../core/fiber.js";
import { say } from "../core/message.js";
import { type Down, demonitor, type MonitorRef } from "../core/monitor.js";
import { current, isDead } from "../core/process.js";
import { receive } from "../core/receive.js";
import { deadlinesChanged } from "../core/scheduler.js";
import { after, skip, take } from "../core/selective.js";
import { exitSignal, separate } from "../core/signal.js";
import { addTimer, cancel } from "../core/timer.js";
import type { Outcome, TaskMessage, TaskRef } from "./task_process.js";

/** Default patience in ms. */
const TIMEOUT = 5000;

/** What a frame of ours gives. */
type Waiting<R> = Generator<unknown, R, unknown>;

function checkOwner(operation: string, task: TaskRef): void {
  const me = current();
  if (task.owner === undefined || task.owner === me) return;
  throw failure("not_owner", { operation, task, owner: task.owner, got: me ?? "no process" });
}

function taskExit(operation: string, reason: unknown): ExitError {
  return new ExitError(reason, say("exit/task", { operation, reason: reasonText(reason) }));
}

export function taskTimeout(operation: string, timeout: number): ExitError {
  return new ExitError("timeout", say("exit/task_timeout", { operation, timeout }));
}

const left = (until: number): number => Math.max(0, until - clock.now());

/** What the first of two comes to: the promise, or undefined after `ms` milliseconds. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === Number.POSITIVE_INFINITY) return promise;
  return new Promise((resolve) => {
    const timer = addTimer(clock.now() + ms, { due: () => resolve(undefined) });
    deadlinesChanged();
    promise.then((value) => {
      cancel(timer);
      deadlinesChanged();
      resolve(value);
    });
  });
}

type Arrival = TaskMessage | Down;
type Waited = ReadonlyMap<MonitorRef | undefined, TaskRef>;

/** A clause function for the result or the end of these tasks. */
const arrivalOf = (tasks: Waited) => (message: unknown) => {
  if (typeof message !== "object" || message === null) return skip;
  const { tag, ref } = message as Arrival;
  return (tag === "TASK" || tag === "DOWN") && tasks.has(ref) ? message : skip;
};

const outcomeOf = (message: Arrival): Outcome =>
  message.tag === "TASK" ? { ok: message.result } : { exit: message.reason };

/** The outcomes there are by `until`. With `all` false, the first failure ends the waiting. */
function* outcomes(tasks: readonly TaskRef[], until: number, all: boolean): Waiting<Map<TaskRef, Outcome>> {
  const found = new Map<TaskRef, Outcome>();
  const owned = new Map(tasks.filter(({ owner }) => owner !== undefined).map((task) => [task.ref, task]));
  while (owned.size > 0) {
    const got = receive(
      arrivalOf(owned),
      after(left(until), () => undefined),
    );
    const message = (got === parked ? yield : got) as Arrival | undefined;
    if (message === undefined) break;
    if (message.tag === "TASK") demonitor(message.ref, { flush: true });
    found.set(owned.get(message.ref) as TaskRef, outcomeOf(message));
    if (message.tag === "DOWN" && !all) return found;
    owned.delete(message.ref);
  }
  const unowned = tasks.filter(({ owner }) => owner === undefined);
  if (unowned.length === 0) return found;
  const done = new Promise<void>((resolve) => {
    const each = unowned.map(async (task) => {
      const outcome = (await task.done) as Outcome;
      found.set(task, outcome);
      if ("exit" in outcome && !all) resolve();
    });
    void Promise.all(each).then(() => resolve());
  });
  const over = wait(within(done, left(until)));
  if (over === parked) yield;
  return found;
}

/** The owner gives up: nothing of the task reaches it any more. A task that nobody owns can only be ended. */
function giveUp(task: TaskRef): void {
  if (task.ref === undefined) exitSignal(task.pid, undefined, "kill");
  else demonitor(task.ref, { flush: true });
}

function* awaitAll(operation: string, tasks: readonly TaskRef[], timeout: number): Waiting<unknown[]> {
  for (const task of tasks) checkOwner(operation, task);
  const found = yield* outcomes(tasks, clock.now() + checkTimeout(timeout, operation), false);
  const failed = [...found.values()].find((outcome) => "exit" in outcome) as { exit: unknown } | undefined;
  const missing = tasks.filter((task) => !found.has(task));
  for (const task of missing) giveUp(task);
  if (failed !== undefined) throw taskExit(operation, failed.exit);
  if (missing.length > 0) throw taskTimeout(operation, timeout);
  return tasks.map((task) => (found.get(task) as { ok: unknown }).ok);
}

/**
 * The result of a task; takes the monitor back. Units: `timeout` in ms, default 5000. Errors: `not_owner`; ExitError with the reason the task ended with, or
 * "timeout". A task of ordinary code is ended by the timeout. Source: Task.await/2.
 */
export const awaitTask = process(function* (task: TaskRef, timeout: number = TIMEOUT): Waiting<unknown> {
  return (yield* awaitAll("Task.await", [task], timeout))[0];
}, "await");

/** The results in the order of the tasks; one timeout for all. Errors: as `await`; the first failure ends the waiting. Source: Task.await_many/2. */
export const awaitMany = process(
  (tasks: readonly TaskRef[], timeout: number = TIMEOUT) => awaitAll("Task.awaitMany", tasks, timeout),
  "awaitMany",
);

/** Looks for each task, `timeout` ms (default 5000) for all: `{ ok }`, `{ exit }`, or undefined for the late ones. Source: Task.yield_many/2. */
export const yieldMany = process(function* (
  tasks: readonly TaskRef[],
  timeout: number = TIMEOUT,
): Waiting<(Outcome | undefined)[]> {
  for (const task of tasks) checkOwner("Task.yieldMany", task);
  const found = yield* outcomes(tasks, clock.now() + checkTimeout(timeout, "Task.yieldMany"), true);
  return tasks.map((task) => found.get(task));
}, "yieldMany");

/** How the task ended, or undefined after `timeout` ms (default 5000): it goes on then, and can be asked again. Source: Task.yield/2. */
export const yieldTask = process(function* (task: TaskRef, timeout: number = TIMEOUT): Waiting<Outcome | undefined> {
  checkOwner("Task.yield", task);
  return (yield* outcomes([task], clock.now() + checkTimeout(timeout, "Task.yield"), true)).get(task);
}, "yield");

/** What is in the owner's mailbox of the task, taken out. */
function takeArrival(task: TaskRef): Arrival | undefined {
  if (task.owner === undefined) return undefined;
  const found = take(task.owner, arrivalOf(new Map([[task.ref, task]])), 0);
  return found === skip ? undefined : (found as Arrival);
}

/**
 * Ends a task: unlinks it, asks it to shut down and kills it after `timeout` ms (default 5000) or, with "brutal_kill", at once. Gives `{ ok }` if the result
 * was there already, `{ exit }` if it ended by itself, undefined if it was stopped. Source: Task.shutdown/2.
 */
export const shutdownTask = process(function* (
  task: TaskRef,
  timeout: number | "brutal_kill" = TIMEOUT,
): Waiting<Outcome | undefined> {
  checkOwner("Task.shutdown", task);
  const { pid, owner } = task;
  const brutal = timeout === "brutal_kill";
  const patience = brutal ? Number.POSITIVE_INFINITY : checkTimeout(timeout, "Task.shutdown");
  const wasDead = isDead(pid);
  if (owner !== undefined) separate(owner, pid);
  exitSignal(pid, owner, brutal ? "kill" : "shutdown");
  const first = waitForEnd(pid, patience);
  const ended = first === parked ? yield : first;
  if (ended === stillAlive) exitSignal(pid, owner, "kill");
  const last = waitForEnd(pid, Number.POSITIVE_INFINITY);
  const reason = last === parked ? yield : last;

  if (task.done !== undefined) {
    const outcome = wait(task.done);
    const settled = (outcome === parked ? yield : outcome) as Outcome;
    if ("ok" in settled) return settled;
  } else {
    const message = takeArrival(task);
    demonitor(task.ref as MonitorRef, { flush: true });
    if (message?.tag === "TASK") return outcomeOf(message);
    if (wasDead && message === undefined) return { exit: "noproc" };
  }
  const stopped = brutal || ended === stillAlive ? reason === "killed" : reason === "shutdown";
  return stopped ? undefined : { exit: reason };
}, "shutdown");

/**
 * Lets go of a task: it is unlinked and goes on, and nothing of it reaches the owner any more. Gives `{ ok }` or `{ exit }` if it has ended already, else
 * undefined. Source: Task.ignore/1.
 */
export function ignoreTask(task: TaskRef): Outcome | undefined {
  checkOwner("Task.ignore", task);
  const { owner, ref, pid } = task;
  if (owner === undefined || ref === undefined) return undefined;
  const message = takeArrival(task);
  if (message?.tag !== "DOWN") separate(owner, pid);
  demonitor(ref, { flush: true });
  return message === undefined ? undefined : outcomeOf(message);
}
