import { call, genserver } from "tincture";

declare const cal: any, Cast: any, aferInit: any;
export const Server = genserver(() => ({ get: cal(() => 1), say: Cast(() => {}), first: aferInit(() => {}), ok: call(() => 1) }));
