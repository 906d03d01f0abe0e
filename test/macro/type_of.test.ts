// `typeOf` where a type checker runs: text, the values of a union of literals, properties. Where none runs it knows nothing.
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import ts59 from "typescript59";
import { describe, expect, test } from "vitest";
import { options } from "../check/program.js";
import { root } from "../suite.js";
import { compiled } from "./program.js";

const transformProgram = createRequire(import.meta.url)("tincture/transformer");

const files: Record<string, string> = {
  "m.macro.ts": `import { defmacro, escape, type Expr, typeOf } from "tincture/macro";
export const info = defmacro((value: Expr<unknown>) => escape(JSON.stringify(typeOf(value) ?? null)));
`,
  "main.ts": `import { info } from "./m.macro.js";
interface User { readonly name: string; age?: number; tags: string[] }
declare const user: User, color: "red" | "green", size: 1 | 2 | 3, flag: boolean, mixed: "a" | User, key: keyof User;
export const all = [
  info(user),
  info(color),
  info(size),
  info(flag),
  info(mixed),
  info(key),
  info([user].map((each) => each.age)),
  info(() => color),
  info("now" as const),
];
`,
};

/** What \`info\` wrote. */
const infosIn = (js: string): unknown[] =>
  (new Function(`return ${js.slice(js.indexOf("["), js.lastIndexOf("]") + 1)}`)() as string[]).map((text) =>
    JSON.parse(text),
  );

function emitted(typescript: typeof ts): string {
  const folder = join(root, "test/macro");
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
  const all = { ...options, noEmit: false };
  const host = typescript.createCompilerHost(all);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  const program = transformProgram(
    typescript.createProgram([...texts.keys()], all, host),
    host,
    {},
    { ts: typescript },
  );
  let js = "";
  program.emit(program.getSourceFile(join(folder, "main.ts")), (_name: string, text: string) => {
    js = text;
  });
  return js;
}

describe.for([ts, ts59 as unknown as typeof ts])("with a checker", (typescript) => {
  test(`of TypeScript ${typescript.version}`, { timeout: 60_000 }, () => {
    const infos = infosIn(emitted(typescript)) as { text: string; values?: unknown[]; properties: object[] }[];
    const user = [
      { name: "name", text: "string", optional: false },
      { name: "age", text: "number | undefined", optional: true },
      { name: "tags", text: "string[]", optional: false },
    ];
    expect(infos[0]).toEqual({ text: "User", properties: user });
    expect(infos.map(({ text, values }) => [text, values])).toEqual([
      ["User", undefined],
      ['"red" | "green"', ["red", "green"]],
      ["1 | 2 | 3", [1, 2, 3]],
      ["boolean", [false, true]],
      ['User | "a"', undefined],
      ["keyof User", ["name", "age", "tags"]],
      ["(number | undefined)[]", undefined],
      ['() => "red" | "green"', undefined],
      ['"now"', ["now"]],
    ]);
  });
});

test("without a checker it knows nothing", () => {
  expect(infosIn(compiled(files, "main.ts"))).toEqual(Array(9).fill(null));
});
