// `Code` in real programs: their files change while they run. TypeScript through Node's hook, CommonJS, and built JavaScript without a hook.
import { expect, test } from "vitest";
import { linesOf, runProgram, writeProgram } from "./program.js";

const room = `
import { call, genserver, supervisor } from "tincture";
import { greet } from "./text.js";
export const Room = genserver((name: string) => {
  let users: string[] = [];
  return {
    join: call((user: string) => {
      users = [...users, user];
      return greet(user);
    }),
    fail: call(() => {
      throw new Error("here");
    }),
  };
}, { name: "Room", version: "1" });
export const Top = supervisor({ strategy: "one_for_one" }, () => [Room.child("tea")]);
`;
const text = 'export const greet = (name: string): string => "hello " + name;\n';
const opening = `
import { setLogger, sys, whereis } from "tincture";
import { Code } from "tincture/upgrade";
import { edit, read, shown, write } from "./kit.mjs";
import { Room, Top } from "./room.js";
const silent = () => {};
setLogger({ error: silent, warn: silent, info: silent });
await Top.start();
const names = (files: readonly string[]) => files.map((file) => file.split("/").at(-1)).sort().join(" ");
const modules = async (done: Promise<{ modules: readonly string[] }>) => names((await done).modules);
`;

test("what has changed is loaded, with all that imports code of it", async () => {
  const main = `${opening}
console.log(await Room.join("ann"), "|", names(Code.modified()), "|", names(Code.modules()));
edit("text.ts", "hello", "welcome");
console.log(names(Code.modified()), "|", await modules(Code.loadModified()), "|", names(Code.modified()));
console.log(await Room.join("bob"));
edit("room.ts", "fail: call", "count: call(() => users.length), fail: call");
console.log(await modules(Code.loadModified()));
console.log(await (Room as any).count(), await Room.join("cy"));
console.log(await modules(Code.load("room.ts")), "|", await modules(Code.load("text.ts")), "|", (await Code.loadModified()).modules.length);
`;
  const folder = writeProgram("changed", { "room.ts": room, "text.ts": text, "main.ts": main });
  expect(linesOf(await runProgram(folder, "main.ts"))).toEqual([
    "hello ann |  | room.ts text.ts",
    "text.ts | room.ts text.ts | ",
    "welcome bob",
    "room.ts",
    "2 welcome cy",
    "room.ts | room.ts text.ts | 0",
  ]);
});

test("of the file that the program was started with, what it defines is exchanged and nothing is run again", async () => {
  const main = `
import { call, genserver, run } from "tincture";
import { Code } from "tincture/upgrade";
import { edit } from "./kit.mjs";
const by = 1;
const step = (n: number) => n + by;
const Counter = genserver(() => {
  let n = 0;
  return { next: call(() => (n = step(n))) };
}, { name: "Counter" });
console.log("started");
await Counter.start();
const client = await run(async () => await Counter.next());
for (let i = 0; i < 2; i++) console.log(client, await Counter.next());
edit("main.ts", "by = 1", "by = 10");
const { processes } = await Code.loadModified();
console.log(processes, await Counter.next());
`;
  const folder = writeProgram("program", { "main.ts": main });
  expect(linesOf(await runProgram(folder, "main.ts"))).toEqual(["started", "1 2", "1 3", "1 13"]);
});

test("whatever is wrong with a new version, there is one clear error and the program goes on", async () => {
  const main = `${opening}
const good = read("room.ts");
const attempt = async (what: string, from: string, to: string, file = "room.ts") => {
  edit("room.ts", from, to);
  console.log(what + ": " + await shown(Code.load(file, { timeout: 300 })));
  write("room.ts", good);
};
await attempt("syntax", "let users", "let let users");
await attempt("macro", "join: call", "join: cal");
await attempt("throws", "export const Top", "throw new Error('at the top'); export const Top");
await attempt("import", "./text.js", "./texts.js");
await attempt("gone", "export const Room = genserver", "export const Hall = genserver");
await attempt("name", 'name: "Room"', 'name: "Hall"');
await attempt("variable", "let users", "const socket = Object.create(null); let users");
const migrating = (body: string) => ["fail: call", "upgrade: upgrade(" + body + "), fail: call"] as const;
const version = async (what: string, body: string) => {
  write("room.ts", good.replace('version: "1"', 'version: "2"').replace("import { call,", "import { call, upgrade, "));
  await attempt(what, ...migrating(body));
};
await version("migration throws", "(old: any) => { throw new Error('no way'); }");
await version("wrong shape", "(old: any) => ({ members: old.users })");
await version("no object", "(old: any) => old.users");
await version("too slow", "async (old: any) => { await new Promise(() => {}); return old; }");
console.log("unknown: " + await shown(Code.load("kit.mjs")), "|", await shown(Code.load("nothing.ts")));
console.log(await Room.join("ann"), JSON.stringify(await sys.getState("Room")), (await Code.load("room.ts")).processes);
`;
  const folder = writeProgram("wrong", { "room.ts": room, "text.ts": text, "main.ts": main });
  const lines = linesOf(await runProgram(folder, "main.ts"));
  expect(lines.map((line) => line.replaceAll(folder, ".").replace(/Pid<\d+>/g, "Pid<n>"))).toEqual([
    "syntax: upgrade_load: room.ts could not be loaded: ",
    "macro: upgrade_load: room.ts could not be loaded: ",
    "throws: upgrade_load: room.ts could not be loaded: at the top",
    expect.stringMatching(/^import: upgrade_load: room.ts could not be loaded: Cannot find module .*texts.js/),
    "gone: upgrade_removed: room.ts no longer defines the server Room, and processes of it run (1); nothing was changed.",
    "name: upgrade_fixed: the server Room can't change its name while it runs; nothing was changed.",
    expect.stringMatching(
      /^variable: upgrade_failed: .*server Room Pid<n> failed: Room has a new state variable socket.*<- upgrade_new_variable$/,
    ),
    "migration throws: upgrade_failed: the upgrade of server Room Pid<n> failed: no way; all goes on with the old version",
    expect.stringMatching(/^wrong shape: .*the block has no variable members.*<- upgrade_shape$/),
    expect.stringMatching(/^no object: .*it gave \[\].*<- upgrade_shape$/),
    "too slow: upgrade_timeout: the upgrade was not done within 300 ms: server Room Pid<n> was still at work; all goes on with the old version",
    expect.stringMatching(
      /^unknown: upgrade_unknown: kit.mjs is no module .* \| upgrade_unknown: nothing.ts is no module/,
    ),
    'hello ann {"name":"tea","users":["ann"]} 2',
  ]);
});

