import { timed } from "./m.macro.js";
import { log } from "./log.js";

log(1);
timed("a", () => log(2));
