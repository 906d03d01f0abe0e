import { call, genserver } from "tincture";

export const Server = genserver((base: number) => {
  enum Fine { A = 1, B = A + 1 }
  enum Level { Low = base, High = Low + 1 }
  return { get: call(() => [Fine.B, Level.High]) };
});
