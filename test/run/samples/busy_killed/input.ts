// Whoever computes and never waits can be killed from outside, whatever kind of loop it is in; the rest of the program goes on meanwhile.
import { call, cast, exit, genserver, type Pid, run, sleep, spawn } from "tincture";

let turns = 0;
const endless = {
  *[Symbol.iterator]() {
    for (;;) yield ++turns;
  },
};
const list = [1];

const loops: Record<string, () => Pid> = {
  "for (;;)": () => spawn(() => { for (;;) turns++; }), // tincture-ignore shared_state: the test looks from outside whether the loops run
  "while": () => spawn(async () => { while (true) turns++; }),
  "for with a condition": () => spawn(() => { for (let i = 0; i >= 0; i = 0) turns++; }),
  "do": () => spawn(() => { do turns++; while (turns > 0); }),
  "for...of an iterator": () => spawn(() => { let last = 0; for (const n of endless) last = n; return last; }),
  "for...of a growing array": () => spawn(() => { for (const n of list) { turns += n; list.length = 1; list.push(1); list.shift(); list.push(1); } }), // tincture-ignore shared_state: a list that never comes to its end
  "nested": () => spawn(() => { for (;;) for (let i = 0; i < 3; i++) for (const n of list.slice(0, 3)) turns += n; }),
  "captured by a function": () => spawn(() => { let f = () => 0; for (let i = 0; i >= 0; i = 0) { f = () => i; turns++; } return f; }),
  "an async function": () => spawn(async () => { await spin(); }),
};
async function spin() {
  await sleep(0);
  for (;;) turns++;
}

const Server = genserver(() => {
  const count = (limit: number) => { for (let i = 0; i < limit; i++) turns++; };
  const through = () => count(Infinity);
  const waiting = async () => { await sleep(0); through(); };
  return {
    inHandler: cast(() => { for (;;) turns++; }), // tincture-ignore endless_handler: the point of this program
    inHelper: cast(() => count(Infinity)),
    inHelperOfHelper: cast(() => through()),
    inAsyncHelper: cast(async () => { await waiting(); }),
    inCall: call(() => { for (;;) turns++; }), // tincture-ignore endless_handler: the point of this program
  };
});

async function killed(what: string, pid: Pid): Promise<void> {
  const before = turns;
  // An ordinary timer of Node: it comes only if the event loop does.
  await new Promise((resolve) => setTimeout(resolve, 20));
  const ran = turns > before;
  exit(pid, "kill");
  await run(async () => { await sleep(1); });
  const after = turns;
  await new Promise((resolve) => setTimeout(resolve, 5));
  console.log(`${what}: ${ran ? "ran" : "did not run"}, ${turns === after ? "killed" : "still running"}`);
}

for (const [what, start] of Object.entries(loops)) await killed(what, start());
for (const handler of ["inHandler", "inHelper", "inHelperOfHelper", "inAsyncHelper"] as const) {
  const pid = await Server.start();
  Server.at(pid)[handler]();
  await killed(handler, pid);
}
const pid = await Server.start();
const answer = Server.at(pid).inCall().catch((error: { reason: unknown }) => error.reason);
await killed("inCall", pid);
console.log("its caller got", await answer);
