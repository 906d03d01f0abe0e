// A running durable server is upgraded: its new state and version are what the store has from then on, and what a crash leaves the next start with.
import { expect, test } from "vitest";
import { linesOf, runProgram, writeProgram } from "./program.js";

const server = `
import { call, genserver, upgrade } from "tincture";
import { memory } from "tincture/store";
export const store = ((globalThis as any).store ??= memory());
export const Score = genserver(() => {
  let points = 0;
  let name = "none";
  return {
    add: call((n: number) => (points += n)),
    rename: call((text: string) => (name = text)),
  };
}, { name: "Score", version: "1", durable: store });
`;

const next = `
import { call, genserver, upgrade } from "tincture";
import { memory } from "tincture/store";
export const store = ((globalThis as any).store ??= memory());
export const Score = genserver(() => {
  let points = { now: 0, best: 0 };
  return {
    add: call((n: number) => (points.now += n)),
    change: upgrade((old: any, from: any) => ({ points: { now: old.points, best: Number(from) } })),
  };
}, { name: "Score", version: "2", durable: store });
`;

const main = `
import { exit, setLogger, whereis } from "tincture";
import { Code } from "tincture/upgrade";
import { shown, write } from "./kit.mjs";
import { Score, store } from "./score.js";
setLogger({ error() {}, warn() {}, info() {} });
const kept = async () => {
  await store.flushed();
  const { version, state } = store.server("Score");
  return version + " " + JSON.stringify(state);
};
const pid = await Score.start();
await Score.add(7);
console.log(await kept());
const good = next.replace("from: any) =>", "from: any): any =>");
write("score.ts", good.replace("({ points", "({ point"));
console.log((await shown(Code.loadModified())).split(":")[0], await Score.add(1), await kept());
write("score.ts", good);
console.log((await Code.loadModified()).processes, whereis("Score") === pid, await kept());
await Score.add(2);
exit(pid, "kill");
await Score.start();
console.log(await Score.add(0), await kept());
`;

test("state and version are stored with the upgrade, and a failed one stores nothing", async () => {
  const files = { "score.ts": server, "main.ts": `const next = ${JSON.stringify(next)};\n${main}` };
  expect(linesOf(await runProgram(writeProgram("durable", files), "main.ts"))).toEqual([
    '1 {"name":"none","points":7}',
    'upgrade_failed 8 1 {"name":"none","points":8}',
    '1 true 2 {"points":{"now":8,"best":1}}',
    '10 2 {"points":{"now":10,"best":1}}',
  ]);
});
