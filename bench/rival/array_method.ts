/** The methods of arrays: a new list at each step. */
import type { PipeRival } from "../workload.js";
import { mapped, numbers, ofList, summed } from "./stage.js";

export const rival: PipeRival = {
  pipe_map: ofList(mapped, () =>
    numbers
      .map((n) => n * 3)
      .filter((n) => n % 2 === 0)
      .map((n) => n + 1),
  ),
  pipe_sum: ofList(summed, () =>
    numbers
      .map((n) => n * 3)
      .filter((n) => n % 2 === 0)
      .map((n) => n + 1)
      .reduce((sum, n) => sum + n, 0),
  ),
};
