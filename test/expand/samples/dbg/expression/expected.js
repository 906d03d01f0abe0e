import * as rt from "tincture/abi";
const a = 1;
export const b = rt.dbg(a + 2 * a, "a + 2 * a", "input.ts:4:18") + rt.dbg(a, "a", "input.ts:4:35");
export const c = [1, 2].map((value) => rt.dbg(value, "value", "input.ts:5:29"));
