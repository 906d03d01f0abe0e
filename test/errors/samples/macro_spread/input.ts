import { sum } from "./m.macro.js";

const numbers = [1, 2];
console.log(sum(...numbers));
