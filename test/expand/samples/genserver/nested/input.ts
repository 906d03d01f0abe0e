import { call, genserver, pipe, run, self, spawn } from "tincture";

export const Factory = genserver((base: number) => {
  let made = 0;
  return {
    make: call((step: number) => {
      made++;
      return genserver((n: number) => {
        let calls = made;
        return { next: call(() => { calls++; return (n += step + base); }) };
      });
    }),
    watch: call(async () => {
      const me = self();
      spawn(() => { made = pipe(made, (n) => n + 1); });
      return run(async () => [me, made, base]);
    }),
  };
});
