/** Effect: its `pipe`, with its functions over a list. */
import { Array as List, pipe } from "effect";
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
      List.map((n) => n * 3),
      List.filter((n) => n % 2 === 0),
      List.map((n) => n + 1),
    ),
  ),
  pipe_sum: ofList(summed, () =>
    pipe(
      numbers,
      List.map((n) => n * 3),
      List.filter((n) => n % 2 === 0),
      List.map((n) => n + 1),
      List.reduce(0, (sum, n) => sum + n),
    ),
  ),
};
