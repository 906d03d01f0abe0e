const add = (a, b) => a + b;
const show = (a, unit = "") => `${a}${unit}`;
const obj = { m(a, b) { return a * b; }, deep: { f: (a) => a } };
class Box {
    v;
    w;
    constructor(v, w = 0) {
        this.v = v;
        this.w = w;
    }
}
const map = (xs, f) => xs.map(f);
export const r1 = show(add(add(1, 2), 3), "kg");
export const r2 = map(map([1, 2, 3], x => x + 1), x => `${x}`);
export const r3 = new Box(obj.deep.f(obj.m(add(1, 2) // then
/* c */ , 3)), 4);
export const r4 = (y => y + 1)(1);
async function later(x, y = 0) { return x + y; }
export const r5 = add(await later(1, 2), 1);
export const r6 = await (later(1));
export const r7 = true && add(2, 1);
export const r8 = `${show(1, "!")}`;
export const r9 = { a: add(1, 1), b: [add(1, 2)] };
export const r10 = show(1);
export const f1 = (x) => show2(x);
function show2(x) { return String(x); }
export const r11 = (obj.deep?.f)(1);
export const r12 = new Box(1);
export const r13 = add(5, 1);
export const gen = function* () { yield add(1, 1); };
const fs = { a: n => n + 100 };
export const r14 = fs["a"](1);
export const r15 = obj?.deep.f(1);
console.log(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, f1(3), r11, r12, r13, [...gen()], r14, r15);
