/** The loops in ordinary functions: what they cost where nothing gives way. */
import assert from "node:assert/strict";
import type { LoopRival, Rate } from "../workload.js";

export const array: readonly number[] = Array.from({ length: 10_000 }, (_, i) => i);
export const set: ReadonlySet<number> = new Set(array);
export const ten = array.slice(0, 10);

/** What each loop gives for so many turns. */
export const answer = {
  loop_for: (n: number): number => ((n * (n - 1)) / 2) | 0,
  loop_while: (n: number): number => (n & 1) ^ 1,
  loop_float: (n: number): number => n / 2,
  loop_of: (n: number): number => (n / 10_000) * 49_995_000,
  loop_of_set: (n: number): number => (n / 10_000) * 49_995_000,
  loop_nested: (n: number): number => 4.5 * n,
  loop_rows: (n: number): number => 4.5 * n,
  loop_state: (n: number): number => n,
  loop_helper: (n: number): number => 49.5 * n,
  loop_helper_n: (n: number): number => 49.5 * n,
} as const;

const checked =
  (expected: (n: number) => number, job: (n: number) => number): Rate =>
  (n) =>
    assert.equal(job(n), expected(n));

const state = { count: 0 };
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

export const rival: LoopRival = {
  loop_for: checked(answer.loop_for, (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = (sum + i) | 0;
    return sum;
  }),
  loop_while: checked(answer.loop_while, (n) => {
    let left = n;
    let bit = 1;
    while (left > 0) {
      bit ^= 1;
      left--;
    }
    return bit;
  }),
  loop_float: checked(answer.loop_float, (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += 0.5;
    return sum;
  }),
  loop_of: checked(answer.loop_of, (n) => {
    let sum = 0;
    for (let round = 0; round < n / 10_000; round++) for (const value of array) sum += value;
    return sum;
  }),
  loop_of_set: checked(answer.loop_of_set, (n) => {
    let sum = 0;
    for (let round = 0; round < n / 10_000; round++) for (const value of set) sum += value;
    return sum;
  }),
  loop_nested: checked(answer.loop_nested, (n) => {
    let sum = 0;
    for (let i = 0; i < n / 10; i++) for (let j = 0; j < 10; j++) sum += j;
    return sum;
  }),
  loop_rows: checked(answer.loop_rows, (n) => {
    const columns = ten.length;
    let sum = 0;
    for (let i = 0; i < n / columns; i++) for (let j = 0; j < columns; j++) sum += j;
    return sum;
  }),
  loop_state: checked(answer.loop_state, (n) => {
    state.count = 0;
    for (let i = 0; i < n; i++) state.count++;
    return state.count;
  }),
  loop_helper: checked(answer.loop_helper, (n) => {
    let sum = 0;
    for (let i = 0; i < n / 100; i++) sum += hundred();
    return sum;
  }),
  loop_helper_n: checked(answer.loop_helper_n, (n) => {
    let sum = 0;
    for (let i = 0; i < n / 100; i++) sum += sumTo(100);
    return sum;
  }),
};
