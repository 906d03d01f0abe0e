// Two nodes, each a process of the operating system: what one sends is checked by the other before a handler sees it.
import { type Pid, rpc, send, TinctureError } from "tincture";
import { beforeAll, expect, test } from "vitest";
import { collector, cookie, eventually, startPeer, useNode } from "../node/cluster.js";
import { load } from "./program.js";

const two = "two@127.0.0.1";
useNode();

const source = `
import { call, callLater, cast, genserver, info, reply, rpc, send, type From, type Pid } from "tincture";
import * as z from "zod";
interface User { readonly name: string; readonly friends?: readonly User[]; readonly pid?: Pid }
type Tick = { tag: "tick"; n: number };
export const Room = genserver(() => {
  const seen: unknown[] = [];
  return {
    join: call((user: User, at: Date) => seen.push([user.name, at.getTime()])),
    mark: cast((n: number) => void seen.push(n)),
    late: callLater((from: From<string>, text: string) => reply(from, text)),
    answer: cast((from: From<string>, text: string) => reply(from, text)),
    ask: callLater((from: From<string>, to: Pid<From<string>>) => void send(to, from)),
    checked: call({ args: [z.string().max(3)] }, (text) => seen.push(text)),
    seen: call(() => seen),
    other: info((message: Tick) => void seen.push(message.n)),
  };
}, { name: "Room" });

export const blocks: unknown[] = [];
export const Started = genserver((user: User, limit?: number) => {
  blocks.push(user.name);
  return { limit: call(() => limit) };
});
export const Checked = genserver((name: string) => {
  blocks.push(name);
  return { name: call(() => name) };
}, { args: [z.string().max(3)] });
rpc.allow("blocks", () => blocks);

export const greet = (user: User, ...times: number[]): string => user.name + times.length;
rpc.allow("greet", greet);
const shout = (text: string): string => text.toUpperCase();
rpc.allow("shout", shout, { args: [z.string().max(3)] });
rpc.allow("note", (text: string) => void blocks.push(text));
`;

type Method = (...args: unknown[]) => Promise<unknown>;
let room: Record<"join" | "mark" | "late" | "answer" | "ask" | "checked" | "seen", Method>;
type Kind = { on(node: string): { start: Method; startLink: Method }; start(...init: unknown[]): Promise<Pid> };
let [Started, Checked]: Kind[] = [];
beforeAll(async () => {
  const { Room, ...others } = (await load("node", source)) as { Room: { on(node: string): typeof room } };
  ({ Started, Checked } = others as unknown as Record<"Started" | "Checked", Kind>);
  await startPeer(two, { cookie }, "../../validator/peer.mjs");
  room = Room.on(two);
});

const told = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => ({ value }),
    (error) => (error instanceof TinctureError ? [error.code, error.message] : error),
  );

test("a caller is told what is wrong, and the server saw nothing of it", async () => {
  const ann = { name: "ann", friends: [{ name: "ben" }] };
  expect(await told(room.join(ann, new Date(7)))).toEqual({ value: 1 });
  expect(await told(room.join({ ...ann, friends: [{ name: "ben" }, { name: 5 }] }, new Date()))).toEqual([
    "bad_argument",
    "argument 1 of join: friends[1].name should be a string, got 5",
  ]);
  expect(await told(room.join(ann, "today"))).toEqual([
    "bad_argument",
    'argument 2 of join should be a Date, got "today"',
  ]);
  expect(await told(room.join(JSON.parse('{ "name": "ann", "__proto__": { "admin": true } }'), new Date()))).toEqual([
    "bad_argument",
    "argument 1 of join should not have a key __proto__",
  ]);
  expect(await told(room.join({ name: "ann", pid: collector().pid }, new Date(8)))).toEqual({ value: 2 });
  expect(await told(room.join({ name: "ann", pid: { node: two, id: 1 } }, new Date()))).toEqual([
    "bad_argument",
    "argument 1 of join: pid should be a Pid, got an object",
  ]);
  expect(await told(room.late(5))).toEqual(["bad_argument", "argument 1 of late should be a string, got 5"]);
  expect(await told(room.late("soon"))).toEqual({ value: "soon" });
  expect(await told(room.checked("long"))).toEqual(["bad_argument", expect.stringMatching(/^argument 1 of checked: /)]);
  expect(await told(room.checked("abc"))).toEqual({ value: 3 });
  expect(await room.seen()).toEqual([["ann", 7], ["ann", 8], "abc"]);
});

