const add = (a: number, b: number) => a + b;
const show = (a: number, unit = "") => `${a}${unit}`;
const obj = { m(this: any, a: number, b: number) { return a * b; }, deep: { f: (a: number) => a } };
class Box { constructor(readonly v: number, readonly w = 0) {} }
const map = <A, B>(xs: A[], f: (a: A) => B) => xs.map(f);
export const r1 = 1 |> add(2) |> add(3) |> show("kg");
export const r2 = [1, 2, 3] |> map(x => x + 1) |> map(x => `${x}`);
export const r3 = 1
  |> add(2) // then
  /* c */ |> obj.m(3)
  |> obj.deep.f
  |> new Box(4);
export const r4 = 1 |> (y => y + 1);
async function later(x: number, y = 0) { return x + y; }
export const r5 = 1 |> await later(2) |> add(1);
export const r6 = await (1 |> later());
export const r7 = true && 2 |> add(1);
export const r8 = `${1 |> show("!")}`;
export const r9 = { a: 1 |> add(1), b: [1 |> add(2)] };
export const r10 = 1 |> show;
export const f1 = <T,>(x: T) => x |> show2();
function show2(x: unknown) { return String(x); }
export const r11 = 1 |> (obj.deep?.f)!;
export const r12 = 1 |> new Box;
export const r13 = 5 |> add(1)!;
export const gen = function* () { yield 1 |> add(1); };
const fs: { [k: string]: (n: number) => number } = { a: n => n + 100 };
export const r14 = 1 |> fs["a"];
export const r15 = 1 |> obj?.deep.f;
console.log(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, f1(3), r11, r12, r13, [...gen()], r14, r15);
