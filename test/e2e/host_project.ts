// One project with all tools, and the programs that every host must compile. The set-up of each host is what docs/hosts.md says, word for word.
import { readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../suite.js";
import { type Finished, run } from "./process.js";
import { install, type Project, wanted } from "./project.js";

/** The tools that docs/hosts.md speaks of, in their current versions. */
const hostTools = [
  "typescript@6.0.3",
  "ts-patch@4.0.1",
  "vite@8.3.8",
  "vitest@4.1.12",
  "rollup@4.68.7",
  "rollup3@npm:rollup@3.30.0",
  "rolldown@1.3.2",
  "esbuild@0.28.2",
  "webpack@5.112.2",
  "webpack-cli@7.3.1",
  "@rspack/core@2.3.2",
  "@rspack/cli@2.2.8",
  "jest@30.5.2",
  "tsx@4.23.15",
  "ts-loader@9.6.2",
  "ts-node@10.9.2",
];

export const installHosts = (): Promise<Project> => install(hostTools);

/** What a section of docs/hosts.md says: files with their text, and the command that builds and runs. */
export interface SetUp {
  readonly files: Readonly<Record<string, string>>;
  readonly command: string;
}

/** `## vite` -> the blocks that follow a file's name in backquotes, and the last block of shell. */
export function setUpOf(host: string): SetUp {
  const page = readFileSync(join(root, "docs/hosts.md"), "utf8");
  const sections = new Map(page.split(/^## /m).map((text) => [text.slice(0, text.indexOf("\n")), text]));
  const files: Record<string, string> = {};
  let command = "";
  for (const text of [page.slice(0, page.indexOf("\n## ")), sections.get(host) ?? ""])
    for (const block of text.matchAll(
      /^`([\w./]+)`[^\n]*(?:\n(?!```)[^\n]*)*?\n```(?:js|json)\n(.*?)```|^```sh\n(.*?)```/gms,
    )) {
      const [, file, source = "", shell] = block;
      if (shell !== undefined) command = shell.trim();
      else if (file !== undefined) files[file] = source;
    }
  return { files, command };
}

const thrower = `import { call, genserver, type CallError } from "tincture";
const Bank = genserver(() => {
  let total = 0;
  return {
    put: call((amount: number) => {
      total += amount;
      if (total > 10) throw new RangeError("too much");
      return total;
    }),
  };
}, { name: "Bank" });
await Bank.start();
await Bank.put(99).catch((error: CallError) => console.log((error.reason as Error).stack));
`;

/** Where the error of the thrower is thrown. */
export const thrownAt = "thrower.ts:7:29";

const own: Record<string, string> = {
  "kit.ts": `export { pipe as flow } from "tincture";\n`,
  "unless.macro.ts": `import { defmacro, type Expr, quote, unquote } from "tincture/macro";
export const unless = defmacro((condition: Expr<boolean>, value: Expr<number>): Expr<number> =>
  quote(() => (unquote(condition) ? 0 : unquote(value))),
);
`,
  "user_macro.ts": `import { unless } from "./unless.macro.ts";\nconsole.log(unless(Date.now() < 0, 7));\n`,
  "handed_on.ts": `import { flow } from "./kit.ts";\nconsole.log(flow(20, (n: number) => n + 1, String));\n`,
  "operator.ts": `export const add = (a: number, b: number): number => a + b;\nconsole.log(20\n  |> add(1) // one\n  |> add(2));\n`,
  "thrower.ts": thrower,
  "warned.ts": `import { cast, genserver } from "tincture";\nexport const Clock = genserver(() => ({ tick: cast(() => { setTimeout(() => {}, 5); }) }));\n`,
};

/** What a check has to say of one of the programs, in any tool. */
export const warning =
  /warned\.ts[\s\S]{0,200}TS70092: `setTimeout` in a server|TS70092: `setTimeout` in a server[\s\S]{0,500}warned\.ts/;

const programs = [
  "warned",
  "scoreboard",
  "order_pipeline",
  "selective_receive",
  "handed_on",
  "user_macro",
  "operator",
  "thrower",
  "ping_pong",
];
const text = (name: string): string => own[`${name}.ts`] ?? wanted[name]?.source ?? "";

/** Sources of a project whose `src/main.ts` runs all programs, one after the other. */
export const sources: Record<string, string> = {
  ...own,
  ...Object.fromEntries(programs.map((name) => [`${name}.ts`, text(name)])),
  "main.ts": `${programs.map((name) => `await import("./${name}.ts");`).join("\n")}\nexport {};\n`,
};

const printed: Record<string, string> = { warned: "", handed_on: "21\n", user_macro: "7\n", operator: "23\n" };

/** What the programs print, before and after the thrower's stack. */
export const expected = {
  before: programs
    .slice(0, -2)
    .map((name) => printed[name] ?? wanted[name]?.expected)
    .join(""),
  after: wanted.ping_pong?.expected ?? "",
};

/** A test for a runner that runs all programs and looks at what they print. */
export const testOf = (
  runner: string,
): string => `import { expect, test } from "${runner === "jest" ? "@jest/globals" : runner}";
import { format } from "node:util";
test("the programs", async () => {
  const printed: string[] = [];
  console.log = (...values: unknown[]) => void printed.push(format(...values) + "\\n");
  await import("./main.ts");
  while (!printed.join("").endsWith(${JSON.stringify(expected.after)})) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(printed.join("")).toContain(${JSON.stringify(`${expected.before}RangeError: too much`)});
  expect(printed.join("")).toContain(${JSON.stringify(thrownAt)});
});
`;

/** A mistake in line 2 and one in line 3. */
export const mistaken = `import { pipe } from "tincture";
export const stages = [pipe];
export const more = { pipe };
`;

/** A project of its own beside the others, as the section of a host says. */
export function projectOf(all: Project, host: string, folder = host): Project {
  const part = all.part(folder, { type: "module" });
  for (const [file, source] of Object.entries(setUpOf(host).files)) part.write(file, source);
  for (const [file, source] of Object.entries(sources)) part.write(`src/${file}`, source);
  return part;
}

/** Runs a line of shell; `npx` finds what is installed in the project above. */
export function shell(all: Project, part: Project, command: string): Promise<Finished> {
  const path = `${all.path("node_modules/.bin")}:${process.env.PATH}`;
  return run("sh", ["-c", command.replaceAll(/\bnpx /g, "")], {
    cwd: part.folder,
    env: { PATH: path },
  });
}

/** Identifiers of values in a source, and where: "line:column" from 0. Types and imports are gone after compiling, and names of macros are written out. */
function identifiersOf(source: string): Map<string, string> {
  const file = ts.createSourceFile("a.ts", source, ts.ScriptTarget.ES2023, true);
  const found = new Map<string, string>();
  const imported = new Set(/^import \{(.*)\}/m.exec(source)?.[1]?.match(/\w+/g));
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && !imported.has(node.text)) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
      found.set(`${line}:${character}`, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * What a map says of the identifiers of a source. `places`: those, as "line:column" from 0, that some place of the output is mapped to exactly. `wrong`: identifiers
 * of the output that the source has, too, but that are mapped to another one.
 */
function mapped(js: string, map: object, isSource: (name: string) => boolean, source: string) {
  const maps = new SourceMap(map as ConstructorParameters<typeof SourceMap>[0]);
  const identifiers = identifiersOf(source);
  const names = new Set(identifiers.values());
  const places = new Set<string>();
  const wrong: string[] = [];
  let right = 0;
  js.split("\n").forEach((line, row) => {
    for (let column = 0; column < line.length; column++) {
      const entry = maps.findEntry(row, column);
      if (!("originalSource" in entry) || entry.generatedLine !== row || entry.generatedColumn !== column) continue;
      // Bundlers also map what they made themselves: to no source.
      if (!isSource(entry.originalSource ?? "")) continue;
      const place = `${entry.originalLine}:${entry.originalColumn}`;
      places.add(place);
      const written = /^[A-Za-z_$][\w$]*/.exec(line.slice(column))?.[0].replace(/\$\d+$/, "");
      const there = identifiers.get(place);
      if (written === undefined || there === undefined || !names.has(written)) continue;
      if (written === there) right++;
      else wrong.push(`${place} ${there} -> ${row}:${column} ${written}`);
    }
  });
  return { places, right, wrong };
}

/** What all maps below `out` say of a program. `missing`: places of identifiers that nothing of the output is mapped to. */
export function placesOf(part: Project, name: string) {
  const source = sources[`${name}.ts`] as string;
  const isSource = (file: string): boolean => file.includes(`${name}.ts`);
  const found = outputs(part).map(({ js, map }) => mapped(js, map, isSource, source));
  const identifiers = [...identifiersOf(source).keys()];
  return {
    all: identifiers.length,
    missing: identifiers.filter((place) => !found.some(({ places }) => places.has(place))),
    wrong: found.flatMap((each) => each.wrong),
    right: found.reduce((sum, each) => sum + each.right, 0),
  };
}

/** All pairs of output and map below `out`. jest keeps them with a line before the output. */
function outputs(part: Project): { js: string; map: object }[] {
  return readdirSync(part.path("out"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".map"))
    .map((file) => ({
      js: part.read(`out/${file.slice(0, -4)}`).replace(/^[0-9a-f]{32}\n/, ""),
      map: JSON.parse(part.read(`out/${file}`)),
    }));
}

/** Hosts that write no files: a program that asks them for what they run, and the command that has it write that below `out`. */
export const outputWriters: Readonly<Record<string, { readonly program: string; readonly command: string }>> = {
  node: {
    command: "node write_out.mjs",
    program: `import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { load } from "../node_modules/tincture/dist/transformer/hosts/node_hooks.js";
const compiled = (file) => {
  const { source } = load(pathToFileURL(file).href, {}, () => ({}));
  const [code, map] = source.split("//# sourceMappingURL=data:application/json;base64,");
  return { code, map: JSON.parse(Buffer.from(map, "base64")) };
};
`,
  },
  vitest: {
    command: "node write_out.mjs",
    program: `import { createViteServer } from "vitest/node";
const server = await createViteServer({ logLevel: "silent", server: { middlewareMode: true, watch: null, ws: false }, optimizeDeps: { noDiscovery: true } });
const compiled = (file) => server.environments.ssr.transformRequest(file);
`,
  },
  jest: { command: "NODE_OPTIONS=--experimental-vm-modules npx jest --cacheDirectory out", program: "" },
};

/** Has a host that writes no files write what it runs below `out`. */
export async function writeOutputs(all: Project, part: Project, host: string): Promise<Finished> {
  const { program, command } = outputWriters[host] as (typeof outputWriters)[string];
  part.write(
    "write_out.mjs",
    `import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
${program}
mkdirSync("out", { recursive: true });
for (const name of ${JSON.stringify(Object.keys(wanted))}) {
  const { code, map } = await compiled(resolve("src", name + ".ts"));
  writeFileSync("out/" + name + ".js", code);
  writeFileSync("out/" + name + ".js.map", JSON.stringify(map));
}
process.exit();
`,
  );
  return shell(all, part, command);
}
