import { checked, depth, firstOf, zeros } from "./m.macro.js";

export const port = checked("8o80");
export const rest = 1;
export const list = zeros(-1);
export const deep = depth(() => 1);
export const first = firstOf(() => {
  if (port > 1) return;
});
