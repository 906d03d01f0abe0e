// Array functions on a pipe: each goes through the whole list before the next one begins, and everything tells.
import { pipe } from "tincture";
declare const log: (...values: unknown[]) => void;

const seen = <T>(name: string, value: T): T => { log(name, value); return value; };

export async function main() {
  // Effects: all of one function, then all of the next.
  log(pipe([1, 2, 3], (l) => l.map((n) => seen("map", n * 2)), (l) => l.filter((n) => seen("filter", n) > 2), (l) => l.reduce((sum, n) => seen("sum", sum + n), 0)));
  // Who throws first: the second function never sees the first element.
  try {
    pipe([{ year: 1 }, null as never], (l) => l.map((film) => film.year), (l) => l.map((year) => { throw new Error(`never ${year}`); }));
  } catch (error) {
    log((error as Error).name);
  }
  // A getter and `valueOf` have effects too.
  const film = { get year() { log("year"); return 1999; } };
  const five = { valueOf: () => { log("valueOf"); return 5; } } as never as number;
  log(pipe([film, film], (l) => l.filter((f) => f.year > 1990), (l) => l.map((f) => f.year)));
  log(pipe([five, five], (l) => l.map((n) => n * 2), (l) => l.map((n) => n + (five as number)), (l) => l.length));
  // What a later function changes, an earlier one has not seen.
  const source = [1, 2, 3];
  log(pipe(source, (l) => l.map((n) => n + 1), (l) => l.filter((n) => { source.length = 0; return n > 0; })));
  // Holes, the index and the list itself.
  log(pipe([1, , 3], (l) => l.map((n, i, all) => [n, i, all.length]), (l) => l.filter(() => true), (l) => l.map((entry, i) => [i, ...entry])));
  // Not every `map` is an array's.
  class Box { constructor(readonly value: number) {} map(f: (n: number) => number) { log("boxed"); return new Box(f(this.value)); } }
  log(pipe(new Box(1), (box) => box.map((n) => n + 1), (box) => box.map((n) => n * 10)));
  class List extends Array<number> {}
  log(pipe(List.from([1, 2]) as List, (l) => l.map((n) => n + 1), (l) => l.filter((n) => n > 2), (l) => l instanceof List));
}
