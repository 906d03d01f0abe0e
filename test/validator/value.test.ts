// What arrives, type by type: values that a handler takes from another node, and others with what their sender is told.
import type { Pid } from "tincture";
import { beforeAll, describe, expect, test } from "vitest";
import { load, refusal } from "./program.js";

/** A type, values of it, and others with the rest of the error's text after "argument 1 of hN". */
type Row = readonly [type: string, good: readonly unknown[], bad: readonly (readonly [unknown, string])[]];

const own = (text: string): unknown => JSON.parse(text);
const cyclic: { value: number; children: unknown[] } = { value: 1, children: [] };
cyclic.children.push(cyclic);

const rows: readonly Row[] = [
  [
    "string",
    ["", "a"],
    [
      [5, " should be a string, got 5"],
      [undefined, " should be a string, got undefined"],
    ],
  ],
  [
    "number",
    [0, Number.NaN, -Infinity],
    [
      ["5", ' should be a number, got "5"'],
      [5n, " should be a number, got 5n"],
    ],
  ],
  ["boolean", [true, false], [[0, " should be a boolean, got 0"]]],
  ["bigint", [5n], [[5, " should be a bigint, got 5"]]],
  ["null", [null], [[undefined, " should be null, got undefined"]]],
  [
    '"a" | "b" | 3',
    ["a", 3],
    [["c", expect.stringMatching(/^ should be (3, "a" or "b"|"a", "b" or 3), got "c"$/) as never]],
  ],
  ["string | null", ["", null], [[5, " should be a string or null, got 5"]]],
  ["unknown[]", [[], [1, "a"]], [[{ length: 0 }, " should be an array, got an object"]]],
  ["[...string[], 1] | null", [[1], ["a", "b", 1], null], [[["a", 2], ": [1] should be 1, got 2"]]],
  ["readonly string[]", [["a"]], [[["a", 5], ": [1] should be a string, got 5"]]],
  [
    "[number, string?]",
    [[1], [1, "a"], [1, undefined]],
    [
      [[], " should be an array of 1 to 2, got an array of 0"],
      [[1, 2], ": [1] should be a string, got 2"],
      [[1, "a", 3], " should be an array of 1 to 2, got an array of 3"],
    ],
  ],
  [
    "[...number[], string]",
    [["a"], [1, 2, "a"]],
    [
      [[1, 2], ": [1] should be a string, got 2"],
      [["b", "a"], ': [0] should be a number, got "b"'],
    ],
  ],
  [
    "{ id: string; age?: number }",
    [{ id: "a" }, { id: "a", age: 1, more: true }, { id: "a", age: undefined }],
    [
      [{ age: 1 }, ": id should be a string, got undefined"],
      [[], " should be an object, got an array"],
      [null, " should be an object, got null"],
      [new Map(), " should be an object, got a Map"],
      [{ id: "a", age: "1" }, ': age should be a number, got "1"'],
    ],
  ],
  [
    "{ users: { name: string }[] }",
    [{ users: [] }],
    [[{ users: [{ name: "a" }, { name: 5 }] }, ": users[1].name should be a string, got 5"]],
  ],
  [
    '{ "content-type": string }',
    [{ "content-type": "a" }],
    [[{}, ': ["content-type"] should be a string, got undefined']],
  ],
  [
    '{ kind: "circle"; r: number } | { kind: "square"; side: number }',
    [{ kind: "square", side: 2 }],
    [
      [{ kind: "square", r: 2 }, ": side should be a number, got undefined"],
      [{ kind: "line" }, ': kind should be "circle" or "square", got "line"'],
      [5, " should be an object, got 5"],
    ],
  ],
  [
    "{ a: string } | { b: number }",
    [{ b: 1 }, { a: "", b: "" }],
    [[{ a: 1, b: "" }, " should be an object, got an object"]],
  ],
  [
    "Record<string, number>",
    [{}, { a: 1, constructor: 2 }],
    [
      [{ a: "1" }, ': a should be a number, got "1"'],
      [own('{ "__proto__": 1 }'), " should not have a key __proto__"],
    ],
  ],
  ["{ [row: number]: string }", [{ 0: "a" }, { name: 5, 1: "a" }], [[{ 1: 5 }, ': ["1"] should be a string, got 5']]],
  [
    "{ constructor: string }",
    [own('{ "constructor": "a" }')],
    [[{}, ": constructor should be a string, got undefined"]],
  ],
  ["{ toString: number }", [{ toString: 1 }], [[{}, ": toString should be a number, got undefined"]]],
  [
    "{ a: string }",
    [{ a: "" }, own('{ "a": "", "constructor": { "prototype": { "x": 1 } } }')],
    [[own('{ "a": "", "__proto__": { "b": 1 } }'), " should not have a key __proto__"]],
  ],
  ["{}", [0, "", {}], [[null, " should be anything but null and undefined, got null"]]],
  ["object", [{}, []], [["a", ' should be an object, got "a"']]],
  [
    "Date",
    [new Date(0)],
    [
      ["1970", ' should be a Date, got "1970"'],
      [{}, " should be a Date, got an object"],
    ],
  ],
  [
    "Map<string, number[]>",
    [new Map(), new Map([["a", [1]]])],
    [
      [new Map([["a", [""]]]), ': .get("a")[0] should be a number, got ""'.replace(": .", ": ")],
      [new Map([[1, [1]]]), ": keys()[0] should be a string, got 1"],
      [{}, " should be a Map, got an object"],
    ],
  ],
  ["Set<string>", [new Set(["a"])], [[new Set(["a", 2]), ": values()[1] should be a string, got 2"]]],
  [
    "Uint8Array",
    [new Uint8Array(2), Buffer.from("a")],
    [[new Uint16Array(2), " should be a Uint8Array, got a Uint16Array"]],
  ],
  ["Buffer", [Buffer.from("a")], [[new Uint8Array(2), " should be a Buffer, got a Uint8Array"]]],
  ["Error", [new Error("a"), new RangeError("a")], [[{ message: "a" }, " should be an Error, got an object"]]],
  ["RegExp", [/a/], [["a", ' should be a RegExp, got "a"']]],
  ["() => void", [], [["a", ' can\'t come from another node, since its type has functions or private parts; got "a"']]],
  [
    "{ name: string; done?: () => void }",
    [{ name: "a" }],
    [
      [
        { name: "a", done: 1 },
        ": done can't come from another node, since its type has functions or private parts; got 1",
      ],
    ],
  ],
  [
    "Tree",
    [{ value: 1, children: [{ value: 2, children: [] }] }, cyclic],
    [
      [
        { value: 1, children: [{ value: 2, children: [{ value: "" }] }] },
        ': children[0].children[0].value should be a number, got ""',
      ],
    ],
  ],
  ["Level", [0, "high"], [[1, ' should be 0 or "high", got 1']]],
  ["Rights", [1, 2, 3], [["1", ' should be a number, got "1"']]],
  ["string & { readonly brand: 1 }", ["a"], [[5, " should be a string, got 5"]]],
  ["{ a: string } & { b?: number }", [{ a: "" }], [[{ a: "", b: "" }, ': b should be a number, got ""']]],
  ["unknown", [undefined, 5, {}], []],
];

