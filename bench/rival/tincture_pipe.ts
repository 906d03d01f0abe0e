/** Ours: `pipe`, compiled. */
import { pipe } from "tincture";
import type { PipeRival } from "../workload.js";
import {
  a,
  b,
  c,
  d,
  e,
  f,
  g,
  h,
  i,
  j,
  k,
  l,
  m,
  mapped,
  n,
  numbers,
  o,
  ofList,
  ofStages,
  p,
  q,
  r,
  s,
  summed,
  t,
} from "./stage.js";

export const rival: PipeRival = {
  pipe_1: ofStages(1, (x) => pipe(x, a)),
  pipe_2: ofStages(2, (x) => pipe(x, a, b)),
  pipe_3: ofStages(3, (x) => pipe(x, a, b, c)),
  pipe_5: ofStages(5, (x) => pipe(x, a, b, c, d, e)),
  pipe_8: ofStages(8, (x) => pipe(x, a, b, c, d, e, f, g, h)),
  pipe_12: ofStages(12, (x) => pipe(x, a, b, c, d, e, f, g, h, i, j, k, l)),
  pipe_20: ofStages(20, (x) => pipe(x, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)),
  pipe_arrow: ofStages(5, (n) =>
    pipe(
      n,
      (x) => (x + 1) | 0,
      (x) => x ^ 10,
      (x) => Math.imul(x, 7),
      (x) => (x > 3 ? x - 1 : x),
      (x) => (x + 5) | 0,
    ),
  ),
  pipe_map: ofList(mapped, () =>
    pipe(
      numbers,
      (list) => list.map((n) => n * 3),
      (list) => list.filter((n) => n % 2 === 0),
      (list) => list.map((n) => n + 1),
    ),
  ),
  pipe_sum: ofList(summed, () =>
    pipe(
      numbers,
      (list) => list.map((n) => n * 3),
      (list) => list.filter((n) => n % 2 === 0),
      (list) => list.map((n) => n + 1),
      (list) => list.reduce((sum, n) => sum + n, 0),
    ),
  ),
};
