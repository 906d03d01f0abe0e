import { dbg, pipe, tap } from "tincture";

export const a = (pipe as any)();
