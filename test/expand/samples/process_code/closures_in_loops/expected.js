import { sleep } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    const jobs = [];
    for (let i = 0; i < times; i++) {
        if (rt.tick())
            yield;
        jobs.push(() => i);
        if (rt.waitCall(undefined, sleep, 1) === rt.parked)
            yield;
    }
    for (const name of ["a", "b"])
        jobs.push(() => name.length);
    return jobs.map((job) => job());
});
