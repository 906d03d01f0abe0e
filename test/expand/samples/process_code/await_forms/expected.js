import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp, target;
    if (rt.waitCall(undefined, f) === rt.parked)
        yield;
    const a = (tmp = rt.waitCall(undefined, f, (tmp = rt.waitCall(undefined, g, 1)) === rt.parked ? yield : tmp, 2)) === rt.parked ? yield : tmp;
    const b = (tmp = rt.waitCall(target = api.users, target.find, a)) === rt.parked ? yield : tmp;
    const c = (tmp = rt.waitCall(api, api.find, ...b)) === rt.parked ? yield : tmp;
    const d = ((tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp).name ?? ((tmp = rt.waitCall(undefined, g)) === rt.parked ? yield : tmp)?.length;
    const e = (tmp = rt.wait(new Promise((resolve) => setTimeout(resolve, 1)))) === rt.parked ? yield : tmp;
    const h = (tmp = rt.wait(Promise.all([f(), g()]))) === rt.parked ? yield : tmp;
    const i = (tmp = rt.wait(import("node:fs"))) === rt.parked ? yield : tmp;
    const j = (tmp = rt.wait(api?.find(1))) === rt.parked ? yield : tmp;
    const k = (tmp = rt.waitCall(api, api.find, 1)) === rt.parked ? yield : tmp;
    const l = (tmp = rt.wait(c)) === rt.parked ? yield : tmp;
    const m = (tmp = rt.waitCall(api, api[`find${(tmp = rt.waitCall(undefined, f)) === rt.parked ? yield : tmp}`], 1)) === rt.parked ? yield : tmp;
    const n = (tmp = rt.waitCall(undefined, rt.process(function* () {
        return rt.tailCall(undefined, f, 1);
    }))) === rt.parked ? yield : tmp;
    return [d, e, h, i, j, k, l, m, n];
});
