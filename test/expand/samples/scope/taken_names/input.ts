import { call, genserver, pipe, run, sleep } from "tincture";

const rt = 1;
declare const f: () => number;
declare const make: () => (n: number) => number;

export const Server = genserver((state: number) => {
  let tmp = rt;
  return { get: call(async (target: { m(): Promise<number> }) => { tmp += await target.m(); return state + tmp; }) };
});
export const Other = genserver(() => {
  let state = 1;
  return { get: call(() => state++) };
});
run(async () => {
  const tmp = await f();
  await sleep(tmp);
  return pipe(f(), make(), (n) => n + tmp);
});
