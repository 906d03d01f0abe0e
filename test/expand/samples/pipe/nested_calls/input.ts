import { pipe } from "tincture";

const double = (n: number) => n * 2;
const add = (a: number, b: number) => a + b;

export const value = pipe(1, double, (n) => add(n, 10), String);
export const text = pipe([3, 1, 2], (list) => list.map(double), JSON.stringify, (json) => `${json}!`);
export const same = pipe(5);
