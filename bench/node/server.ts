/** The node that is called: a process of the operating system. Says when it is ready. Usage: `node server.js TRANSPORT` */
import { Node } from "tincture";
import { Counter } from "./counter.js";
import { optionsOf } from "./transport.js";

await Node.start("server@bench", optionsOf(process.argv[2] as string));
await Counter.start();
process.send?.("ready");
