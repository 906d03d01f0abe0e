// The program that is killed. Starts all accounts, says what is in them, and writes as fast as it can; says of each write that it is done, as soon as it is.
//
// Lines on standard output: `ready MS {"accounts": [...], "moves": n, "money": n}`, then `w ID N` for a number put, `m N` for money moved.
import { writeSync } from "node:fs";
import { setLogger } from "tincture";
import { Account, MONEY, move, POTS, store } from "./account.js";

setLogger({ error: () => {}, warn: () => {}, info: () => {} });
const accounts = Number(process.argv[2]);
const isIdle = process.argv[3] === "idle";

/** A write to a pipe is in the pipe when it returns, whatever becomes of the writer. */
const say = (line: string): void => void writeSync(1, `${line}\n`);
const ids = Array.from({ length: accounts }, (_, i) => i);

const begun = performance.now();
await Promise.all(ids.map((id) => Account.start(id)));
const ms = performance.now() - begun;
const shown = await Promise.all(ids.map((id) => Account.of(id).show()));
const pots = Array.from({ length: POTS }, (_, i) => store.get<number>(`pot/${i}`) ?? MONEY);
const money = pots.reduce((sum, pot) => sum + pot, 0);
say(`ready ${ms.toFixed(1)} ${JSON.stringify({ accounts: shown, moves: store.get("moves") ?? 0, money })}`);

async function write(id: number, last: number): Promise<never> {
  for (let n = last + 1; ; n++) {
    try {
      await Account.of(id).put(n);
      say(`w ${id} ${n}`);
    } catch {
      // It crashed: the next one goes on from the number before.
      await Account.start(id);
      n--;
    }
  }
}

async function moveMoney(): Promise<never> {
  for (let i = 0; ; i++) say(`m ${await move(i % POTS, (i * 3 + 1) % POTS)}`);
}

if (isIdle) {
  // Something to find the next time: each account is given one number.
  await Promise.all(shown.map(({ last }, id) => (last === 0 ? Account.of(id).put(1) : undefined)));
  say("done");
  setInterval(() => {}, 1e6);
} else {
  for (const id of ids) void write(id, (shown[id] as { last: number }).last);
  void moveMoney();
}
