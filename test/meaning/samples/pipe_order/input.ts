import { pipe, tap } from "tincture";
declare const log: (...values: unknown[]) => void;

const value = (n: number) => { log("value", n); return n; };
const stage = (name: string) => { log("stage", name); return (n: number) => { log(name, n); return n + 1; }; };
const look = (name: string) => { log("look", name); return (n: unknown) => { log(name, n); }; };
const box = { n: 10, add(n: number) { log("add", n); return 10 + n; }, get lazy() { log("get lazy"); return (n: number) => n * 2; } };
const plus = (n: number) => { log("plus", n); return n + 1; };

export async function main() {
  log(pipe(value(1), stage("a"), stage("b")));
  log(pipe(value(1), plus, stage("c"), plus, box.add));
  log(pipe(value(1), box.lazy, box.add, stage("d")));
  log(pipe(value(1), plus, tap(look("t")), plus));
  log(pipe(value(1), tap(look("u")), stage("e"), tap(box.lazy)));
  log(pipe(value(1), (n) => plus(n) + value(5), (n) => n * n));
  log(pipe(value(1), (n) => value(7) + n, (n) => (n > 5 ? n : value(9))));
  log(pipe(value(1), (n) => [value(2), n], ([a, b]) => ({ a, b }), ({ a, b }) => (a ?? 0) - (b ?? 0)));
  let changing = 1;
  const change = () => { changing++; return plus; };
  log(pipe(changing, change(), (n) => n + changing));
  log(pipe(value(3), (n) => () => n, (f) => f() + f()));
  for (const n of [1, 2]) log(pipe(n, stage(`loop${n}`), (m) => m + n));
  const f = (n = pipe(value(4), stage("default"), plus)) => n;
  log(f(), f(1));
  log(await pipe.async(value(1), stage("f"), async (n) => n + 1, tap(look("v")), (n) => plus(n)));
  const kept = pipe.async(Promise.resolve(value(2)), stage("g"), box.add);
  log("kept");
  log(await kept);
}
