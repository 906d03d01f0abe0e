import * as rt from "tincture/abi";
const double = (n) => n * 2;
// Whoever hides the import means his own.
export function own(pipe, t) {
    t.run();
    return pipe(1);
}
export function inner() {
    const run = () => 1;
    {
        const pipe = double;
        pipe(2);
    }
    return run() + double(3);
}
export const { genserver: renamed = 1 } = { genserver: 2 };
export const ran = rt.run(() => double(4));
