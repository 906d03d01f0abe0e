import { pipe, run, self, send, spawn } from "tincture";

export const total = await run(async () => {
  const me = self<number>();
  const kids = [1, 2, 3].map((n) => spawn(() => send(me, pipe(n, Math.abs))));
  const inner = await run(async () => { await run(() => 1); return kids.length; });
  return inner;
});
