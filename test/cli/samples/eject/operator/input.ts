import { pipe } from "tincture";

const double = (n: number): number => 2 * n;
const add = (a: number,   b: number): number => a + b;

// A chain.
export function main(n: number): string {
  const   kept = 1; // stays   so
  const sum = n |> double |> add(kept) |> add(2);
  return pipe(sum, (s) => s |> add(1), String);
}
