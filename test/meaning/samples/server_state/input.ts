import { call, cast, genserver, sleep } from "tincture";
declare const log: (...values: unknown[]) => void;

interface Options { limit?: number; more?: string }
const pair = (): [number, number?] => [3];
const outer = 5;

const Server = genserver(async (name: string, { limit = 5, ...rest }: Options = {}, line = () => `${name}:`, ...others: number[]) => {
  enum Mode { Open = 2, Closed }
  let count = 0, total = limit + outer;
  const list: number[] = [count, total];
  let [a, b = total] = pair();
  const { x, y: [z = "z"] = [], ...more } = { x: 1, w: 2 } as { x: number; y?: string[]; w: number };
  let late: number | undefined;
  let mode = Mode.Open;
  const add = (n: number, to = count) => { count = to + n; return count; };
  function fact(n: number): number { return n <= 1 ? 1 : n * fact(n - 1); }
  const wait = async (n: number): Promise<number> => { await sleep(1); if (n > 0) return wait(n - 1); count++; return count; };
  class Entry { constructor(readonly n: number) {} get sum() { return this.n + count; } more() { return new Entry(this.sum); } }
  let callback: ((this: unknown, n: number) => unknown) | undefined;
  log("start", name, limit, rest, others, line());
  for (let i = 0; i < 2; i++) { list.push(i); await sleep(0); }
  if (late === undefined) late = list.length;

  return {
    all: call(() => ({ name, limit, rest, others, line: line(), count, total, list, a, b, x, z, more, late, mode })),
    rename: call((to: string) => { const before = name; name = to; return [before, line()]; }),
    write: call(async (n: number) => {
      count = n; count += n; count++; --count; total ??= 1; late &&= late + 1;
      count += await wait(1);
      [a, b = total] = [n]; ({ a: b = 9, ...rest } = { a: undefined, q: 1 } as never);
      for (count of [7, 8]) total += count;
      for (const key in { k: 1 }) name += key;
      [list[0], { n: late }] = [count, { n }] as [number, { n: number }];
      return [count, total, a, b, late, rest, list, typeof late, `${name}`];
    }),
    shadow: call((count: number, { total = count, ...list }: { total?: number } = {}, add = () => count + a) => {
      { let a = total; a++; count = a; }
      const callback = add;
      return [count, total, list, callback(), [1].map((a) => a + count), ((late) => late)(1)];
    }),
    helpers: call(async () => {
      const before = count;
      const n = add(1) + add(2, 10) + [1, 2].map((k) => add(k)).length + (await wait(2));
      return [before, n, count, [4].map(fact), new Entry(1).sum, new Entry(1).more().sum, Mode.Closed, mode === Mode.Open];
    }),
    use: call((n: number) => {
      callback = function (m) { return this === undefined ? m + count : "this"; };
      const own = { name, count, callback, inner: { total }, [`k${count}`]: 1, method() { return count; } };
      const { count: c, ...left } = own;
      return [callback(n), callback?.(n), callback!(n), (callback)(n), c, Object.keys(left), own.method(), own.inner];
    }),
    later: call(() => new Promise((resolve) => setTimeout(() => resolve(++count), 1))),
    closures: call(() => { const fs = list.map((n, i) => () => n + i + count); count = 0; return fs.map((f) => f()); }),
    slow: cast(async (n: number) => { const before = count; await sleep(2); count = before + n; }),
    fails: call(() => { throw new Error(`no ${name}`); }),
  };
}, { name: "meaning_server" });

export async function main() {
  await Server.start("ann", { more: "m" }, undefined, 1, 2);
  log(await Server.all());
  log(await Server.rename("bob"));
  log(await Server.write(3));
  log(await Server.shadow(4, { total: 6 }), await Server.shadow(1));
  log(await Server.helpers());
  log(await Server.use(2));
  Server.slow(5);
  Server.slow(6);
  log(await Server.later(), await Server.closures());
  log(await Server.all());
}
