// Prettier and ESLint in a project, set up as docs/format_and_lint.md says: files with |> are formatted without a change of what they mean, and linted with types, at the places of the source.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, expect, test } from "vitest";
import { root } from "../suite.js";
import { type Finished, run } from "./process.js";
import { install, type Project } from "./project.js";

let project: Project;
const tool = (name: string, ...args: string[]): Promise<Finished> =>
  run(project.path(`node_modules/.bin/${name}`), args, { cwd: project.folder });

/** The block behind a file's name in the page. */
function blockOf(file: string): string {
  const page = readFileSync(join(root, "docs/format_and_lint.md"), "utf8");
  return (
    page
      .split(`\`${file}\`:\n\n\`\`\``)[1]
      ?.split("```")[0]
      ?.replace(/^\w+\n/, "") ?? ""
  );
}

beforeAll(async () => {
  project = await install([
    "typescript@6.0.3",
    "ts-patch@4.0.1",
    "prettier@3.10.1",
    "eslint@10.15.0",
    "typescript-eslint@8.73.0",
  ]);
  project.configure({
    plugins: [{ transform: "tincture/transformer", transformProgram: true, pipelineOperator: true }],
  });
  for (const file of [".prettierrc.json", "eslint.config.js"]) project.write(file, blockOf(file));
});

const unformatted = `import   { pipe } from "tincture"
declare const xs: number[], f: any, g: any, h: any, o: any, a: any, b: any, c: any
class Box { constructor(readonly x: unknown, readonly y: string) {} }
const map = <T, U>(list: readonly T[], f: (item: T) => U): U[] => list.map(f)
export const long   =   xs |> map(  x =>   x+1 ) |> map( (n) => [n > 2]   ) |> map((a) => [...a, 0]) |> String |> console.log
a |> (y => y)
a |> (f(2)) |> new Box('t')
export const s =     '|>' + \`a |> \${ b|>c }\`; // |> here
export const t = (a && b) |> f, u = (a ?? b) |> (c || f), v = a && b|>f, z = (1 == a) |> f, zz = 1 + 2 |> f, zzz = (a as any) |> f
export async function wait() { await f |> g; return (await a) |> await f( await b ) |> h }
export const total = xs
   // only the paid ones
   |> map(o => o)  // amounts
   /* sum */ |> f();
export const inside = f(a |> g, { b: c |> f }, [h |> f]) ? a |> b : o |> o.m(1)!;
export const kept = pipe((a |> f).length, String), more = (a|>f) + 1, not = !(a |> f);
export const plain = 1 | 2
`;

const formatted = `import { pipe } from "tincture";
declare const xs: number[],
  f: any,
  g: any,
  h: any,
  o: any,
  a: any,
  b: any,
  c: any;
class Box {
  constructor(
    readonly x: unknown,
    readonly y: string,
  ) {}
}
const map = <T, U>(list: readonly T[], f: (item: T) => U): U[] => list.map(f);
export const long =
  xs
  |> map((x) => x + 1)
  |> map((n) => [n > 2])
  |> map((a) => [...a, 0])
  |> String
  |> console.log;
a |> ((y) => y);
a |> (f(2)) |> new Box("t");
export const s = "|>" + \`a |> \${b |> c}\`; // |> here
export const t = (a && b) |> f,
  u = (a ?? b) |> (c || f),
  v = a && (b |> f),
  z = (1 == a) |> f,
  zz = 1 + 2 |> f,
  zzz = (a as any) |> f;
export async function wait() {
  await f |> g;
  return (await a) |> await f(await b) |> h;
}
`;

/** What a program is, whatever its layout: kinds and texts, without brackets that group. */
function shapeOf(node: ts.Node): string {
  if (ts.isParenthesizedExpression(node)) return shapeOf(node.expression);
  const parts: string[] = [];
  ts.forEachChild(node, (child) => void parts.push(shapeOf(child)));
  return `${ts.SyntaxKind[node.kind]}(${parts.join(",")}${(node as ts.Identifier).text && !ts.isSourceFile(node) ? (node as ts.Identifier).text : ""})`;
}

test("Prettier: formatted well, twice the same, and what it compiles to stays", async () => {
  project.write("main.ts", unformatted);
  const compiled = async (): Promise<string> => {
    expect((await project.tspc("-p", ".", "--removeComments")).output).toBe("");
    return shapeOf(ts.createSourceFile("main.js", project.read("out/main.js"), ts.ScriptTarget.ES2023));
  };
  const before = await compiled();
  expect(await tool("prettier", "--write", "main.ts")).toMatchObject({ stderr: "", code: 0 });
  expect(project.read("main.ts").startsWith(formatted), project.read("main.ts")).toBe(true);
  expect(await tool("prettier", "--check", "main.ts")).toMatchObject({ code: 0 });
  expect(await compiled()).toBe(before);
});

test("Prettier: an error of syntax is said at its place", async () => {
  project.write("broken.ts", "const a = 1 |> String;\nconst b = 2 |> ;\n");
  const { stderr, code } = await tool("prettier", "broken.ts");
  expect(code).toBe(2);
  expect(stderr).toContain("(2:16)");
});

const linted = `const add = (a: number, b: number): number => a + b;
const later = async (n: number): Promise<number> => Promise.resolve(n);
let kept = 1 |> add(2);
console.log(kept
  |> add(("x" as any))
  |> String);
1 |> later();
const unused = 1 |> add(2);
let x = 3;
x |> (String);
`;

test("ESLint: rules with types see calls, messages and fixes are at the places of the source", async () => {
  project.write("lint.ts", linted);
  const places = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await tool(
      "eslint",
      "--format",
      "json",
      "--rule",
      '{"prefer-const": "error", "no-bitwise": "error"}',
      ...args,
    );
    const [{ messages }] = JSON.parse(stdout);
    return messages.map(
      (each: { line: number; column: number; ruleId: string; message: string }) =>
        `${each.line}:${each.column} ${each.ruleId ?? each.message}`,
    );
  };
  const found = [
    "5:11 @typescript-eslint/no-unsafe-argument",
    "5:18 @typescript-eslint/no-explicit-any",
    "7:1 @typescript-eslint/no-floating-promises",
    "8:7 @typescript-eslint/no-unused-vars",
  ];
  // A fix that would write a whole declaration anew reaches over its |>, and is left out.
  expect(await places("lint.ts")).toEqual(["3:5 prefer-const", ...found, "9:5 prefer-const"]);
  expect(await places("lint.ts", "--fix")).toEqual(["3:5 prefer-const", ...found]);
  expect(project.read("lint.ts")).toBe(linted.replace("let x", "const x"));

  project.write("lint.ts", "export const x = 1 == 2 |> String;\n");
  expect((await places("lint.ts")).join()).toMatch(/^1:\d+ Parsing error: TS70121: /);
});
