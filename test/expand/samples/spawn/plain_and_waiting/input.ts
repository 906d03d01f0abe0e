import { link, run, self, send, sleep, spawn, spawnLink, spawnMonitor, type Pid } from "tincture";

declare const parent: Pid<string>;
declare const work: () => void;

// Nothing waits: a plain function.
spawn(() => { send(parent, "hi"); });
spawnLink(async () => { link(parent); });
// Waits, or loops: a generator function.
const { pid } = spawnMonitor(async () => { await sleep(5); });
spawn(() => { for (const n of [1, 2]) send(parent, String(n)); });
// Not written in place.
spawn(work);
const start = spawn;
const answer = await run(async () => self());
export { answer, pid, start };
