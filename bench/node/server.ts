/** The node that is called: a process of the operating system. Says when it is ready. */
import { Node } from "tincture";
import { Counter } from "./counter.js";

await Node.start("server@bench", { cookie: "bench" });
await Counter.start();
process.send?.("ready");