test("a crash in upgraded code is shown where it stands in its source", async () => {
  const main = `${opening}
edit("room.ts", "fail: call", "\\n\\n\\n    fail: call");
await Code.loadModified();
const error = await Room.fail().catch((error: any) => error.reason);
console.log(error.stack.split("\\n").slice(0, 2).map((line: string) => line.trim().replace(process.cwd(), "")).join(" "));
`;
  const folder = writeProgram("stack", { "room.ts": room, "text.ts": text, "main.ts": main });
  const [line] = linesOf(await runProgram(folder, "main.ts"));
  expect(line).toMatch(/^Error: here at .*\/room\.ts:15:13/);
});

test("imports and exports of all forms, circles, import.meta, import() and JSON", async () => {
  const files = {
    "data.json": '{ "n": 5 }',
    "all.ts": `
import def, { b as renamed } from "./part.js";
import * as part from "./part.js";
import data from "./data.json" with { type: "json" };
import { basename } from "node:path";
import { late } from "./circle.js";
import { call, genserver } from "tincture";
export * from "./part.js";
export * as everything from "./part.js";
export { b as c, default as other } from "./part.js";
export const [x, { y: [z], ...w }] = [1, { y: [2], v: 3 }];
export default class Named { static here = "class"; }
export { renamed as again };
export function early() { return late(); }
let counter = 0;
export const count = () => ++counter;
export const All = genserver(() => ({
  all: call(async () => [def(), renamed, part.b, data.n, basename(import.meta.url), x, z, w.v, late(), (await import("./part.js")).b, typeof import.meta.resolve]),
}), { name: "All" });
`,
    "part.ts": 'export const b = "b";\nexport default function () { return "default"; }\n',
    "circle.ts": 'import { count } from "./all.js";\nexport const late = () => count();\n',
    "main.ts": `
import { Code } from "tincture/upgrade";
import { edit } from "./kit.mjs";
import { All } from "./all.js";
await All.start();
console.log(JSON.stringify(await All.all()));
edit("part.ts", '"b"', '"B"');
edit("circle.ts", "count()", "10 * count()");
console.log((await Code.loadModified()).modules.length, JSON.stringify(await All.all()), JSON.stringify(await All.all()));
`,
  };
  const folder = writeProgram("forms", files);
  expect(linesOf(await runProgram(folder, "main.ts"))).toEqual([
    '["default","b","b",5,"all.ts",1,2,3,1,"b","function"]',
    '3 ["default","B","B",5,"all.ts",1,2,3,10,"B","function"] ["default","B","B",5,"all.ts",1,2,3,20,"B","function"]',
  ]);
});

const built = `
import * as rt from "tincture/abi";
export const Room = rt.genserver("Room", {
  init: (n) => ({ n }),
  handlers: { get: rt.call((state) => "old " + state.n) },
}, { name: "Room" });
`;
const builtMain = `
import { Code } from "tincture/upgrade";
import { edit, shown } from "./kit.mjs";
import { Room } from "./room.mjs";
await Room.start(1);
console.log(await Room.get());
edit("room.mjs", "old ", "new ");
console.log((await Code.loadModified()).processes, await Room.get());
edit("room.mjs", "(state) =>", "(state) = >");
console.log((await shown(Code.loadModified())).split(":")[0], await Room.get());
`;

test.for([true, false])("built JavaScript, with the hook: %s", async (hook) => {
  const folder = writeProgram(`built_${hook}`, { "room.mjs": built, "main.mjs": builtMain });
  expect(linesOf(await runProgram(folder, "main.mjs", hook))).toEqual(["old 1", "1 new 1", "upgrade_load new 1"]);
});

test.for([true, false])("CommonJS, with the hook: %s", async (hook) => {
  const files = {
    "room.cjs": built
      .replace('import * as rt from "tincture/abi"', 'const rt = require("tincture/abi")')
      .replace("export const Room", "exports.Room"),
    "main.cjs": `(async () => {${builtMain
      .replace(/import (.*) from (.*);/g, "const $1 = await import($2);")
      .replaceAll("room.mjs", "room.cjs")
      .replace('await import("./room.cjs")', 'require("./room.cjs")')}})();`,
  };
  const folder = writeProgram(`commonjs_${hook}`, files);
  expect(linesOf(await runProgram(folder, "main.cjs", hook))).toEqual(["old 1", "1 new 1", "upgrade_load new 1"]);
});
