import { log } from "./log.js";
// A statement: its code stands there.
if (!ready) {
    next();
    next();
}
// With names of its own it is a block.
{
    const start = performance.now();
    {
        const start = next();
        room.say(start);
    }
    log(performance.now() - start);
}
// A value: what it needs stands before it.
const n = next();
const one = n * n;
const n_1 = next();
console.log(n_1 * n_1, one);
// Where that would run too early it stays a function.
console.log(next(), (n => n * n)(next()));
room.say((n => n * n)(next()));
const both = ready && (n => n * n)(next());
// A `return` in the middle leaves a function.
const which = (() => {
    if (both)
        return "a";
    return one ? "b" : undefined;
})();
// One statement without braces.
if (ready) {
    const start = performance.now();
    next();
    log(performance.now() - start);
}
else if (!ready)
    next();
for (let i = (n => n * n)(2); i < (n => n * n)(next()); i++)
    if (!ready)
        void i;
export const area = (side) => {
    const n = side;
    return n * n;
};
export async function waits(n = (n => n * n)(3)) {
    await new Promise(done => setTimeout(done, n));
    const n_3 = n;
    return n_3 * n_3;
}
const n_2 = next();
switch (n_2 * n_2) {
    case (n => n * n)(1): {
        const start = performance.now();
        room.say(which);
        log(performance.now() - start);
    }
}
