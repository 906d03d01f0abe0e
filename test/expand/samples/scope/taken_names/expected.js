import { sleep } from "tincture";
import * as rt_1 from "tincture/abi";
const rt = 1;
export const Server = rt_1.genserver("Server", {
    init(state) {
        return { state, tmp: rt };
    },
    handlers: {
        get: rt_1.call(function* (state_1, target) {
            let tmp_1;
            state_1.tmp += (tmp_1 = rt_1.waitCall(target, target.m)) === rt_1.parked ? yield : tmp_1;
            return state_1.state + state_1.tmp;
        })
    }
});
export const Other = rt_1.genserver("Other", {
    init() {
        return { state: 1 };
    },
    handlers: {
        get: rt_1.call((state) => state.state++)
    }
});
rt_1.run(function* () {
    let tmp_1, tmp_2;
    const tmp = (tmp_1 = rt_1.waitCall(undefined, f)) === rt_1.parked ? yield : tmp_1;
    if (rt_1.waitCall(undefined, sleep, tmp) === rt_1.parked)
        yield;
    return tmp_2 = f(), make()(tmp_2) + tmp;
});
