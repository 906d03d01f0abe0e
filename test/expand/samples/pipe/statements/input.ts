import { pipe } from "tincture";

declare const make: () => (n: number) => number;
declare const read: () => number;

pipe(read(), make(), console.log);
for (const n of [1, 2]) pipe(n, make(), console.log);

export function first(n = pipe(read(), make(), Math.abs)) {
  const a = pipe(read(), make(), Math.abs);
  const b = pipe(read(), make(), Math.abs);
  return pipe(a, (x) => x + b);
}

export class Counter {
  readonly start = pipe(read(), make(), Math.abs);
  static readonly zero = pipe(0, Math.abs);
  next() {
    return pipe(this, (counter) => counter.start + 1);
  }
}
