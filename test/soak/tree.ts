/**
 * The program under load: accounts with names in a registry, one hundred under a supervisor, half of those static and half dynamic, all under one.
 *
 * Shape: account `number` answers `ask(n)` with `number + n`, so a reply that went to the wrong caller is seen.
 */
import {
  call,
  callLater,
  cast,
  dynamicSupervisor,
  exit,
  type From,
  genserver,
  type Pid,
  type Registry,
  registry,
  reply,
  run,
  spawn,
  spawnLink,
  supervisor,
  via,
  whereis,
} from "tincture";

export const Accounts: Registry<number, unknown> = registry<number>("Accounts", { keys: "unique" });

/** The ways an account can be made to crash from inside. */
export const crashes = ["throw", "exit", "linked"] as const;
export type Crash = (typeof crashes)[number];

export const Account = genserver(
  (number: number) => {
    let notes = 0;

    return {
      ask: call((n: number) => number + n),
      askLater: callLater((from: From<number>, n: number) => {
        spawn(() => reply(from, number + n));
      }),
      note: cast(() => {
        notes++;
      }),
      notes: call(() => notes),
      crash: cast((how: Crash) => {
        if (how === "exit") exit("on fire");
        if (how === "throw") throw new Error("on fire");
        spawnLink(() => {
          throw new Error("on fire");
        });
      }),
      crashMe: call((): number => {
        throw new Error("on fire");
      }),
    };
  },
  { name: (number: number) => via(Accounts, number) },
);

/** How many accounts a supervisor has. */
export const SHARD = 100;

/** How many crashes a supervisor takes in five seconds, when `perSecond` hit one of the accounts at random: far beyond what chance brings. */
export function maxRestarts(accounts: number, perSecond: number): number {
  const mean = (5 * perSecond * SHARD) / accounts;
  return Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
}

export interface Tree {
  readonly top: Pid;
  readonly shards: readonly Shard[];
}

/** A supervisor of accounts: those from `first` on, `count` of them. */
export interface Shard {
  readonly pid: Pid;
  readonly first: number;
  readonly count: number;
  readonly isStatic: boolean;
}

/** Starts the tree with all accounts. */
export async function startTree(accounts: number, perSecond: number): Promise<Tree> {
  const limits = { maxRestarts: maxRestarts(accounts, perSecond), maxSeconds: 5 };
  const Fixed = supervisor({ strategy: "one_for_one", ...limits }, (first: number, count: number) =>
    Array.from({ length: count }, (_, i) => Account.child(first + i).with({ id: `account ${first + i}` })),
  );
  const OnDemand = dynamicSupervisor(limits);
  const firsts = Array.from({ length: Math.ceil(accounts / SHARD) }, (_, i) => i * SHARD);
  const countFrom = (first: number): number => Math.min(SHARD, accounts - first);
  const isStatic = (first: number): boolean => (first / SHARD) % 2 === 0;
  const Top = supervisor({ strategy: "one_for_one", maxRestarts: 0 }, () => [
    Accounts,
    ...firsts.map((first) => {
      const shard = isStatic(first) ? Fixed.child(first, countFrom(first)) : OnDemand.child();
      return shard.with({ id: `shard ${first}` });
    }),
  ]);
  const top = await Top.start();
  const pids = new Map((await Top.at(top).whichChildren()).map(({ id, pid }) => [id, pid as Pid]));
  const shards = firsts.map((first) => {
    const pid = pids.get(`shard ${first}`) as Pid;
    return { pid, first, count: countFrom(first), isStatic: isStatic(first) };
  });
  await run(async () => {
    for (const { pid, first, count } of shards.filter(({ isStatic }) => !isStatic))
      for (let i = 0; i < count; i++) await Dynamic.at(pid).startChild(Account.child(first + i));
  });
  return { top, shards };
}

/** The functions of any supervisor of accounts, at its address. */
export const Static = supervisor({ strategy: "one_for_one" }, () => []);
export const Dynamic = dynamicSupervisor();

/** Stops every account and starts it again, one after the other, as one does to bring something new in. Supervisors count none of it as a restart. */
export async function replaceAll({ shards }: Tree): Promise<void> {
  await run(async () => {
    for (const { pid, first, count, isStatic } of shards)
      for (let number = first; number < first + count; number++)
        if (isStatic) {
          await Static.at(pid).terminateChild(`account ${number}`);
          await Static.at(pid).restartChild(`account ${number}`);
        } else {
          await Dynamic.at(pid).terminateChild(whereis(via(Accounts, number)) as Pid);
          await Dynamic.at(pid).startChild(Account.child(number));
        }
  });
}
