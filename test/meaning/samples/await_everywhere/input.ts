import { run } from "tincture";
declare const log: (...values: unknown[]) => void;

const give = async <T>(value: T): Promise<T> => { log("give", value); return value; };
const now = <T>(value: T): T => { log("now", value); return value; };
const fail = async (text: string): Promise<never> => { throw new Error(text); };

async function all() {
  let x = 1;
  const change = async () => { x = 100; return 5; };
  x += await change();
  log(x);
  const o = { n: 1, async m(k: number) { log(this.n, k); return this.n + k; }, deep: { v: 7, async m() { return this.v; } } };
  o.n += await o.m(await give(2));
  log(o.n, await o.deep.m(), await o["m"](now(3)));
  log(`${await give("a")}-${now("b")}-${await give("c")}`);
  log((await give(0)) || (await give(2)), (await give(null)) ?? (await give(3)), (await give(1)) && now(4));
  log((await give(true)) ? await give("yes") : await give("no"));
  const { a, b = await give("b"), ...rest } = { a: await give(1), [await give("key")]: 2, ...(await give({ z: 3 })) } as Record<string, unknown>;
  log(a, b, rest);
  const [p, q = await give("q"), ...r] = [await give(1), undefined, ...(await give([3, 4]))];
  log(p, q, r);
  switch (await give(2)) {
    case await give(1): log("one"); break;
    case await give(2): log("two");
    case await give(3): log("falls"); break;
    default: log("never");
  }
  for (let i = await give(0); i < (await give(2)); i += await give(1)) log("i", i);
  const fns: (() => number)[] = [];
  for (let i = 0; i < 2; i++) { fns.push(() => i); await give(i); }
  for (const n of await give([5, 6])) { fns.push(() => n); await give(n); }
  for (const key in await give({ k: 1 })) log(key);
  log(fns.map((f) => f()));
  let n = 0;
  while (await give(n < 2)) { n++; if (n === 1) continue; log("n", n); }
  do { n--; if (n === 1) continue; await give("do"); } while (await give(n > 0));
  outer: for (const i of [1, 2, 3]) {
    for (const j of [1, 2]) {
      if ((await give(i)) === 2) continue outer;
      if (i === 3) break outer;
      log(i, j);
    }
  }
  const nested = async (k: number): Promise<number> => (k === 0 ? 0 : 1 + (await nested(k - 1)));
  log(await nested(3), await Promise.all([1, 2].map(async (k) => { await give(k); return k * 2; })));
  log(await (async () => { await give("iife"); return 1; })(), await 5, (await give({ v: [1] }))?.v?.[0], await o?.m(1));
  class Box { v = 1; async get() { return await give(this.v); } static async make() { return new Box(); } }
  log(await (await Box.make()).get());
  log(await new Promise((resolve) => { setTimeout(resolve, 1, "timer"); }));
  for await (const v of (async function* () { yield 1; yield await give(2); })()) log("for await", v);
  for await (const v of [give("s"), 2]) log("sync", v);
}

async function closing() {
  const source = {
    i: 0,
    [Symbol.asyncIterator]() { return this; },
    async next() { this.i++; if (this.i > 3) throw new Error("empty"); return { value: this.i, done: false }; },
    async return() { log("closed"); return { value: undefined, done: true as const }; },
  };
  for await (const v of source) if (v === 2) break;
  try { for await (const v of source) { log(v); throw new Error("body"); } } catch (error) { log(String(error)); }
  try { for await (const v of source) log(v); } catch (error) { log(String(error)); }
  source.i = 0;
  again: for (const k of [1, 2]) { for await (const v of source) { log(k, v); continue again; } }
}

async function tries(how: string) {
  try {
    log("try", how);
    if (how === "return") return await give("returned");
    if (how === "late") return fail("late");
    if (how === "throw") await fail("thrown");
    if (how === "catch") throw now(new Error("own"));
    await give("end");
  } catch (error) {
    log("caught", String(error));
    if (how === "catch") return give("from catch");
  } finally {
    log("finally", await give(how));
  }
  return now("after");
}

export async function main() {
  await run(async () => {
    await all();
    await closing();
    for (const how of ["return", "throw", "catch", "end"]) log(await tries(how));
    await tries("late").catch((error) => log("rejected", String(error)));
  });
  await run(async () => {
    // The same as process code of their own.
    const inner = async (how: string) => {
      try {
        if (how === "return") return await give("returned");
        if (how === "late") return fail("late");
        await fail("thrown");
      } catch (error) {
        log("inner caught", String(error));
        return give("from catch");
      } finally {
        log("inner finally", await give(how));
      }
      return 0;
    };
    log(await inner("return"), await inner("throw"));
    try { await inner("late"); } catch (error) { log("outer caught", String(error)); }
    const swap = async (a: number, b: number): Promise<number[]> => (a > 2 ? [a, b] : swap(a + 1, b - 1));
    log(await swap(0, 0));
    return 1;
  });
}
