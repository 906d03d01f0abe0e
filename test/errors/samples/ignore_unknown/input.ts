import { call, genserver } from "tincture";

// tincture-ignore own_cal: it is fine
export const Counter = genserver(() => ({ get: call(() => 1) }));