const source = `
import { call, cast, genserver, info, type Pid } from "tincture";
interface Tree { readonly value: number; readonly children: readonly Tree[] }
enum Level { Low, High = "high" }
enum Rights { Read = 1 << 0, Write = 1 << 1 }
export const Rows = genserver(() => ({
${rows.map(([type], i) => `  h${i}: call((value: ${type}) => typeof value),`).join("\n")}
}));
export const Room = genserver(() => {
  let seen = 0;
  return {
    join: call((name: string, who: { users: { name: string }[] }, pid?: Pid<string>) => [++seen, name, who, pid].length),
    mark: cast((by: number) => void (seen += by)),
    none: call(() => seen),
    rest: cast((first: string, ...more: number[]) => void (seen += more.length + first.length)),
    other: info((message: { tag: "tick"; n: number }) => void (seen += message.n)),
  };
});
`;

type Startable = { start(): Promise<Pid> };
let made: { Rows: Startable; Room: Startable };
let server: Pid;
beforeAll(async () => {
  made = (await load("value", source)) as never;
  server = await made.Rows.start();
});

describe.each(rows.map((row, i) => [row[0], i] as const))("%s", (_type, i) => {
  const [, good, bad] = rows[i] as Row;
  test("takes", () => {
    for (const value of good) expect(refusal(server, `h${i}`, [value])?.message).toBeUndefined();
  });
  test("refuses", () => {
    for (const [value, text] of bad) {
      const error = refusal(server, `h${i}`, [value]);
      expect(error?.code).toBe("bad_argument");
      expect(error?.message.replace(`argument 1 of h${i}`, "")).toEqual(text);
    }
  });
});

test("arguments: one after another, excess ones are not looked at, missing ones are undefined", async () => {
  const room = await made.Room.start();
  const who = { users: [] };
  for (const args of [
    ["ann", who],
    ["ann", who, room],
    ["ann", who, undefined, "more"],
  ])
    expect(refusal(room, "join", args)).toBeUndefined();
  expect(refusal(room, "join", [])?.message).toBe("argument 1 of join should be a string, got undefined");
  expect(refusal(room, "join", ["ann", { users: [who, { name: 5 }] }])?.message).toBe(
    "argument 2 of join: users[0].name should be a string, got undefined",
  );
  expect(refusal(room, "join", ["ann", who, { node: "", id: 1 }])?.message).toBe(
    "argument 3 of join should be a Pid, got an object",
  );
  expect(refusal(room, "rest", ["a", 1, 2])).toBeUndefined();
  expect(refusal(room, "rest", ["a", 1, "2"])?.message).toBe('argument 3 of rest should be a number, got "2"');
  expect(refusal(room, "none", [1])).toBeUndefined();
});

test("a message for info", async () => {
  const room = await made.Room.start();
  expect(refusal(room, undefined, { tag: "tick", n: 1 })).toBeUndefined();
  expect(refusal(room, undefined, { tag: "tick" })?.message).toBe(
    "a message to Room: n should be a number, got undefined",
  );
});

test("messages of the same node are not checked", async () => {
  const room = (made.Room as unknown as { at(pid: Pid): Record<string, (...args: unknown[]) => unknown> }).at(
    await made.Room.start(),
  );
  room.mark?.("not a number");
  expect(await room.none?.()).toBe("0not a number");
});

test("a long text of a stranger is not repeated as a whole", () => {
  const message = refusal(server, "h1", ["x".repeat(100_000)])?.message ?? "";
  expect(message.length).toBeLessThan(100);
});
