import { run } from "tincture";

declare const f: (...args: unknown[]) => Promise<any>;
declare const g: (...args: unknown[]) => Promise<any>;
declare const api: any;

run(async () => {
  await f();
  const a = await f(await g(1), 2);
  const b = await api.users.find(a);
  const c = await api.find(...b);
  const d = (await f()).name ?? (await g())?.length;
  const e = await new Promise((resolve) => setTimeout(resolve, 1));
  const h = await Promise.all([f(), g()]);
  const i = await import("node:fs");
  const j = await api?.find(1);
  const k = await (api.find as typeof f)(1);
  const l = await c;
  const m = await api[`find${await f()}`](1);
  const n = await (async () => f(1))();
  return [d, e, h, i, j, k, l, m, n];
});
