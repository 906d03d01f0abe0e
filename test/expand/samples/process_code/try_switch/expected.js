import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    try {
        if (rt.waitCall(undefined, f, 1) === rt.parked)
            yield;
        // Waited for outside of the `try`, as in JavaScript.
        if ((tmp = rt.waitCall(undefined, f, 2)) === rt.parked ? yield : tmp)
            return f(3);
        return (tmp = rt.waitCall(undefined, f, 4)) === rt.parked ? yield : tmp;
    }
    catch (error) {
        if (rt.waitCall(undefined, f, error) === rt.parked)
            yield;
    }
    finally {
        if (rt.waitCall(undefined, f, 5) === rt.parked)
            yield;
    }
    switch ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp) {
        case (tmp = rt.waitCall(undefined, f, 6)) === rt.parked ? yield : tmp:
            if (rt.waitCall(undefined, f, 7) === rt.parked)
                yield;
            break;
        default:
            return rt.tailCall(undefined, f, 8);
    }
});
