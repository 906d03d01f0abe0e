/** Work that a program spreads over nodes: how many primes there are in a range. */
import { call, genserver } from "tincture";

export const Primes = genserver(
  () => ({
    count: call((from: number, to: number) => {
      let found = 0;
      for (let n = Math.max(2, from); n < to; n++) {
        let isPrime = true;
        for (let d = 2; d * d <= n; d++) {
          if (n % d !== 0) continue;
          isPrime = false;
          break;
        }
        if (isPrime) found++;
      }
      return found;
    }),
  }),
  { name: "Primes" },
);
