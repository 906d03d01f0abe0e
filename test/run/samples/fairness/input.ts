// A busy process does not stop the others: loops give way, timers and the event loop are served, and it can be killed from outside.
import { call, exit, genserver, isAlive, run, sleep, spawn } from "tincture";

const Echo = genserver(() => ({ say: call((text: string) => text) }), { name: "Echo" });
await Echo.start();
const busy = [1, 2, 3].map(() => spawn(async () => { let n = 0; for (;;) n += 1; }));
const Spinner = genserver(() => ({ spin: call((turns: number) => { let n = 0; for (let i = 0; i < turns; i++) n += i % 3; return n; }) }));
const spinner = Spinner.at(await Spinner.start());
console.log(await run(async () => { await sleep(2); return Echo.say("still here"); }));
await new Promise((resolve) => setTimeout(resolve, 5));
console.log(await spinner.spin(100_000));
console.log(busy.every((pid) => isAlive(pid)));
for (const pid of busy) exit(pid, "kill");
console.log(busy.some((pid) => isAlive(pid)));
