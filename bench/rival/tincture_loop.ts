/** Ours: the same loops in the handlers of a server, where they give way. */
import assert from "node:assert/strict";
import { call, genserver, stop } from "tincture";
import type { LoopRival, Rate } from "../workload.js";
import { answer, array, set, ten } from "./plain_loop.js";

const Loops = genserver(() => {
  let count = 0;
  const sumTo = (end: number): number => {
    let sum = 0;
    for (let i = 0; i < end; i++) sum += i;
    return sum;
  };
  const hundred = (): number => {
    let sum = 0;
    for (let i = 0; i < 100; i++) sum += i;
    return sum;
  };

  return {
    loop_for: call((n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = (sum + i) | 0;
      return sum;
    }),
    loop_while: call((n: number) => {
      let left = n;
      let bit = 1;
      while (left > 0) {
        bit ^= 1;
        left--;
      }
      return bit;
    }),
    loop_float: call((n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += 0.5;
      return sum;
    }),
    loop_of: call((n: number) => {
      let sum = 0;
      for (let round = 0; round < n / 10_000; round++) for (const value of array) sum += value;
      return sum;
    }),
    loop_of_set: call((n: number) => {
      let sum = 0;
      for (let round = 0; round < n / 10_000; round++) for (const value of set) sum += value;
      return sum;
    }),
    loop_nested: call((n: number) => {
      let sum = 0;
      for (let i = 0; i < n / 10; i++) for (let j = 0; j < 10; j++) sum += j;
      return sum;
    }),
    loop_rows: call((n: number) => {
      const columns = ten.length;
      let sum = 0;
      for (let i = 0; i < n / columns; i++) for (let j = 0; j < columns; j++) sum += j;
      return sum;
    }),
    loop_state: call((n: number) => {
      count = 0;
      for (let i = 0; i < n; i++) count++;
      return count;
    }),
    loop_helper: call((n: number) => {
      let sum = 0;
      for (let i = 0; i < n / 100; i++) sum += hundred();
      return sum;
    }),
    loop_helper_n: call((n: number) => {
      let sum = 0;
      for (let i = 0; i < n / 100; i++) sum += sumTo(100);
      return sum;
    }),
  };
});

const inServer =
  (name: keyof typeof answer): Rate =>
  async (n) => {
    const server = await Loops.start();
    assert.equal(await Loops.at(server)[name](n), answer[name](n));
    await stop(server);
  };

export const rival: LoopRival = {
  loop_for: inServer("loop_for"),
  loop_while: inServer("loop_while"),
  loop_float: inServer("loop_float"),
  loop_of: inServer("loop_of"),
  loop_of_set: inServer("loop_of_set"),
  loop_nested: inServer("loop_nested"),
  loop_rows: inServer("loop_rows"),
  loop_state: inServer("loop_state"),
  loop_helper: inServer("loop_helper"),
  loop_helper_n: inServer("loop_helper_n"),
};
