import { call, genserver } from "tincture";

/** Counts. */
export const Counter = genserver((from: number) => {
  let n = from;
  const step = (by: number): number => (n += by);
  return {
    next: call((by = 1) => step(by)),
  };
});
