import { sleep } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    const jobs = [];
    for (let i = 0; i < 3; i++) {
        if (rt.tick())
            yield;
        jobs.push(() => i);
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    }
    for (const portion of rt.portions(["a", "b"])) {
        for (let i_1 = portion.start; portion.has(i_1); i_1++) {
            const name = portion.at(i_1);
            jobs.push(() => name.length);
        }
        if (rt.tick(portion.turns))
            yield;
    }
    return jobs.map((job) => job());
});
