import { link, self, send, sleep } from "tincture";
import * as rt from "tincture/abi";
// Nothing waits: a plain function.
rt.spawn(() => {
    send(parent, "hi");
});
rt.spawnLink(() => {
    link(parent);
});
// Waits, or loops: a generator function.
const { pid } = rt.spawnMonitor(function* () {
    if (rt.waitCall(undefined, sleep, 5) === rt.parked)
        yield;
});
rt.spawn(function* () {
    for (const portion of rt.portions([1, 2])) {
        for (let i = portion.start; portion.has(i); i++) {
            const n = portion.at(i);
            send(parent, String(n));
        }
        if (rt.tick(portion.turns))
            yield;
    }
});
// Not written in place.
rt.spawn(work);
const start = rt.spawn;
const answer = await rt.run(() => self());
export { answer, pid, start };
