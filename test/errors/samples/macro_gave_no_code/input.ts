import { five, forgot } from "./m.macro.js";

forgot(1);
console.log(five(), forgot(2));
