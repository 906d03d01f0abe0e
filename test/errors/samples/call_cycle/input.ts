import { call, cast, genserver } from "tincture";
import { reserve, Stock } from "./stock.js";

export const Orders = genserver(() => ({
  place: call(async (item: string): Promise<number> => {
    const left = await reserve(item);
    return left;
  }),
  open: call((): number => 0),
}), { name: "Orders" });

// Fine: asks, and is asked by nobody; tells, and is asked.
export const Shop = genserver(() => ({ visit: call(async (): Promise<number> => Orders.place("tea")) }), { name: "Shop" });
export const Log = genserver(() => ({
  write: call((line: string): number => { Stock.refill(line.length); return line.length; }),
  flush: cast(() => {}),
}), { name: "Log" });
