import { sleep } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    const done = (tmp = rt.receive(function* (m) {
        switch (m.tag) {
            case "slow":
                if (rt.waitCall(undefined, sleep, 5) === rt.parked)
                    yield;
                return m;
            default: return rt.skip;
        }
    }, rt.after(100, function* () {
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
        return "late";
    }))) === rt.parked ? yield : tmp;
    return (tmp = rt.receive((m) => m + (done === "late" ? 1 : 2))) === rt.parked ? yield : tmp;
});
