/** The node that is called: a process of the operating system; over NATS the bare server as well. Says when it is ready. Usage: `node server.js TRANSPORT` */
import { Node } from "tincture";
import { serveBare } from "./bare.js";
import { Counter } from "./counter.js";
import { natsOf, optionsOf } from "./transport.js";

const transport = process.argv[2] as string;
await Node.start("server@bench", optionsOf(transport));
await Counter.start();
const servers = natsOf(transport);
if (servers !== undefined) await serveBare(servers);
process.send?.("ready");
