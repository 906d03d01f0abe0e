/** The same in a worker thread, which is a node already. */
import { Counter } from "./counter.js";

await Counter.start();
