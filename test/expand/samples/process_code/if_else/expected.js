import { sleep } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    if (ready) {
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    }
    else
        log("not ready");
    if (ready) {
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    }
    else if (late) {
        if (rt.waitCall(undefined, sleep, 2) === rt.parked)
            yield;
    }
    else
        log("neither");
    if (ready)
        if (late) {
            if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                yield;
        }
        else
            log("in time");
    else
        log("not ready");
    if (ready) {
        once: if (late) {
            if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                yield;
        }
        else if (rt.waitCall(undefined, sleep, 2) === rt.parked)
            yield;
    }
    else
        log("not ready");
    if (late)
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    if (ready) {
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    }
    else
        log("not ready");
});
