let tmp;
tmp = read(), console.log(make()(tmp));
for (const n of [1, 2])
    console.log(make()(n));
export function first(n = (() => {
    let tmp;
    return tmp = read(), Math.abs(make()(tmp));
})()) {
    let tmp;
    const a = (tmp = read(), Math.abs(make()(tmp)));
    const b = (tmp = read(), Math.abs(make()(tmp)));
    return a + b;
}
export class Counter {
    start = (() => {
        let tmp;
        return tmp = read(), Math.abs(make()(tmp));
    })();
    static zero = Math.abs(0);
    next() {
        return this.start + 1;
    }
}
