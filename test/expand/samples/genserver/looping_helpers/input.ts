import { call, cast, genserver, pipe } from "tincture";

export const Stock = genserver(async (prices: number[]) => {
  let total = 0;
  let first = largest(prices);
  // Loops, and is only called where its caller can wait.
  function largest(list: readonly number[]): number {
    let found = -Infinity;
    for (const price of list) if (price > found) found = price;
    return found;
  }
  // Calls one that loops.
  const spread = (list: readonly number[]) => largest(list) - Math.min(...list);
  const report = async () => `${await spread(prices)} of ${largest(prices)}`;
  // Returns a promise, as it did.
  function later(times: number) {
    while (times-- > 0) total++;
    return report();
  }
  // Handed on, called in a callback, with a `this`: ordinary functions.
  const handedOn = (n: number) => { while (n > 10) n -= 10; return n; };
  const inCallback = (n: number) => { while (n > 10) n -= 10; return n; };
  const inDefault = () => { for (;;) if (total++ > 5) return total; };
  const ofPlain = (list: number[]) => { for (const n of list) total += n; return total; };
  const plain = (list: number[], n = inDefault()) => list.map((m) => inCallback(m) + n);
  const piped = (list: number[]) => pipe(list, ofPlain);

  return {
    largest: call(() => largest(prices)),
    range: call(() => ({ range: spread(prices), first, report: `${spread(prices)!}` })),
    report: call(async () => (await report()) + (await later(3)) + (await spread([1])).toFixed(2)),
    promise: call(() => later(2)),
    rest: cast((list: number[]) => {
      list.map(handedOn);
      plain(list);
      piped(list);
    }),
  };
});
