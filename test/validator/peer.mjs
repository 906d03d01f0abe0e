// A node that has the servers of node.test.ts, compiled by it: `node peer.mjs NAME OPTIONS`. Keeps what is reported.
import { Node, rpc, setLogger } from "tincture";

/** @type {string[]} */
const reports = [];
/** @param {object} _details */
const note = (_details, text = "") => void reports.push(text);
setLogger({ error: note, warn: note, info: note });

const [name, options] = process.argv.slice(2);
rpc.allow("reports", () => reports);
await Node.start(String(name), JSON.parse(String(options)));
// Made by the test before this is started.
const { Room } = await import(new URL("../../build/validator/node/input.mjs", import.meta.url).href);
await Room.start();
process.send?.("ready");
