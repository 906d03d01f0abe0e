// What is killed: accounts whose variables must agree with each other, and money that is moved between values of transactions.
import { call, genserver } from "tincture";
import { lmdb } from "tincture/lmdb";

export const store = lmdb(process.env.STORE ?? "build/crash/store");

/** How many of the last numbers an account keeps. */
export const RECENT = 20;
export const POTS = 8;
export const MONEY = 1000;

export interface Shown {
  readonly last: number;
  readonly sum: number;
  readonly recent: readonly number[];
}

export const Account = genserver(
  (_id: number) => {
    let last = 0;
    let sum = 0;
    const recent: number[] = [];
    return {
      /** Takes the numbers from 1 up, one after the other. */
      put: call((n: number) => {
        last = n;
        recent.push(n);
        if (recent.length > RECENT) recent.shift();
        // A handler that dies here must leave nothing of the above.
        if (n % 97 === 0 && Math.random() < 0.5) throw new Error("unlucky");
        sum += n;
        return n;
      }),
      show: call((): Shown => ({ last, sum, recent })),
    };
  },
  {
    name: (id: number) => `account ${id}`,
    durable: { store, reply: process.env.EAGER === undefined ? "after_commit" : "eager" },
  },
);

/** What is wrong with an account that was given all numbers up to `last`. */
export function mistakeIn({ last, sum, recent }: Shown): string | undefined {
  const expected = Array.from({ length: Math.min(last, RECENT) }, (_, i) => last - Math.min(last, RECENT) + 1 + i);
  if (sum !== (last * (last + 1)) / 2) return `the sum of 1 to ${last} is not ${sum}`;
  return String(recent) === String(expected) ? undefined : `the last numbers up to ${last} are not ${recent}`;
}

/** Moves money from one pot to another, and counts the moves. */
export const move = (from: number, to: number) =>
  store.transaction((tx) => {
    const pots = Array.from({ length: POTS }, (_, i) => tx.get<number>(`pot/${i}`) ?? MONEY);
    tx.put(`pot/${from}`, (pots[from] as number) - 1);
    tx.put(`pot/${to}`, (tx.get<number>(`pot/${to}`) ?? MONEY) + 1);
    const moves = (tx.get<number>("moves") ?? 0) + 1;
    tx.put("moves", moves);
    return moves;
  });
