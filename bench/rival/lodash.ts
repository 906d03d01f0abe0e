/** lodash/fp: `flow`, built once, which is its best case. */
import fp from "lodash/fp.js";
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

/** A built flow of the list, to be called without it. */
const bind =
  <R>(flow: (list: readonly number[]) => R) =>
  () =>
    flow(numbers);

export const rival: PipeRival = {
  pipe_1: ofStages(1, fp.flow(a)),
  pipe_2: ofStages(2, fp.flow(a, b)),
  pipe_3: ofStages(3, fp.flow(a, b, c)),
  pipe_5: ofStages(5, fp.flow(a, b, c, d, e)),
  pipe_8: ofStages(8, fp.flow([a, b, c, d, e, f, g, h])),
  pipe_12: ofStages(12, fp.flow([a, b, c, d, e, f, g, h, i, j, k, l])),
  pipe_20: ofStages(20, fp.flow([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t])),
  pipe_arrow: ofStages(
    5,
    fp.flow(
      (x: number) => (x + 1) | 0,
      (x: number) => x ^ 10,
      (x: number) => Math.imul(x, 7),
      (x: number) => (x > 3 ? x - 1 : x),
      (x: number) => (x + 5) | 0,
    ),
  ),
  pipe_map: ofList(
    mapped,
    bind(
      fp.flow(
        fp.map((n: number) => n * 3),
        fp.filter((n) => n % 2 === 0),
        fp.map((n) => n + 1),
      ),
    ),
  ),
  pipe_sum: ofList(
    summed,
    bind(
      fp.flow(
        fp.map((n: number) => n * 3),
        fp.filter((n) => n % 2 === 0),
        fp.map((n) => n + 1),
        fp.reduce((sum: number, n: number) => sum + n, 0),
      ),
    ),
  ),
};
