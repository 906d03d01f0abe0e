import { run } from "tincture";

declare const f: (...args: unknown[]) => Promise<any>;
declare const list: number[];

run(async () => {
  for (const n of list) console.log(n);
  for (let i = await f(); i < (await f()); i += await f()) { await f(i); }
  for (const key in await f()) console.log(key);
  while (await f());
  do {
    if (list.length > 5) continue;
    await f();
  } while (list.length > 0);
  outer: for (const n of list) {
    for (const m of list) {
      if (m > n) continue outer;
      if (await f(m)) break outer;
    }
  }
  // A callback is no process code: its loops are its own affair.
  list.forEach((n) => { while (n > list.length) list.push(n); });
});

// What doesn't wait runs in portions of a thousand turns.
run(() => {
  let sum = 0;
  for (let i = 0, n = list.length; i < n; i++) sum += i;
  for (sum = 0; sum < 5 || list.length > sum; ) {
    if (sum === 3) break;
    sum++;
  }
  while (sum-- > 0) {
    // Here too.
    if (sum % 2) continue;
    console.log(sum);
  }
  for (;;) if (sum++ > 10) break;
  rows: for (const { length } of new Set(["a", "b"])) {
    for (const n of list) {
      if (n === length) continue rows;
      if (n > sum) break rows;
    }
  }
  find: for (const n of list) switch (n) { case 1: continue; case 2: break find; }
  for (const n of list) {
    const n = 1;
    console.log(n);
  }
  for (sum of list);
  // These keep a turn of their own: functions keep the variable, `var` outlives the loop, `do` and `in` are seldom hot.
  for (let i = 0; i < sum; i++) queueMicrotask(() => console.log(i));
  for (var last of list) console.log(last);
  do sum--; while (sum > 0);
  // What the step means is not what the body declares.
  for (let i = 0, step = 2; i < sum; i += step) {
    const step = sum;
    console.log(step);
  }
  // They end soon.
  for (const n of [1, 2, 3]) sum += n;
  for (let x = 7; x >= 0; x--) for (let y = 0; y < 8; y += 2) sum += x * y;
  // These may not.
  for (let x = 0; x < 8; x++) if (sum > 0) x--;
  for (let x = 0; x < 8; x--) sum++;
  for (let x = 0; x < 11; x++) for (let y = 0; y < 10; y++) sum++;
});
