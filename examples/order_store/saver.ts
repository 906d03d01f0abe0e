// Orders for a real market: each month somebody orders one share of every company that has a price in the data set, as the text in which orders come in.
import { readFileSync } from "node:fs";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const rows = readFileSync(new URL("../data/stocks.csv", import.meta.resolve("vega-datasets")), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((row) => {
    const [symbol = "", date = "", price = ""] = row.split(",");
    const [month = "", , year = ""] = date.split(" ");
    const id = `${year}-${String(months.indexOf(month) + 1).padStart(2, "0")}`;
    return { id, line: { name: symbol, price: Math.round(Number(price) * 100), quantity: 1 } };
  });

/** The texts by month, the first one first. */
export const orders: ReadonlyMap<string, string> = new Map(
  [...new Set(rows.map(({ id }) => id))].sort().map((id) => {
    const lines = rows.filter((row) => row.id === id).map(({ line }) => line);
    return [id, JSON.stringify({ id, lines })] as const;
  }),
);

/** What all of them come to, in cents. */
export const sum = rows.reduce((total, { line }) => total + line.price, 0);

export const STOCK = 150;
