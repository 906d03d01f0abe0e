/** What one writes without a pipe: nested calls; over a list, one loop. */
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
  pipe_1: ofStages(1, (x) => a(x)),
  pipe_2: ofStages(2, (x) => b(a(x))),
  pipe_3: ofStages(3, (x) => c(b(a(x)))),
  pipe_5: ofStages(5, (x) => e(d(c(b(a(x)))))),
  pipe_8: ofStages(8, (x) => h(g(f(e(d(c(b(a(x))))))))),
  pipe_12: ofStages(12, (x) => l(k(j(i(h(g(f(e(d(c(b(a(x))))))))))))),
  pipe_20: ofStages(20, (x) => t(s(r(q(p(o(n(m(l(k(j(i(h(g(f(e(d(c(b(a(x))))))))))))))))))))),
  pipe_arrow: ofStages(5, (n) => {
    const third = Math.imul(((n + 1) | 0) ^ 10, 7);
    return ((third > 3 ? third - 1 : third) + 5) | 0;
  }),
  pipe_map: ofList(mapped, () => {
    const result: number[] = [];
    for (const n of numbers) if ((n * 3) % 2 === 0) result.push(n * 3 + 1);
    return result;
  }),
  pipe_sum: ofList(summed, () => {
    let sum = 0;
    for (const n of numbers) if ((n * 3) % 2 === 0) sum += n * 3 + 1;
    return sum;
  }),
};
