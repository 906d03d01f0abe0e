// The program that is killed: takes orders in the folder that it is given, and confirms each as soon as it is kept.
import { writeSync } from "node:fs";
import { orders, STOCK } from "./saver.js";
import { openShop } from "./shop.js";

const shop = openShop(process.argv[2] ?? "", STOCK);
for (const [id, raw] of orders) {
  await shop.receiveOrder(raw);
  writeSync(1, `${id}\n`);
}
// It does not end by itself, however fast it was.
setInterval(() => {}, 1e6);
