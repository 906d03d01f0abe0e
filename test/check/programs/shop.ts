// An application of two servers in which one asks the other, started in order under one supervisor.
import { application, call, cast, genserver, supervisor } from "tincture";

interface Item {
  readonly name: string;
  readonly price: number;
}

const catalogue: Readonly<Record<string, Item>> = {
  tea: { name: "tea", price: 3 },
  cup: { name: "cup", price: 12 },
};
let orders = 0; // of the main line
const priceOf = (name: string): number => catalogue[name]?.price ?? Number.NaN;

export const Stock = genserver(
  (opening: Record<string, number>) => {
    const counts = new Map(Object.entries(opening));
    return {
      take: call((name: string, n: number) => {
        const left = counts.get(name) ?? 0;
        if (left < n) return false;
        counts.set(name, left - n);
        return true;
      }),
      put: cast((name: string, n: number) => {
        counts.set(name, (counts.get(name) ?? 0) + n);
      }),
    };
  },
  { name: "Stock" },
);

export const Till = genserver(
  () => {
    let total = 0;
    const book = (amount: number): number => (total += amount);
    return {
      sell: call(async (name: string, n: number) => {
        if (Number.isNaN(priceOf(name)) || !(await Stock.take(name, n))) return undefined;
        return book(n * priceOf(name));
      }),
      giveBack: call((name: string, n: number) => {
        Stock.put(name, n);
        return book(-n * priceOf(name));
      }),
      total: call(() => total),
    };
  },
  { name: "Till" },
);

const Shop = application({
  name: "shop",
  start: () => supervisor({ strategy: "rest_for_one" }, () => [Stock.child({ tea: 5, cup: 1 }), Till]).startLink(),
});
await Shop.start();
for (const [name, n] of [
  ["tea", 2],
  ["cup", 1],
] as const) {
  orders++;
  console.log(orders, await Till.sell(name, n));
}
console.log(await Till.giveBack("cup", 1), await Till.total());
await Shop.stop();
