import { call, genserver, pipe, run, self } from "tincture";

// Every mistake is reported, and everything else compiles.
export const Server = genserver((n: number) => {
  var wrong = n;
  return { get: call(() => wrong), at: call(() => 1), other: () => 1 };
});
export const Fine = genserver((n: number) => ({ get: call(() => pipe(n, String)) }));
export const list = [pipe, run(() => self())];
