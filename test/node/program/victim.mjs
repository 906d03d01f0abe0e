// A node that others attack: `node --expose-gc victim.mjs NAME OPTIONS`. Its server is there again whenever it was ended; asked by "look", it tells what it holds.
// @ts-nocheck: generators as they are emitted, without types
import { Node, whereis } from "tincture";
import * as rt from "tincture/abi";
import { quiet } from "./servers.mjs";

quiet();
let reached = 0;
const Victim = rt.genserver(
  "Victim",
  { init: () => ({}), handlers: { hit: rt.cast(() => void reached++) } },
  { name: "Victim" },
);
const [name, options] = process.argv.slice(2);
await Node.start(name, JSON.parse(options));
const restart = () => whereis("Victim") ?? Victim.start();
const { id } = await restart();
setInterval(restart, 5);

/** What is left when everything was collected, weak things and what waits for their end included. */
async function look() {
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const sockets = process.getActiveResourcesInfo().filter((each) => each === "PipeWrap").length;
  return { id, reached, used: heapUsed + external, rss, sockets, peers: Node.list().length };
}
process.on("message", async () => process.send?.(await look()));
process.send?.("ready");
