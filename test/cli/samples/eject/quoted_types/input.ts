import { typed } from "./m.macro.js";
type Shape = "mine";
export const mine: Shape = "mine";
export const made = typed({ a: 1 });
console.log(made.seen[0]?.a, made.named, made.point.x, mine);
