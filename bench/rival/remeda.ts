/** Remeda: its `pipe`, with its lazy functions over a list. */
import { filter, map, pipe, reduce } from "remeda";
import type { PipeRival } from "../workload.js";
import { a, b, c, d, e, f, g, h, i, j, k, l, mapped, numbers, ofList, ofStages, summed } from "./stage.js";

export const rival: PipeRival = {
  pipe_1: ofStages(1, (x) => pipe(x, a)),
  pipe_2: ofStages(2, (x) => pipe(x, a, b)),
  pipe_3: ofStages(3, (x) => pipe(x, a, b, c)),
  pipe_5: ofStages(5, (x) => pipe(x, a, b, c, d, e)),
  pipe_8: ofStages(8, (x) => pipe(x, a, b, c, d, e, f, g, h)),
  pipe_12: ofStages(12, (x) => pipe(x, a, b, c, d, e, f, g, h, i, j, k, l)),
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
      map((n) => n * 3),
      filter((n) => n % 2 === 0),
      map((n) => n + 1),
    ),
  ),
  pipe_sum: ofList(summed, () =>
    pipe(
      numbers,
      map((n) => n * 3),
      filter((n) => n % 2 === 0),
      map((n) => n + 1),
      reduce((sum, n) => sum + n, 0),
    ),
  ),
};