test("a cast and a message are dropped, and reported once", async () => {
  const before = (await room.seen()) as unknown[];
  for (let i = 0; i < 50; i++) {
    void room.mark("1");
    send({ name: "Room", node: two } as never, { tag: "tick" });
  }
  void room.mark(1);
  send({ name: "Room", node: two } as never, { tag: "tick", n: 2 });
  expect(await room.seen()).toEqual([...before, 1, 2]);
  const reports = (await rpc.call(two, "reports")) as string[];
  expect(reports.map((text) => /was dropped: (.*) \(further/.exec(text)?.[1])).toEqual([
    'argument 1 of mark should be a number, got "1"',
    "a message to Room: n should be a number, got undefined",
  ]);
});

test("a caller goes round and is a caller still; a thing that looks like one is none", async () => {
  const { pid, seen } = collector();
  const answer = room.ask(pid as Pid);
  await eventually(() => seen.length, 1);
  void room.answer({ reply: 1 }, "no");
  void room.answer(pid, "no");
  void room.answer(seen[0], "yes");
  expect(await answer).toBe("yes");
});

test("a server that is started from another node: wrong arguments never reach its block", async () => {
  const [started, checked] = [Started?.on(two), Checked?.on(two)];
  const refused = ["bad_argument", "argument 1 of Started.start: name should be a string, got 5"];
  expect(await told(started!.start({ name: 5 }))).toEqual(refused);
  expect(await told(started!.startLink({ name: 5 }))).toEqual(refused);
  expect(await told(started!.start({ name: "ann" }, "2"))).toEqual([
    "bad_argument",
    'argument 2 of Started.start should be a number, got "2"',
  ]);
  expect(await told(checked!.start("long"))).toEqual([
    "bad_argument",
    expect.stringMatching(/^argument 1 of Checked\.start: /),
  ]);
  await started!.start({ name: "ben" });
  await checked!.start("cat");
  expect(await rpc.call(two, "blocks")).toEqual(["ben", "cat"]);
  // On the same node the compiler has looked at them.
  await Checked!.start("longer");
});

test("functions that a node allows: wrong arguments never reach them", async () => {
  const ann = { name: "ann" };
  expect(await told(rpc.call(two, "greet", [ann, 1, 2]))).toEqual({ value: "ann2" });
  expect(await told(rpc.call(two, "greet", [ann, 1, "2"]))).toEqual([
    "bad_argument",
    'argument 3 of greet should be a number, got "2"',
  ]);
  expect(await told(rpc.call(two, "greet"))).toEqual([
    "bad_argument",
    "argument 1 of greet should be an object, got undefined",
  ]);
  expect(await told(rpc.call(two, "shout", ["abc"]))).toEqual({ value: "ABC" });
  expect(await told(rpc.call(two, "shout", ["long"]))).toEqual([
    "bad_argument",
    expect.stringMatching(/^argument 1 of/),
  ]);
  expect(await rpc.multiCall([two], "greet", [5])).toEqual([
    { node: two, error: expect.objectContaining({ code: "bad_argument" }) },
  ]);
  for (let i = 0; i < 10; i++) rpc.cast(two, "note", [i]);
  rpc.cast(two, "note", ["last"]);
  await eventually(async () => ((await rpc.call(two, "blocks")) as unknown[]).at(-1), "last");
  const reports = ((await rpc.call(two, "reports")) as string[]).filter((text) => text.includes("note"));
  expect(reports).toEqual([
    "function note: a cast from test@127.0.0.1 was dropped: argument 1 of note should be a string, got 0 (further ones of this kind are dropped without a word)",
  ]);
});
