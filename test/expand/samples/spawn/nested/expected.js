import { self, send } from "tincture";
import * as rt from "tincture/abi";
export const total = await rt.run(function* () {
    let tmp;
    const me = self();
    const kids = [1, 2, 3].map((n) => rt.spawn(() => send(me, Math.abs(n))));
    const inner = (tmp = rt.waitCall(undefined, rt.run, function* () {
        if (rt.waitCall(undefined, rt.run, () => 1) === rt.parked)
            yield;
        return kids.length;
    })) === rt.parked ? yield : tmp;
    return inner;
});
