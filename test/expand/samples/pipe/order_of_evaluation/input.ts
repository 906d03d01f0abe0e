import { pipe } from "tincture";

declare function value(): number;
declare function stage(name: string): (n: number) => number;
declare function other(): number;
declare const add: (a: number, b: number) => number;

// Value, then stage expressions from left to right, then the calls.
export const all = pipe(value(), stage("a"), stage("b"), Math.abs, stage("c"));
// `other()` must not run before `value()`.
export const moved = pipe(value(), (n) => add(other(), n));
// Not always evaluated, or evaluated twice: through a temporary.
export const choice = pipe(value(), (n) => (other() > 1 ? n : 0));
export const square = pipe(value(), (n) => n * n);
// The variable may have changed when the value is used.
let counter = 0;
const next = () => (n: number) => n + counter++;
export const changing = pipe(counter, next(), String);
