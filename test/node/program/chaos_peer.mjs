// A node under load, for chaos.test.ts: answers, counts what comes out of order, and sends numbers of its own.
// @ts-nocheck: generators as they are emitted, without types
import { group, Node, register, rpc, send, sleep } from "tincture";
import * as rt from "tincture/abi";
import { quiet } from "./servers.mjs";

quiet();
const [name, options] = process.argv.slice(2);

const Echo = rt.genserver(
  "Echo",
  { init: () => ({}), handlers: { echo: rt.call((_state, value) => value) } },
  { name: "Echo" },
);

/** By sender: the last number. */
const last = new Map();
let wrong = 0;
let received = 0;
let garbled = 0;
register(
  "sink",
  rt.spawn(function* () {
    let tmp;
    for (;;) {
      const { from, n } = (tmp = rt.receive()) === rt.parked ? yield : tmp;
      received++;
      if (n <= (last.get(from) ?? -1)) wrong++;
      last.set(from, n);
    }
  }),
);
rpc.allow("seen", () => ({ wrong, received, garbled }));
rpc.allow("idle", () =>
  rt.spawn(function* () {
    let tmp;
    (tmp = rt.receive()) === rt.parked ? yield : tmp;
  }),
);
rpc.allow("pump", (to) => {
  const pid = rt.spawn(function* () {
    let tmp;
    for (let n = 0; ; ) {
      for (let i = 0; i < 20; i++) send(to, { pump: pid, n: n++ });
      (tmp = rt.waitCall(undefined, sleep, 5)) === rt.parked ? yield : tmp;
    }
  });
  group.join("pumps", pid);
});
await Node.start(name, {
  ...JSON.parse(options),
  onTrouble: (_node, reason) => void (reason.includes("no node sends") && garbled++),
});
await Echo.start();
process.send("ready");
