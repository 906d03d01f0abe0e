import { tap } from "tincture";

export const a = (tap as any)();
