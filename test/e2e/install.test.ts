// The packed package, installed into an empty project: the wanted programs compile with the real tspc and print what is written beside them, with
// both supported pairs of TypeScript and ts-patch, as ESM and as CommonJS.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../suite.js";
import { entryIn, install, type Project, tools, wanted } from "./project.js";

/** A program without top-level `await`, which CommonJS doesn't have: everything from the first such line on goes into a function. */
function withoutTopLevelAwait(source: string): string {
  const start = source.search(/^await /m);
  return start === -1
    ? source
    : `${source.slice(0, start)}async function main() {\n${source.slice(start)}}\nvoid main();\n`;
}

const unchanged = (source: string): string => source;
const layouts = [
  {
    name: "ESM",
    manifest: { type: "module" },
    options: {},
    rewrite: unchanged,
    emitted: /^import \* as rt from "tincture\/abi";$/m,
  },
  {
    name: "CommonJS by module nodenext",
    manifest: {},
    options: {},
    rewrite: withoutTopLevelAwait,
    emitted: /^const rt = require\("tincture\/abi"\);$/m,
  },
  {
    name: "CommonJS by module commonjs",
    manifest: {},
    options: { module: "commonjs" },
    rewrite: withoutTopLevelAwait,
    emitted: /^const rt = require\("tincture\/abi"\);$/m,
  },
];

describe.for(Object.entries(tools))("%s", ([pair, packages]) => {
  let project: Project;
  beforeAll(async () => {
    project = await install(packages);
  });

  test.for(layouts)("wanted programs as $name", { timeout: 120_000 }, async (layout) => {
    const part = project.part(layout.name.replaceAll(" ", "_"), layout.manifest);
    part.configure(layout.options);
    for (const [name, program] of Object.entries(wanted)) part.write(`${name}.ts`, layout.rewrite(program.source));
    expect((await part.tspc("-p", ".")).output, pair).toBe("");
    for (const [name, program] of Object.entries(wanted)) {
      const { stdout, stderr, code } = await part.node([`out/${name}.js`]);
      expect({ name, stdout, stderr, code }).toEqual({ name, stdout: program.expected, stderr: "", code: 0 });
      expect(part.read(`out/${name}.js`)).not.toMatch(/genserver\(\(|ping_pong\(/);
    }
    expect(part.read("out/scoreboard.js")).toMatch(layout.emitted);
  });

  test("the program of the README", async () => {
    const part = project.part("readme", { type: "module" });
    part.configure({ plugins: [entryIn("README.md")] });
    part.write("main.ts", /```ts\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "");
    expect((await part.tspc("-p", ".")).output).toBe("");
    expect((await part.node(["out/main.js"])).output).toBe("10\n");
  });

  test("one runtime serves import and require", async () => {
    project.write(
      "one.mjs",
      `import * as tincture from "tincture";
       import * as abi from "tincture/abi";
       import { createRequire } from "node:module";
       const require = createRequire(import.meta.url);
       for (const [esm, name] of [[tincture, "tincture"], [abi, "tincture/abi"]]) {
         const names = (module) => Object.keys(module).filter((key) => !/^(default|module\\.exports|__esModule)$/.test(key)).sort().join();
         const cjs = require(name);
         if (names(esm) !== names(cjs)) console.log(name, names(esm), names(cjs));
         for (const key of Object.keys(cjs)) if (esm[key] !== cjs[key]) console.log(name, key);
       }`,
    );
    expect((await project.node(["one.mjs"])).output).toBe("");
  });
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile());

const shared = join(root, "../shared/wanted");
if (existsSync(shared))
  test.for(filesIn(join(root, "test/wanted")))("test/wanted/%s is the wanted text, unchanged", (file) => {
    expect(readFileSync(join(root, "test/wanted", file), "utf8")).toBe(readFileSync(join(shared, file), "utf8"));
  });
