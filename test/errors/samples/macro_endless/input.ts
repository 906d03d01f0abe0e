import { forever } from "./m.macro.js";

console.log(forever(1));
