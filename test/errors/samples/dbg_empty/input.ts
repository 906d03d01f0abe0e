import { dbg } from "tincture";

export const a = (dbg as any)();
