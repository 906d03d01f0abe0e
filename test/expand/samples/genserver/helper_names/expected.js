import * as rt from "tincture/abi";
const count = 1;
const add = (state, m) => state.n + m;
const count_1 = (state) => add(state, 1);
export const One = rt.genserver("One", {
    init(n) {
        return { n };
    },
    handlers: {
        get: rt.call((state) => count_1(state))
    }
});
const add_1 = (state, m) => state.n * m;
function print(state) {
    return add_1(state, 2);
}
export const Two = rt.genserver("Two", {
    init(n) {
        return { n };
    },
    handlers: {
        get: rt.call((state) => print(state) + add_1(state, count))
    }
});
// `print` here is a global one.
export function show() {
    globalThis.print();
}
const fetch_1 = (state) => state.n;
export const Three = rt.genserver("Three", {
    init(n) {
        return { n };
    },
    handlers: {
        get: rt.call((state) => fetch_1(state))
    }
});
export const page = () => fetch("http://localhost");
