// What a hostile node may send: nothing of it costs more than its length, or fills the log.
import type { Pid } from "tincture";
import { setLogger } from "tincture";
import { beforeAll, expect, test } from "vitest";
import { load, refusal, reportDropped, tagOf } from "./program.js";

const source = `
import { cast, genserver } from "tincture";
interface Tree { readonly left?: Tree; readonly right?: Tree; readonly n?: number }
type Either = { a: Either | null; tag?: number } | { a: Either | null; tag?: string };
type Late = { a: Late | null; tag: { n: number } } | { a: Late | null; tag: { n: string } };
export const Room = genserver(() => ({
  tree: cast((tree: Tree) => {}),
  lists: cast((lists: number[][][][][][]) => {}),
  either: cast((value: Either) => {}),
  late: cast((value: Late) => {}),
  join: cast((name: string) => {}),
}));
`;
let room: Pid;
beforeAll(async () => {
  const { Room } = (await load("hostile", source)) as { Room: { start(): Promise<Pid> } };
  room = await Room.start();
});

test("an object in many places is looked at once", () => {
  let tree: object = { n: 1 };
  for (let i = 0; i < 400; i++) tree = { left: tree, right: tree };
  expect(refusal(room, "tree", [tree])).toBeUndefined();
  let lists: unknown = 1;
  for (let i = 0; i < 6; i++) lists = new Array(1000).fill(lists);
  expect(refusal(room, "lists", [lists])).toBeUndefined();
});

test("an object in itself is looked at once", () => {
  const tree: { left?: object; n: unknown } = { n: 1 };
  tree.left = tree;
  expect(refusal(room, "tree", [tree])).toBeUndefined();
  tree.left = { right: tree, n: "1" };
  expect(refusal(room, "tree", [tree])?.message).toBe('argument 1 of tree: left.n should be a number, got "1"');
});

test("unions in unions that fail late are given up in the end", () => {
  let value: object | null = null;
  for (let i = 0; i < 300; i++) value = { a: value, tag: { n: "late" } };
  expect(refusal(room, "late", [value])?.message).toBe("argument 1 of late is too entangled to be checked");
  let simple: object | null = null;
  for (let i = 0; i < 300; i++) simple = { a: simple, tag: "soon" };
  expect(refusal(room, "either", [simple])).toBeUndefined();
});

test("a message deeper than the stack is refused", () => {
  let tree: object = {};
  for (let i = 0; i < 100_000; i++) tree = { left: tree };
  expect(refusal(room, "tree", [tree])?.message).toMatch(/^a request to tree could not be checked: RangeError/);
});

test("what is dropped is reported once for each handler and node", () => {
  const texts: string[] = [];
  const note = (_details: object, text?: string) => void texts.push(text ?? "");
  setLogger({ error: note, warn: note, info: note });
  const drop = (handler: string, node: string) =>
    reportDropped(room, tagOf(room, handler), node, refusal(room, handler, [5]) as Error);
  for (let i = 0; i < 10_000; i++) drop("join", "a@host");
  drop("join", "b@host");
  drop("lists", "a@host");
  expect(texts).toHaveLength(3);
  expect(texts[0]).toMatch(
    /^server Room Pid<\d+>: a message from a@host was dropped: argument 1 of join should be a string, got 5 /,
  );
  for (let i = 0; i < 5000; i++) drop("join", `${i}@host`);
  expect(texts.length).toBeLessThanOrEqual(1000);
});
