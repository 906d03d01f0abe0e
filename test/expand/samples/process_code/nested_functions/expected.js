import { sleep } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    const all = rt.process(function* (ids) {
        return Promise.all(ids.map(rt.process(function* (id) {
            if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                yield;
            return rt.tailCall(undefined, get, id);
        })));
    }, "all");
    // Async functions inside of process code are process code.
    const get = rt.process(function* (id) {
        return rt.tailCall(undefined, load, id);
    }, "get");
    const api = {
        // A method is not: it stays what it is.
        async one() {
            return get(1);
        },
    };
    async function* stream() {
        yield await get(1);
    }
    return [(tmp = rt.waitCall(undefined, all, [1, 2])) === rt.parked ? yield : tmp, (tmp = rt.waitCall(api, api.one)) === rt.parked ? yield : tmp, stream()];
});
