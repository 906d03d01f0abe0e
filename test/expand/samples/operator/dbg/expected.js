import * as rt from "tincture/abi";
const add = (a, b) => a + b;
const later = async (n) => n;
export const text = rt.dbg(String(rt.dbg(add(rt.dbg(1, "1", "input.ts:6:25"), 2), "|> add(2)", "input.ts:6:27")), "|> String", "input.ts:6:37");
export const end = String(rt.dbg(add(rt.dbg(1, "1", "input.ts:7:20"), 2), "|> add(2)", "input.ts:7:22"));
function plus(state, n) {
    state.sum += n;
    return state.sum;
}
export const Sum = rt.genserver("Sum", {
    init(sum) {
        return { sum };
    },
    handlers: {
        plus: rt.call((state, n) => rt.dbg(add(rt.dbg(plus(state, rt.dbg(n, "n", "input.ts:15:42")), "|> plus", "input.ts:15:44"), 1), "|> add(1)", "input.ts:15:52"))
    }
}, { name: "sum" });
export const sum = rt.run(function* () {
    let tmp;
    return rt.dbg(add(rt.dbg((tmp = rt.waitCall(undefined, later, rt.dbg((tmp = rt.waitCall(Sum, Sum.plus, rt.dbg(5, "5", "input.ts:18:40"))) === rt.parked ? yield : tmp, "|> await Sum.plus()", "input.ts:18:42"))) === rt.parked ? yield : tmp, "|> await later()", "input.ts:18:62"), 1), "|> add(1)", "input.ts:18:79");
});
