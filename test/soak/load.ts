/**
 * The load: clients that call all the time, in every way there is, and one process that crashes accounts at a steady rate.
 *
 * Shape: every call is counted when it is made and again when it is answered (rightly or wrongly) or rejected; what is not is lost.
 */
import { CallError, type ExitReason, exit, type Pid, run, sleep, spawn, via, whereis } from "tincture";
import { Account, Accounts, crashes } from "./tree.js";

export class Calls {
  made = 0;
  answered = 0;
  /** Answers that were not what was asked for. */
  wrong = 0;
  /** Rejections by what they said: the reason of a CallError. */
  readonly rejected = new Map<string, number>();
  /** Rejections that were no CallError, or had no reason that a crash here can have. */
  readonly strange: unknown[] = [];

  get lost(): number {
    let rejected = this.strange.length;
    for (const count of this.rejected.values()) rejected += count;
    return this.made - this.answered - this.wrong - rejected;
  }

  answer(got: unknown, expected: number): void {
    if (got === expected) this.answered++;
    else this.wrong++;
  }

  reject(error: unknown): void {
    const reason = error instanceof CallError ? textOf(error.reason) : undefined;
    if (reason === undefined) this.strange.push(error);
    else this.rejected.set(reason, (this.rejected.get(reason) ?? 0) + 1);
  }
}

/** The reasons that a call has to fail with here. */
function textOf(reason: ExitReason): string | undefined {
  if (reason instanceof Error) return reason.message === "on fire" ? "Error: on fire" : undefined;
  return ["noproc", "killed", "on fire"].find((known) => known === reason);
}

/** Numbers that look random and are the same in every run. Source: a linear congruential generator, Numerical Recipes. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Calls from a process, one after the other, until `until` says so. */
const oneByOne = (calls: Calls, accounts: number, next: (below: number) => number, until: () => boolean) =>
  run(async () => {
    while (!until()) {
      const number = next(accounts);
      const client = Account.of(number);
      const n = next(1000);
      const way = next(8);
      // Now and then a cast first: the call has to queue behind it.
      if (way === 0) client.note();
      calls.made++;
      try {
        calls.answer(way === 1 ? await client.askLater(n) : await client.ask(n), number + n);
      } catch (error) {
        calls.reject(error);
      }
    }
  });

/** Calls from ordinary code, fifty at a time, until `until` says so. */
async function byPromise(calls: Calls, accounts: number, next: (below: number) => number, until: () => boolean) {
  while (!until()) {
    const batch = Array.from({ length: 50 }, async () => {
      const number = next(accounts);
      const n = next(1000);
      calls.made++;
      await Account.of(number)
        .ask(n)
        .then(
          (answer) => calls.answer(answer, number + n),
          (error) => calls.reject(error),
        );
    });
    await Promise.all(batch);
    await new Promise(setImmediate);
  }
}

/** Crashes account after account, in an order that comes to each once before any comes again. Gives how many. */
const crashAll = (calls: Calls, targets: readonly number[], perSecond: number, until: () => boolean) =>
  run(async () => {
    const start = performance.now();
    let count = 0;
    while (!until()) {
      const due = ((performance.now() - start) / 1000) * perSecond;
      for (; count < due; count++) crash(calls, targets[count % targets.length] as number, count);
      await sleep(1);
    }
    return count;
  });

/** One crash, from inside by a cast or a call, or from outside; and a process that asks right behind it. */
function crash(calls: Calls, number: number, count: number): void {
  const client = Account.of(number);
  const way = count % (crashes.length + 2);
  if (way < crashes.length) client.crash(crashes[way] as (typeof crashes)[number]);
  else if (way === crashes.length) exit(whereis(via(Accounts, number)) as Pid, "kill");
  calls.made++;
  spawn(async () => {
    try {
      if (way === crashes.length + 1) await client.crashMe();
      else calls.answer(await client.ask(7), number + 7);
    } catch (error) {
      calls.reject(error);
    }
  });
}

export interface Load {
  readonly accounts: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** The accounts in the order in which they are to crash. */
  readonly targets: readonly number[];
}

/** The whole load for its time. Gives the number of crashes when every call has come back, or after `patience` ms more. */
export async function put(load: Load, calls: Calls, patience: number): Promise<number> {
  const end = performance.now() + 1000 * load.seconds;
  const isOver = (): boolean => performance.now() >= end;
  let crashed = 0;
  const clients = [
    ...[1, 2, 3, 4].map((seed) => oneByOne(calls, load.accounts, numbers(seed), isOver)),
    ...[5, 6].map((seed) => byPromise(calls, load.accounts, numbers(seed), isOver)),
    crashAll(calls, load.targets, load.perSecond, isOver).then((count) => {
      crashed = count;
    }),
  ];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1000 * load.seconds + patience);
  });
  await Promise.race([Promise.all(clients), late]);
  clearTimeout(timer);
  return crashed;
}
