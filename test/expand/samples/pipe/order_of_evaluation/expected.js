let tmp, tmp_1, tmp_2;
// Value, then stage expressions from left to right, then the calls.
export const all = (tmp = value(), tmp_1 = stage("a"), tmp_2 = stage("b"), stage("c")(Math.abs(tmp_2(tmp_1(tmp)))));
// `other()` must not run before `value()`.
export const moved = (tmp = value(), add(other(), tmp));
// Not always evaluated, or evaluated twice: through a temporary.
export const choice = (tmp = value(), (other() > 1 ? tmp : 0));
export const square = (tmp = value(), tmp * tmp);
// The variable may have changed when the value is used.
let counter = 0;
const next = () => (n) => n + counter++;
export const changing = (tmp = counter, String(next()(tmp)));
