// A node of its own: `node peer.mjs NAME OPTIONS`, where the options are those of Node.start, as JSON. Says "ready" when it runs.
import { Node } from "tincture";
import { Lab, quiet } from "./servers.mjs";

quiet();
const [name, options] = process.argv.slice(2);
await Node.start(name, JSON.parse(options));
await Lab.start();
process.send?.("ready");
process.on("message", (message) => {
  if (message === "stop") void Node.stop().then(() => process.disconnect());
});
