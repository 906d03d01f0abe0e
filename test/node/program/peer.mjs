// A node of its own: `node peer.mjs NAME OPTIONS`, where the options are those of Node.start, as JSON. Says "ready" when it runs.
import { group, Node, rpc } from "tincture";
import { Lab, quiet } from "./servers.mjs";

quiet();
const [name, options] = process.argv.slice(2);
rpc.allow("add", (/** @type {number} */ a, /** @type {number} */ b) => a + b);
rpc.allow("fail", () => {
  throw new RangeError("no", { cause: "because" });
});
rpc.allow("never", () => new Promise(() => {}));
rpc.allow("list", () => Node.list());
rpc.allow("connect", (/** @type {string} */ other) => Node.connect(other));
rpc.allow("join", (/** @type {string} */ name, /** @type {import("tincture").Pid} */ pid) => group.join(name, pid));
rpc.allow("members", (/** @type {string} */ name) => group.members(name));
await Node.start(String(name), JSON.parse(String(options)));
await Lab.start();
process.send?.("ready");
process.on("message", (message) => {
  if (message === "stop") void Node.stop().then(() => process.disconnect());
});
