import { call, cast, genserver } from "tincture";
import { Log, Orders } from "./input.js";

export const reserve = async (item: string): Promise<number> => Stock.take(item);

export const Stock = genserver(() => {
  let left = 9;
  return {
    take: call((item: string): number => (left -= item.length)),
    refill: cast((n: number): void => { left += n; }),
    missing: call(async (): Promise<number> => {
      const open = await Orders.open();
      await Log.write("asked");
      return open - left;
    }),
  };
}, { name: "Stock" });
