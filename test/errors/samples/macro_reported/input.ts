import { shout } from "./m.macro.js";

const name = "ann";
console.log(shout("hi"), shout(name), shout(`${name}`));
