import { first, soon, square, timed, unless } from "./m.macro.js";

declare function next(): number;
declare const ready: boolean;
declare const room: { say(text: unknown): void };

// A statement: its code stands there.
unless(ready, () => {
  next();
  next();
});
// With names of its own it is a block.
timed(() => {
  const start = next();
  room.say(start);
});
// A value: what it needs stands before it.
const one = square(next());
console.log(square(next()), one);
// Where that would run too early it stays a function.
console.log(next(), square(next()));
room.say(square(next()));
const both = ready && square(next());
// A `return` in the middle leaves a function.
const which = first(both, one);
// One statement without braces.
if (ready) timed(next);
else unless(ready, next);
for (let i = square(2); i < square(next()); i++) unless(ready, () => void i);
export const area = (side: number) => square(side);
export async function waits(n = square(3)) {
  soon(n);
  return square(n);
}
switch (square(next())) {
  case square(1):
    timed(() => room.say(which));
}
