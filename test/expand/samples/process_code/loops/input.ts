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
