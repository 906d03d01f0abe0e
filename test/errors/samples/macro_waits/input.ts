import { pause } from "./m.macro.js";

export async function works() {
  pause(5);
}
export function fails() {
  pause(5);
}
