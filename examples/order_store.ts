// The tutorial's order pipeline with a store that outlasts the program. A first program takes orders and is killed in the middle of them with `kill -9`; this one
// opens the same folder, finds all that was confirmed, and takes the rest. The orders are made of real prices.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { orders, STOCK, sum } from "./order_store/saver.js";
import { openShop } from "./order_store/shop.js";

const dollars = (cents: number) => `$${(cents / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`;

const folder = mkdtempSync(join(tmpdir(), "tincture-orders-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

// The first run.
const first = spawn(process.execPath, [fileURLToPath(new URL("./order_store/first_run.js", import.meta.url)), folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(first, "close");
const confirmed: string[] = [];
for await (const id of createInterface(first.stdout)) if (confirmed.push(id) === 60) first.kill("SIGKILL");
const [, signal] = await ended;
assert.equal(signal, "SIGKILL");

// The second run. What was confirmed is there; one more may be, which was kept when the program was gone before it could say so.
const shop = openShop(folder, STOCK);
const found = shop.orders();
assert.deepEqual(found.slice(0, confirmed.length), confirmed);
assert(found.length <= confirmed.length + 1);
console.log(`killed in the middle; all orders that it had confirmed are there, from ${found[0]} on`);

for (const [id, raw] of orders) if (!found.includes(id)) await shop.receiveOrder(raw);
console.log(`${shop.orders().length} orders, ${dollars(shop.takings())}; ${shop.stock("IBM")} of IBM are left`);
assert.deepEqual(shop.orders(), [...orders.keys()]);
assert.deepEqual([shop.takings(), shop.stock("IBM"), shop.stock("GOOG")], [sum, STOCK - 123, STOCK - 68]);

// What can't be kept as a whole leaves nothing: the tea of the last order stays in the shop.
const refused = [
  '{"id":"a","lines":[]}',
  '{"id":"b","lines":[{"name":"tea","price":300,"quantity":0}]}',
  '{"id":"2000-01","lines":[{"name":"tea","price":300,"quantity":1}]}',
  '{"id":"c","lines":[{"name":"tea","price":300,"quantity":1},{"name":"IBM","price":9000,"quantity":28}]}',
];
for (const raw of refused) {
  const error = await Promise.resolve(raw).then(shop.receiveOrder).catch(String);
  console.log(error);
  assert.match(String(error), /^RangeError/);
}
assert.deepEqual([shop.orders().length, shop.takings(), shop.stock("tea")], [orders.size, sum, STOCK]);
await shop.store.close();
