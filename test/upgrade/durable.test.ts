// A running durable server is upgraded, on LMDB: its new state and version are what the store has from then on, and what `kill -9` leaves the next start with.
// Older code refuses what newer code has kept.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram, writeProgram } from "./program.js";

const opening = `
import { call, genserver, upgrade } from "tincture";
import { lmdb } from "tincture/lmdb";
export const store = lmdb("data");
`;
const first = `${opening}
export const Score = genserver(() => {
  let points = 0;
  let name = "none";
  return {
    add: call((n: number) => (points += n)),
    rename: call((text: string) => (name = text)),
    change: upgrade((old: any) => ({ points: old.points.now })),
  };
}, { name: "Score", version: "1", durable: store });
`;
const second = `${opening}
export const Score = genserver(() => {
  let points = { now: 0, best: 0 };
  return {
    add: call((n: number) => (points.now += n)),
    change: upgrade((old: any, from: any) => ({ points: { now: old.points, best: Number(from) } })),
  };
}, { name: "Score", version: "2", durable: store });
`;

const keptKit = `
import { store } from "./score.js";
export async function kept() {
  await store.flushed();
  const { version, state } = store.server("Score")!;
  return version + " " + JSON.stringify(state);
}
`;

const main = `
import { exit, setLogger, whereis } from "tincture";
import { Code } from "tincture/upgrade";
import { shown, write } from "./kit.mjs";
import { kept } from "./kept.js";
import { Score } from "./score.js";
setLogger({ error() {}, warn() {}, info() {} });
const pid = await Score.start();
await Score.add(7);
console.log(await kept());
write("score.ts", second.replace("({ points", "({ point"));
console.log((await shown(Code.loadModified())).split(":")[0], await Score.add(1), await kept());
write("score.ts", second);
console.log((await Code.loadModified()).processes, whereis("Score") === pid, await kept());
write("score.ts", first);
console.log((await Code.loadModified()).processes, await kept());
write("score.ts", second);
console.log((await Code.loadModified()).processes, await kept());
await Score.add(2);
exit(pid, "kill");
await Score.start();
console.log(await Score.add(0), await kept());
await Score.add(5);
process.kill(process.pid, "SIGKILL");
`;

const again = `
import { setLogger } from "tincture";
import { kept } from "./kept.js";
import { Score } from "./score.js";
setLogger({ error() {}, warn() {}, info() {} });
await Score.start().then(
  async () => console.log(await Score.add(1), await kept()),
  async (error) => console.log(error.reason.code, error.reason.message.split("\\n")[0], await kept()),
);
process.kill(process.pid, "SIGKILL");
`;

test("what a running upgrade makes is what kill -9 leaves, and older code refuses it", async () => {
  const texts = `const first = ${JSON.stringify(first)}, second = ${JSON.stringify(second)};`;
  const files = { "score.ts": first, "kept.ts": keptKit, "main.ts": `${texts}\n${main}`, "again.ts": again };
  const folder = writeProgram("durable", files);
  const printed = async (program: string): Promise<string[]> => {
    const { stdout, stderr } = await runProgram(folder, program);
    return (stdout + stderr).trim().split("\n");
  };
  expect(await printed("main.ts")).toEqual([
    '1 {"name":"none","points":7}',
    'upgrade_failed 8 1 {"name":"none","points":8}',
    '1 true 2 {"points":{"now":8,"best":1}}',
    // Back, and on again: a running server may be.
    '1 1 {"name":"none","points":8}',
    '1 2 {"points":{"now":8,"best":1}}',
    '10 2 {"points":{"now":10,"best":1}}',
  ]);
  expect(await printed("again.ts")).toEqual(['16 2 {"points":{"now":16,"best":1}}']);
  // It has an upgrade handler, which knows nothing of later versions.
  writeFileSync(join(folder, "score.ts"), first);
  expect(await printed("again.ts")).toEqual([
    'store_version what is kept under "Score" has version 2, and this server version 1, which it had before: this is older code. ' +
      '2 {"points":{"now":16,"best":1}}',
  ]);
});
