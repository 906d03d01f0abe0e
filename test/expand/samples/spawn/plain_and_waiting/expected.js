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
rt.spawn(() => {
    for (const n of [1, 2])
        send(parent, String(n));
});
// Not written in place.
rt.spawn(work);
const start = rt.spawn;
const answer = await rt.run(() => self());
export { answer, pid, start };
