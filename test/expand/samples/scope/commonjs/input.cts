import { call, genserver, receive, run, self, sleep } from "tincture";
import * as t from "tincture";
import { readFile } from "node:fs/promises";

export async function loop(n: number): Promise<void> {
  await receive();
  await sleep(n);
  return loop(n + 1);
}
export const again = async () => { await loop(1); };
export const Server = genserver((path: string) => {
  const read = () => readFile(path, "utf8");
  return { read: call(async () => (await read()) + (await readFile(path, "utf8"))) };
});
run(async () => { await t.sleep(1); await again(); return self(); });
export default async function main() { self(); await loop(0); }
