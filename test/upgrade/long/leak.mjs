// What many upgrades leave behind: a program upgrades one of its modules again and again, each instance of which holds a megabyte, and counts the instances that are still there.
//
//   npm run upgrade-leak -- --upgrades 500
//
// Prints one line of JSON: upgrades, instances that are left, and the heap after the first tenth and at the end, in MB.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { upgrades: { type: "string", default: "500" } } });
const folder = join(import.meta.dirname, "../../../build/upgrade/leak");
const room = `
import { call, genserver, supervisor, upgrade } from "tincture";
import { big } from "./big.js";
export const Room = genserver((name: string) => {
  let users: string[] = [];
  return {
    join: call((user: string) => users.push(user) + big.length - big.length),
    upgrade: upgrade((old: any) => ({ ...old, users: [...old.users] })),
  };
});
export const Top = supervisor({ strategy: "one_for_one" }, () => Array.from({ length: 100 }, (_, i) => Room.child("r" + i).with({ id: "r" + i })));
`;
const big = `
export const big = new Array(131_072).fill(0.5);
(globalThis as any).instances?.register(big);
`;
const main = `
import { Code } from "tincture/upgrade";
let count = 1;
const registry = new FinalizationRegistry(() => count--);
(globalThis as any).instances = { register: (big: object) => { count++; registry.register(big, undefined); } };
const { Room, Top } = await import("./room.js");
await Top.start();
const [first] = await Top.whichChildren();
const client = Room.at(first!.pid!);
const settle = async () => {
  for (let i = 0; i < 5; i++) {
    (globalThis as any).gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
};
const upgrades = Number(process.argv[2]);
let early = 0;
for (let i = 0; i < upgrades; i++) {
  await Code.load(["room.ts", "big.ts"]);
  await client.join("u");
  if (i === Math.floor(upgrades / 10)) early = await settle();
}
const heap = await settle();
console.log(JSON.stringify({ upgrades, joined: await client.join("u"), instances: count - 1, early, heap }));
`;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries({ "room.ts": room, "big.ts": big, "main.ts": main }))
  writeFileSync(join(folder, file), text);
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--import", "tincture/register", "main.ts", values.upgrades],
  { cwd: folder, encoding: "utf8" },
);
process.stderr.write(stderr);
process.stdout.write(stdout);
if (status !== 0) process.exit(1);
const { instances, early, heap, upgrades, joined } = JSON.parse(stdout);
// The first instance, which Node's loader keeps, and the latest. In the heap, each would be a megabyte.
const isRight = instances <= 2 && heap - early < 5 && joined === upgrades + 1;
process.exitCode = isRight ? 0 : 1;
