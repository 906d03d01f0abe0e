import { dbg } from "tincture";

const a = 1;
export const b = dbg(a + 2 * a) + dbg(a);
export const c = [1, 2].map(dbg);
