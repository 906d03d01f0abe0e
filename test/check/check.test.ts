// The checks for mistakes in the use of processes: silent on sound programs (ten of programs/, and every program of this checkout), and as grave as the options say.
// What each of them finds is in test/errors.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { root } from "../suite.js";
import { checks, options } from "./program.js";

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes("node_modules"))
    .map((file) => join(root, folder, file));
}

/** A program of texts that are in no file; "tincture" is found as from this file. */
function programOf(texts: Readonly<Record<string, string>>): ts.Program {
  const folder = dirname(join(root, "test/check/memory.ts"));
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(folder, name), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  return ts.createProgram([...files.keys()], options, host);
}

/** "file:line code" of everything that is found in these files. */
function found(program: ts.Program, files: readonly string[]): string[] {
  return files.flatMap((name) => {
    const file = program.getSourceFile(name) as ts.SourceFile;
    return transformer.diagnose(ts, program, file).map((item) => {
      const { line } = file.getLineAndCharacterOfPosition(item.start ?? 0);
      return `${relative(root, name)}:${line + 1} ${ts.flattenDiagnosticMessageText(item.messageText, " ")}`;
    });
  });
}

test("the ten programs are sound TypeScript", { timeout: 60_000 }, () => {
  const files = filesIn("test/check/programs");
  expect(files.length).toBeGreaterThanOrEqual(10);
  const program = ts.createProgram(files, options);
  const wrong = files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  expect(
    wrong.map((item) => `${item.file?.fileName}: ${ts.flattenDiagnosticMessageText(item.messageText, " ")}`),
  ).toEqual([]);
});

test.for([
  ["test/check/programs", 10],
  ["examples", 5],
  ["bench", 2],
  ["test/run/samples", 5],
  ["test/wanted", 4],
  ["test/behaviour", 10],
  ["test/traces", 1],
] as const)("no false alarm in %s", { timeout: 60_000 }, ([folder, atLeast]) => {
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThanOrEqual(atLeast);
  expect(found(ts.createProgram(files, options), files)).toEqual([]);
});

const firstLines = (texts: Readonly<Record<string, string>>): string[] =>
  transformer.diagnose(ts, programOf(texts)).map((item) => String(item.messageText).split("\n")[0] as string);

test.for([
  [
    "a handler whose name is no word",
    `const Room = genserver(() => ({ get: call(() => 1), "ask(": call(() => 2) }), { name: "Room" });
await Room.get();`,
    ["Nothing calls `ask(`, and nobody else can: Room is not exported."],
  ],
  [
    "a server with a dollar whose type is used",
    `const $Room = genserver(() => ({ get: call(() => 1), more: call(() => 2) }), { name: "Room" });
export type Room = typeof $Room;
await $Room.get();`,
    [],
  ],
  [
    "plain data under the name of a class of Node's",
    `interface Server { host: string }
export const Room = genserver(() => ({ get: call((server: Server) => server.host) }), { name: global("Room") });
declare const server: Server;
await Room.get(server);`,
    [],
  ],
] as const)("%s", ([, text, expected]) => {
  expect(firstLines({ "memory.ts": `import { call, genserver, global } from "tincture";\n${text}` })).toEqual(expected);
});

/** One finding of an error, one of a warning. */
const both = `
import { call, genserver } from "tincture";
export const Counter = genserver(() => ({
  get: call((): number => 1),
  own: call(async (): Promise<number> => Counter.get()),
  later: call(() => { setTimeout(() => {}, 5); }),
}), { name: "Counter" });
`;

test("code that is being written breaks neither the compiler nor a check", { timeout: 60_000 }, () => {
  for (const file of filesIn("test/check/programs")) {
    const text = readFileSync(file, "utf8");
    for (let end = 0; end < text.length; end += 211) {
      transformer.compileFile(ts, text.slice(0, end), "input.ts");
      transformer.compileFile(ts, text.slice(0, end) + text.slice(end + 17), "input.ts");
    }
  }
  const unfinished = 'import { genserver } from "tincture";\ngenserver(() => { const { a }; return {}; });';
  expect(transformer.compileFile(ts, unfinished, "input.ts").js).toContain("rt.genserver");
});

describe("levels", () => {
  const categories = (levels: object): string[] =>
    transformer
      .diagnose(ts, programOf({ "memory.ts": both }), undefined, { checks: levels as Record<string, "off"> })
      .map((item) => `${ts.DiagnosticCategory[item.category]} ${item.code}`);

  test("are those of the checks", () => expect(categories({})).toEqual(["Error 70080", "Warning 70092"]));
  test("can be raised and lowered", () =>
    expect(categories({ own_call: "warning", raw_timer: "error" })).toEqual(["Warning 70080", "Error 70092"]));
  test("off", () => expect(categories({ own_call: "off", raw_timer: "off" })).toEqual([]));
});

test("alone, a file shows what it can show, and nothing is said of silences that may be needed", () => {
  const text = `${both}
import { Other } from "./other.js";
// tincture-ignore unawaited_call: Other is known in a whole program only
Other.get();
`;
  const { diagnostics } = transformer.compileFile(ts, text, "input.ts");
  expect(diagnostics.map(({ code }) => code)).toEqual([70080, 70092]);
});

test("a circle of three servers in three files is told once", () => {
  const server = (name: string, next: string): string => `
import { call, genserver } from "tincture";
import { ${next} } from "./${next}.js";
export const ${name} = genserver(() => ({
  get: call(async (): Promise<number> => (await Promise.all([${next}.get()]))[0]),
}), { name: "${name}" });
`;
  expect(firstLines({ "A.ts": server("A", "B"), "B.ts": server("B", "C"), "C.ts": server("C", "A") })).toEqual([
    "These servers can wait for each other: A.get calls B.get, B.get calls C.get, C.get calls A.get.",
  ]);
});

test("every check is in docs/diagnostics.md with its level, and no other", () => {
  const page = readFileSync(join(root, "docs/diagnostics.md"), "utf8");
  const rows = [...page.matchAll(/^\| \[(\w+)\]\(errors\/\1\.md\) \| (\w+) \|/gm)].map(([, name, level]) => ({
    name,
    level,
  }));
  expect(rows).toEqual(checks.map(({ name, level }) => ({ name, level })));
});
