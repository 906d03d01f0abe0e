// What OTP says of two versions of a module, in a real program. The numbers are those of the list of OTP's behaviour.
import { beforeAll, expect, test } from "vitest";
import { linesOf, runProgram, writeProgram } from "./program.js";

const version = (n: number) => `
import { call, genserver, receive, self, send, spawn } from "tincture";
export const Versioned = genserver(() => {
  let calls = 0;
  return { version: call(() => [${n}, ++calls]) };
}, { name: "Versioned" });
const local = () => ${n};
/** Answers with what a call of its own module's function gives, and what one through the definition gives. */
export const loop = () =>
  spawn(async () => {
    let box: unknown[] = [];
    for (;;) {
      const message = await receive<any>();
      box = [...box, message.n];
      send(message.from, [local(), (await Versioned.version())[0], box]);
    }
  });
`;

const main = `
import { isAlive, receive, run, self, send, spawnMonitor } from "tincture";
import { Code } from "tincture/upgrade";
import { write } from "./kit.mjs";
import { loop, Versioned } from "./versioned.js";
await Versioned.start();
const process = loop();
const ask = (n: number) => run(async () => {
  send(process, { n, from: self() });
  return await receive<any>();
});
const show = (name: string, value: unknown) => console.log(name + ": " + JSON.stringify(value));
show("first", [await ask(1), await Versioned.version()]);
for (const n of [2, 3]) {
  write("versioned.ts", versions[n]);
  await Code.loadModified();
  show("version " + n, [await ask(n), await Versioned.version(), isAlive(process)]);
}
`;

let lines: Record<string, any>;
beforeAll(async () => {
  const versions = JSON.stringify({ 2: version(2), 3: version(3) });
  const files = { "versioned.ts": version(1), "main.ts": `const versions: any = ${versions};\n${main}` };
  const printed = linesOf(await runProgram(writeProgram("otp", files), "main.ts"));
  lines = Object.fromEntries(
    printed.map((line) => [line.slice(0, line.indexOf(":")), JSON.parse(line.slice(line.indexOf(":") + 1))]),
  );
});

test("221: a call through the definition reaches the newest version; a local one stays in the version that runs", () => {
  expect(lines.first[0].slice(0, 2)).toEqual([1, 1]);
  expect(lines["version 2"][0].slice(0, 2)).toEqual([1, 2]);
});

test("222: a process in the old version keeps running it, with its state and its box", () => {
  expect(lines["version 2"][0]).toEqual([1, 2, [1, 2]]);
});

test("unlike 223, the third version kills nobody; who runs the first goes on", () => {
  expect(lines["version 3"][0]).toEqual([1, 3, [1, 2, 3]]);
  expect(lines["version 3"][2]).toBe(true);
});

test("225: a server picks the new module up with its next message, with its state as it is", () => {
  expect([lines.first[1], lines["version 2"][1], lines["version 3"][1]]).toEqual([
    [1, 2],
    [2, 4],
    [3, 6],
  ]);
});
