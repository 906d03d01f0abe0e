import { self as me } from "tincture";
import * as rt from "tincture/abi";
import * as t from "tincture";
export const Counter = rt.genserver("Counter", {
    init(n) {
        return { n };
    },
    handlers: {
        next: rt.call((state) => ++state.n),
        again: rt.call((state) => state.n)
    }
});
export const pid = rt.run(function* () {
    if (rt.waitCall(t, t.sleep, 1) === rt.parked)
        yield;
    return me();
});
export const all = String((console.log(1), 1));
