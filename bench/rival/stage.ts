/** What the pipes are made of: twenty stages, so small that what a pipe itself costs shows beside them, and a list. */
import assert from "node:assert/strict";
import type { Rate } from "../workload.js";

export const numbers: readonly number[] = Array.from({ length: 100 }, (_, i) => i);

export const a = (n: number): number => (n + 1) | 0;
export const b = (n: number): number => n ^ 10;
export const c = (n: number): number => Math.imul(n, 7);
export const d = (n: number): number => (n > 3 ? n - 1 : n);
export const e = (n: number): number => (n + 5) | 0;
export const f = (n: number): number => n ^ 38;
export const g = (n: number): number => Math.imul(n, 15);
export const h = (n: number): number => (n > 7 ? n - 1 : n);
export const i = (n: number): number => (n + 9) | 0;
export const j = (n: number): number => n ^ 66;
export const k = (n: number): number => Math.imul(n, 23);
export const l = (n: number): number => (n > 11 ? n - 1 : n);
export const m = (n: number): number => (n + 13) | 0;
export const n = (n: number): number => n ^ 94;
export const o = (n: number): number => Math.imul(n, 31);
export const p = (n: number): number => (n > 15 ? n - 1 : n);
export const q = (n: number): number => (n + 17) | 0;
export const r = (n: number): number => n ^ 122;
export const s = (n: number): number => Math.imul(n, 39);
export const t = (n: number): number => (n > 19 ? n - 1 : n);

const stages = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t];

/** The workload that calls `piped` with 0 to 999 again and again. It must do what the first `length` stages do. */
export function ofStages(length: number, piped: (n: number) => number): Rate {
  let expected = 0;
  for (let i = 0; i < 1000; i++) expected = (expected + stages.slice(0, length).reduce((n, stage) => stage(n), i)) | 0;
  return (count) => {
    let sum = 0;
    for (let left = count; left > 0; left -= 1000) for (let i = 0; i < 1000; i++) sum = (sum + piped(i)) | 0;
    assert.equal(sum, Math.imul(expected, count / 1000));
  };
}

/** The workload that calls `job` again and again, which must give `expected`. */
export function ofList<R>(expected: R, job: () => R): Rate {
  return (count) => {
    let last: R | undefined;
    for (let i = 0; i < count; i++) last = job();
    assert.deepEqual(last, expected);
  };
}

/** What the pipes over `numbers` give: three times each, of those the even ones, plus one; and their sum. */
export const mapped: readonly number[] = Array.from({ length: 50 }, (_, i) => 6 * i + 1);
export const summed = 7400;
