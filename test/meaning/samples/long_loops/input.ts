// Loops that run for longer than a process may at a time: they are left and entered again in the middle, and nobody can tell.
import { call, genserver, run } from "tincture";
declare const log: (...values: unknown[]) => void;

let closed = 0;
function* count(n: number) {
  try {
    for (let i = 0; i < n; i++) yield i;
  } finally {
    if (n > 3) log("closed", n);
    else closed++;
  }
}


async function all() {
  // The condition and the step have effects: each is evaluated once a turn.
  let asked = 0;
  let stepped = 0;
  for (let i = 0; asked++, i < 5000; stepped++, i++);
  log(asked, stepped);
  let left = 5000;
  while (left-- > 0) if (left % 2 === 0) continue;
  log(left);
  let sum = 0;
  for (let i = 0, n = 3000; ; i += 2) {
    if (i >= n) break;
    if (i % 3 === 0) continue;
    sum += i;
  }
  log(sum);
  var v = 0;
  for (var k = 0; k < 2500; k++) v += k;
  log(v, k);
  let i = 7;
  for (i = 1; i < 4096; i *= 2);
  log(i);

  let half = 0;
  for (let n = 0, by = 1; n < 2500; n += by) {
    const by = 0.5;
    half += by;
  }
  log(half);
  let halves = 0;
  for (;;) {
    halves += 0.5;
    if (halves === 999.5) continue;
    if (halves > 1500) break;
  }
  while (true) if ((halves += 0.25) > 2000) break;
  log(halves);
  let few = 0;
  for (let n = -3; n <= 6; n += 2) for (let m = 4; m > 0; m--) few += n * m;
  log(few);

  // An array that grows, shrinks and has holes while it is gone through.
  const list: (number | undefined)[] = [1, , 3];
  let seen = 0;
  for (const n of list) {
    seen++;
    if (list.length < 4000) list.push(n);
  }
  log(seen, list.length);
  for (const _ of list) list.pop();
  log(list.length);

  // Iterators: closed when they are left early, also after a pause; not when they end or fail.
  for (const n of count(2500)) if (n === 2400) break;
  for (const n of count(2500)) if (n === 10) break;
  for (const n of count(2500)) sum += n;
  for (const n of count(1000)) if (n === 999) break;
  for (const n of count(1000)) sum += n;
  log(sum);
  const leave = async () => {
    for (const n of count(3000)) if (n === 2345) return n;
    return -1;
  };
  log(await leave());
  try {
    for (const n of count(3000)) if (n === 1500) throw new Error("out");
  } catch (error) {
    log(String(error));
  }
  try {
    const failing = { [Symbol.iterator]: () => ({ n: 0, next() { if (this.n++ === 2000) throw new Error("next"); return { done: false, value: 1 }; }, return() { log("never"); return {}; } }) };
    for (const n of failing as Iterable<number>) sum += n;
  } catch (error) {
    log(String(error), sum);
  }
  try {
    const unclosed = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return: () => { throw new Error("close"); } }) };
    for (const n of unclosed as Iterable<number>) { sum += n; throw new Error("body"); }
  } catch (error) {
    log(String(error));
  }
  for (const nothing of [null, undefined, 5, {}]) {
    try {
      for (const n of nothing as never as number[]) log(n);
    } catch (error) {
      log((error as Error).name);
    }
  }
  let letters = "";
  for (const c of "añ😀") letters += `${c}.`;
  log(letters);
  for (const [key, { value = 5, ...rest }] of new Map<string, { value?: number; x: number }>([["a", { x: 1 }], ["b", { value: 2, x: 3 }]])) log(key, value, rest);
  const target = { n: 0 };
  for (target.n of new Set([1, 2, 3]));
  log(target.n);

  // Jumps to outer loops.
  let turns = 0;
  outer: for (const a of Array.from({ length: 1500 }, (_, n) => n)) {
    for (const b of count(3)) {
      turns++;
      if (b === 1 && a % 500 === 0) continue outer;
      if (a === 1400) break outer;
      if (a % 500 !== 0) break;
    }
  }
  log(turns, closed);
  rows: for (let a = 0; a < 2000; a++) {
    for (let b = 0; b < 2000; b++) {
      turns++;
      if (b === 2) continue rows;
      if (a === 1999) break rows;
    }
  }
  log(turns);

  // A function keeps the variable of its turn.
  const kept: (() => number)[] = [];
  for (let a = 0; a < 3; a++) kept.push(() => a++);
  log(kept.map((f) => [f(), f()]));
  do turns--; while (turns > 0);
  log(turns);
}

const Server = genserver(
  () => {
    let total = 0;
    let last = 0;
    return {
      add: call((numbers: number[]) => {
        for (last of numbers) total += last;
        for (let i = 0; i < numbers.length; i++) total -= numbers[i] as number;
        return [total, last];
      }),
    };
  },
  { name: "long_loops" },
);

export async function main() {
  await run(all);
  await Server.start();
  log(await Server.add(Array.from({ length: 5000 }, (_, n) => n)));
}
