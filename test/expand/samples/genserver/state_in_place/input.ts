import { call, genserver } from "tincture";

declare function pair(): [number, number];
declare function load(name: string): { readonly x: number; readonly y?: { readonly z: number }; readonly [key: string]: unknown };

export const Server = genserver((name: string, { limit = 5, ...rest }: { limit?: number; more?: number } = {}) => {
  // Who is here.
  const users = new Set<string>(); // by name
  let max = limit * 2, count = 0;
  // From here on something of the block is needed, so the rest is assigned in its turn.
  let free = max - count;
  console.log("start", name);
  let [a, b = 2] = pair();
  const { x, y: { z } = { z: 1 }, ...others } = load(name);
  let later: string | undefined;
  const zero = 0;
  if (free < 0) free = 0;

  return { all: call(() => [users, max, count, free, a, b, x, z, others, later, zero, rest, limit]) };
});
