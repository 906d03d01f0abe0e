import { call as request, genserver as server, pipe as flow, run as go, self as me } from "tincture";
import * as t from "tincture";
import type { Pid } from "tincture";

export const Counter = server((n: number) => ({ next: request(() => ++n), again: t.call(() => n) }));
export const pid: Promise<Pid> = go(async () => { await t.sleep(1); return flow(me(), (p) => p); });
export const all = t.pipe(1, t.tap(console.log), String);
