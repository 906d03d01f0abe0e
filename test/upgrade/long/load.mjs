// A program under load while its module is upgraded: calls come from another process over WebSockets, each of which is a process there that is upgraded too, with its WebSocket in its state.
// One upgrade is made to fail. No call may fail, be lost or be answered twice, and no WebSocket may close.
//
//   npm run upgrade-load -- --rate 5000 --upgrades 20 --seconds 10 --rooms 200 --sockets 50
//
// Prints one line of JSON: calls, answers, WebSockets that closed, what is wrong, and the times of the calls in ms, from when each was due: in the first third, which has no upgrades, but for its beginning,
// in which V8 compiles; and of those that were due within 20 ms of an upgrade. The first upgrade starts a thread that compiles, so it stands apart.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";

/** @param {number} value */
const number = (value) => ({ type: /** @type {const} */ ("string"), default: String(value) });
const { values } = parseArgs({
  options: { rate: number(5000), upgrades: number(20), seconds: number(10), rooms: number(200), sockets: number(50) },
});
const { rate, upgrades, seconds, rooms, sockets } = Object.fromEntries(
  Object.entries(values).map(([key, n]) => [key, Number(n)]),
);

const folder = join(import.meta.dirname, "../../../build/upgrade/load");

/** Version n of the module: every one has another name for its counter, and says its number in each answer. */
const version = (/** @type {number} */ n, body = `({ room: old.room, total_${n}: old.total_${n - 1} })`) => `
import { call, cast, dynamicSupervisor, genserver, registry, upgrade, via } from "tincture";
import type { WebSocket } from "ws";
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
/** One WebSocket: asks the room that it is told to. */
export const Connection = genserver((socket: WebSocket) => {
  let heard_${n} = 0;
  return {
    heard: cast(async (text: string) => {
      heard_${n}++;
      const [id, room] = text.split(" ") as [string, string];
      const answer = await Room.of(room).add(1).catch((error) => ({ error: String(error) }));
      socket.send(JSON.stringify([Number(id), answer]));
    }),
    heardSoFar: call(() => heard_${n}),
    upgrade: upgrade((old: any) => ({ heard_${n}: old.heard_${n - 1} })),
  };
}, { version: "${n}" });
export const Rooms = dynamicSupervisor();
export const Connections = dynamicSupervisor();
`;
const server = `
import { WebSocketServer } from "ws";
import { Code } from "tincture/upgrade";
import { Connection, Connections, Names, Room, Rooms } from "./room.js";
await Names.start();
await Rooms.start();
await Connections.start();
for (let i = 0; i < ${rooms}; i++) await Rooms.startChild(Room.child(String(i)));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const connections: ReturnType<typeof Connection.at>[] = [];
const service = new WebSocketServer({ port: 0, host: "127.0.0.1" });
service.on("connection", async (socket, { url }) => {
  if (url === "/control") {
    socket.on("message", async (data) => {
      const [id, what] = String(data).split(" ");
      const doing = what === "upgrade"
        ? Code.load("room.ts").then(({ processes }) => processes)
        : Promise.all([
            Promise.all(Array.from({ length: ${rooms} }, (_, i) => Room.of(String(i)).total())).then(sum),
            Promise.all(connections.map((connection) => connection.heardSoFar())).then(sum),
          ]);
      socket.send(JSON.stringify([Number(id), await doing.catch((error) => ({ error: error.code ?? String(error) }))]));
    });
    return;
  }
  const connection = Connection.at(await Connections.startChild(Connection.child(socket)));
  connections.push(connection);
  socket.on("message", (data) => connection.heard(String(data)));
  socket.send("ready");
});
service.on("listening", () => console.log((service.address() as any).port));
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

/** @type {string[]} */
const wrong = [];
const waiting = new Map();
let serial = 0;
let closed = 0;
let isOver = false;

/**
 * A WebSocket, open. What it hears are answers.
 * @param {string} path
 */
async function opened(path) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { perMessageDeflate: false });
  socket.on("close", () => {
    if (!isOver) closed++;
  });
  await new Promise((resolve, reject) => {
    socket.once(path === "/control" ? "open" : "message", resolve);
    socket.once("error", reject);
  });
  socket.on("message", (data) => {
    const [id, answer] = JSON.parse(String(data));
    const resolve = waiting.get(id);
    if (resolve === undefined) wrong.push(`answered twice: ${data}`);
    waiting.delete(id);
    resolve?.(answer);
  });
  return socket;
}
const control = await opened("/control");
const open = await Promise.all(Array.from({ length: sockets }, () => opened("/")));

/**
 * @param {WebSocket} socket
 * @param {string | number} what
 */
function ask(socket, what) {
  const id = ++serial;
  socket.send(`${id} ${what}`);
  return new Promise((resolve) => waiting.set(id, resolve));
}

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
  // A room is always asked over the same WebSocket: its answers come in order.
  void ask(/** @type {WebSocket} */ (open[place % sockets]), place).then((answer) => {
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
const warm = begin + (seconds * 1000) / 6;
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
  const answer = await ask(control, "upgrade");
  span.to = performance.now() + 20;
  if (isBad) {
    failed++;
    if (answer?.error !== "upgrade_failed") wrong.push(`the upgrade that was made to fail: ${JSON.stringify(answer)}`);
  } else {
    done++;
    current++;
    if (answer !== rooms + sockets + 2) wrong.push(`an upgrade: ${JSON.stringify(answer)}`);
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
const [total, heard] = await ask(control, "total");
if (total !== calls || heard !== calls)
  wrong.push(`${calls} calls, and the rooms count ${total}, the connections ${heard}`);

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
    sockets,
    closed,
    rate: Math.round((1000 * calls) / (end - begin)),
    wrong: wrong.slice(0, 10),
    quiet: timesOf(times.filter(({ due }) => warm < due && due < quietEnd)),
    firstUpgrade: timesOf(within([first])),
    upgradesAfterIt: timesOf(within(others)),
  }),
);
isOver = true;
for (const socket of [control, ...open]) socket.terminate();
child.kill();
process.exitCode = wrong.length === 0 && closed === 0 ? 0 : 1;
