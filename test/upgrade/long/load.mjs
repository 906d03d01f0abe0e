// A program under load while its module is upgraded: calls come in over a socket from another process, one upgrade is made to fail, and no call may fail, be lost or be answered twice.
//
//   npm run upgrade-load -- --rate 5000 --upgrades 20 --seconds 10 --rooms 200
//
// Prints one line of JSON: calls, answers, what is wrong, and the times of the calls in ms, from when each was due: in the first third, which has no upgrades, and of those that were due
// within 20 ms of an upgrade. The first upgrade starts a thread that compiles, so it stands apart.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/** @param {number} value */
const number = (value) => ({ type: /** @type {const} */ ("string"), default: String(value) });
const { values } = parseArgs({
  options: { rate: number(5000), upgrades: number(20), seconds: number(10), rooms: number(200) },
});
const { rate, upgrades, seconds, rooms } = Object.fromEntries(
  Object.entries(values).map(([key, n]) => [key, Number(n)]),
);

const folder = join(import.meta.dirname, "../../../build/upgrade/load");

/** Version n of the module: every one has another name for its counter, and says its number in each answer. */
const version = (/** @type {number} */ n, body = `({ room: old.room, total_${n}: old.total_${n - 1} })`) => `
import { call, dynamicSupervisor, genserver, registry, upgrade, via } from "tincture";
export const Names = registry<string>("Names", { keys: "unique" });
export const Room = genserver((room: string) => {
  let total_${n} = 0;
  return {
    add: call((by: number) => {
      total_${n} += by;
      return [${n}, total_${n}];
    }),
    total: call(() => total_${n}),
    upgrade: upgrade((old: any) => ${body}),
  };
}, { name: (room: string) => via(Names, room), version: "${n}" });
export const Rooms = dynamicSupervisor();
`;
const server = `
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { Code } from "tincture/upgrade";
import { Names, Room, Rooms } from "./room.js";
await Names.start();
await Rooms.start();
for (let i = 0; i < ${rooms}; i++) await Rooms.startChild(Room.child(String(i)));
const clients = Array.from({ length: ${rooms} }, (_, i) => Room.of(String(i)));
const service = createServer((socket) => {
  socket.setNoDelay(true);
  createInterface(socket).on("line", async (line) => {
    const [id, what, place] = line.split(" ");
    const answer = (value: unknown) => void socket.write(id + " " + JSON.stringify(value) + "\\n");
    try {
      if (what === "add") answer(await clients[Number(place)]!.add(1));
      else if (what === "upgrade") answer((await Code.load("room.ts")).processes);
      else answer((await Promise.all(clients.map((client) => client.total()))).reduce((a, b) => a + b, 0));
    } catch (error: any) {
      answer({ error: error.code ?? String(error) });
    }
  });
});
service.listen(0, "127.0.0.1", () => console.log((service.address() as any).port));
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "room.ts"), version(1));
writeFileSync(join(folder, "server.ts"), server);
const child = spawn(process.execPath, ["--import", "tincture/register", "server.ts"], {
  cwd: folder,
  stdio: ["ignore", "pipe", "inherit"],
});
process.on("exit", () => child.kill());
const port = await new Promise((resolve, reject) => {
  child.stdout.once("data", (text) => resolve(Number(text)));
  child.once("exit", (code) => reject(new Error(`the program ended with ${code}`)));
});

const socket = createConnection(port, "127.0.0.1");
socket.setNoDelay(true);
await new Promise((resolve) => socket.once("connect", resolve));
const waiting = new Map();
let serial = 0;
const wrong = [];
/** @param {string} what */
function ask(what) {
  const id = ++serial;
  socket.write(`${id} ${what}\n`);
  return new Promise((resolve) => waiting.set(id, resolve));
}
createInterface(socket).on("line", (line) => {
  const space = line.indexOf(" ");
  const id = Number(line.slice(0, space));
  const resolve = waiting.get(id);
  if (resolve === undefined) wrong.push(`answered twice: ${line}`);
  waiting.delete(id);
  resolve?.(JSON.parse(line.slice(space + 1)));
});
socket.on("close", () => wrong.push("the connection was closed"));

/** @type {{ due: number; took: number }[]} */
const times = [];
let calls = 0;
const totals = new Map();
/** When upgrades were: a call belongs to one when it was due in its time or shortly before or after. */
/** @type {{ from: number; to: number }[]} */
const spans = [];
/** @param {number} due */
function call(due) {
  const place = calls++ % rooms;
  void ask(`add ${place}`).then((answer) => {
    const took = performance.now() - due;
    times.push({ due, took });
    const expected = (totals.get(place) ?? 0) + 1;
    totals.set(place, expected);
    if (answer[1] !== expected) wrong.push(`room ${place}: ${JSON.stringify(answer)} and not ${expected}`);
  });
}

const begin = performance.now();
const end = begin + seconds * 1000;
const quietEnd = begin + (seconds * 1000) / 3;
let due = begin;
let done = 0;
let failed = 0;
let current = 1;
let upgrading = false;
async function upgrade() {
  upgrading = true;
  const isBad = done === Math.floor(upgrades / 2) && failed === 0;
  const span = { from: performance.now() - 20, to: Number.POSITIVE_INFINITY };
  spans.push(span);
  const bad = "old.room === '7' ? (() => { throw new Error('made to fail'); })() : old";
  writeFileSync(join(folder, "room.ts"), isBad ? version(current + 1, bad) : version(current + 1));
  const answer = await ask("upgrade");
  span.to = performance.now() + 20;
  if (isBad) {
    failed++;
    if (answer?.error !== "upgrade_failed") wrong.push(`the upgrade that was made to fail: ${JSON.stringify(answer)}`);
  } else {
    done++;
    current++;
    if (answer !== rooms + 1) wrong.push(`an upgrade: ${JSON.stringify(answer)}`);
  }
  upgrading = false;
}
await new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
  const step = () => {
    const now = performance.now();
    for (; due <= now && due < end; due += 1000 / rate) call(due);
    const planned = Math.floor(((now - quietEnd) / (end - quietEnd)) * (upgrades + 2));
    if (!upgrading && done + failed < Math.min(planned, upgrades + 1)) void upgrade();
    if (now < end || upgrading || done + failed < upgrades + 1) setTimeout(step, 1);
    else resolve();
  };
  step();
});
for (let i = 0; i < 500 && waiting.size > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10));
if (waiting.size > 0) wrong.push(`${waiting.size} calls have no answer`);
const total = await ask("total");
if (total !== calls) wrong.push(`${calls} calls, and the rooms count ${total}`);

const [first, ...others] = spans;
const within = (/** @type {typeof spans} */ list) =>
  times.filter(({ due }) => list.some(({ from, to }) => from <= due && due <= to));
const quantiles = (/** @type {number[]} */ list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    Math.round(100 * (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0)) / 100;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
};
const timesOf = (/** @type {typeof times} */ list) => quantiles(list.map(({ took }) => took));
console.log(
  JSON.stringify({
    calls,
    answers: times.length,
    upgrades: done,
    failed,
    rate: Math.round((1000 * calls) / (end - begin)),
    wrong: wrong.slice(0, 10),
    quiet: timesOf(times.filter(({ due }) => due < quietEnd)),
    firstUpgrade: timesOf(within([first])),
    upgradesAfterIt: timesOf(within(others)),
  }),
);
socket.removeAllListeners("close");
socket.destroy();
child.kill();
process.exitCode = wrong.length === 0 ? 0 : 1;
