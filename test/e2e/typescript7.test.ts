// A project of TypeScript 7: stock tsc checks what has no |>, `tincture check` what has, `tincture build` writes JavaScript, maps and declarations of both, and doctor and
// init know how it is set up.
import { statSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { type Finished, run } from "./process.js";
import { install, type Project, wanted } from "./project.js";

let project: Project;
const tincture = (part: Project, ...args: string[]): Promise<Finished> =>
  run(project.path("node_modules/.bin/tincture"), args, { cwd: part.folder });
const tsc7 = (part: Project, ...args: string[]): Promise<Finished> =>
  run(process.execPath, [project.path("node_modules/typescript/bin/tsc"), ...args], { cwd: part.folder });

beforeAll(async () => {
  project = await install(["typescript@7.0.2", "@typescript/typescript6@6.0.2"]);
});

const plugins = [{ transform: "tincture/transformer", transformProgram: true, pipelineOperator: true }];

test("the wanted programs: stock tsc 7 checks them, build makes programs that run, and tsc 7's declarations", async () => {
  const part = project.part("wanted", { type: "module" });
  part.configure({ sourceMap: true, declaration: true, rootDir: "src", plugins }, { include: ["src"] });
  for (const [name, { source }] of Object.entries(wanted)) part.write(`src/${name}.ts`, source);
  part.write("src/kit.ts", `import { pipe } from "tincture";\nexport const flow = (n: number) => pipe(n, String);\n`);
  expect(await tsc7(part, "--noEmit")).toMatchObject({ output: "", code: 0 });
  expect(await tincture(part, "check")).toMatchObject({ output: "", code: 0 });

  expect(await tincture(part, "build")).toMatchObject({ output: "5 of 5 files written.\n", code: 0 });
  for (const [name, { expected }] of Object.entries(wanted)) {
    const { stdout, stderr, code } = await part.node([`out/${name}.js`]);
    expect({ name, stdout, stderr, code }).toEqual({ name, stdout: expected, stderr: "", code: 0 });
  }
  expect(JSON.parse(part.read("out/scoreboard.js.map"))).toMatchObject({
    file: "scoreboard.js",
    sources: ["../src/scoreboard.ts"],
  });
  expect(part.read("out/kit.d.ts")).toBe("export declare const flow: (n: number) => string;\n");

  const changed = (): number => statSync(part.path("out/kit.js")).mtimeMs;
  const before = changed();
  part.write("src/ping_pong.ts", `${wanted.ping_pong?.source}console.log("more");\n`);
  expect((await tincture(part, "build")).output).toBe("1 of 5 files written.\n");
  expect(changed()).toBe(before);
});

const source = `import { pipe } from "tincture";
const add = (a: number, b: number): number => a + b;
const map = <T, U>(list: T[], f: (item: T) => U): U[] => list.map(f);
export const é = "ünï 🎉" |> add(2);
export const sum = 20
  |> add(1) // one
  |> add("x");
export const list = [1] |> map((n) => n.nope);
export const later = async () => (1 |> await missing());
export const bad = () => pipe;
`;

test("check: errors of a file with |> are at the places of the source", async () => {
  const part = project.part("sick", { type: "module" });
  part.configure({ plugins });
  part.write("main.ts", source);
  const { stdout, code } = await tincture(part, "check");
  expect(code).toBe(1);
  const places = [...stdout.matchAll(/^main\.ts:(\d+):(\d+) - error (TS\d+)/gm)].map((match) =>
    match.slice(1).join(" "),
  );
  expect(places).toEqual(["4 18 TS2345", "7 10 TS2345", "8 41 TS2339", "9 46 TS2304", "10 26 TS70001"]);
  expect(stdout).toContain(`7   |> add("x");\n           ~~~\n`);
  expect(stdout).toContain("Found 5 errors.");

  part.write("main.ts", "export const x = 1 |> ;\nexport const y: string = 1;\n");
  const broken = await tincture(part, "check");
  expect(broken.stdout).toMatch(/^main\.ts:1:23 - error TS1109: Expression expected\.\n/);
  expect(broken.code).toBe(1);

  part.configure({ plugins: [{ ...plugins[0], pipelineOperator: false }] });
  part.write("main.ts", "export const x = 1 |> String;\n");
  expect((await tincture(part, "check")).stdout).toMatch(/^main\.ts:1:20 - error TS70120: .*\nhint: /);
});

test("build: |>, both module formats by file, mistakes; many files go to several threads", async () => {
  const part = project.part("many", { type: "module" });
  part.configure({ rootDir: "src", declaration: true, inlineSourceMap: true, plugins }, { include: ["src"] });
  for (let i = 0; i < 45; i++)
    part.write(
      `src/part${i}.ts`,
      `export const n${i} = ${i} |> add(1);\nfunction add(a: number, b: number) { return a + b; }\n`,
    );
  part.write("src/old.cts", `import { pipe } from "tincture";\nexport const old = pipe(1, String);\n`);
  part.write(
    "src/main.mts",
    `import { old } from "./old.cjs";\nimport { n44 } from "./part44.js";\nconsole.log(old, n44);\n`,
  );
  expect((await tincture(part, "build", "--jobs", "2")).output).toBe("47 of 47 files written.\n");
  expect((await part.node(["out/main.mjs"])).output).toBe("1 45\n");
  expect(part.read("out/part7.d.ts")).toBe("export declare const n7: number;\n");
  expect(part.read("out/part7.js")).toContain("\n//# sourceMappingURL=data:application/json;base64,");

  part.write("src/main.mts", `import { pipe } from "tincture";\nexport const stages = [pipe];\n`);
  const { output, code } = await tincture(part, "build");
  expect(output).toMatch(/^src\/main\.mts:2:24 - error TS70001: /);
  expect(output).toContain("files written, 1 error.");
  expect(code).toBe(1);
});

test("doctor and init know TypeScript 7", async () => {
  const part = project.part("init", { type: "module", dependencies: { tincture: "*" }, scripts: { build: "tsc" } });
  const made = await tincture(part, "init");
  expect(made.output).toContain("TypeScript 7.0.2, TypeScript 6.0.2 beside it, no ts-patch");
  expect(made.output).toContain(
    "Left for you:\n  scripts that build: `tincture build`; that check types: `tincture check`",
  );
  expect(made.output).toMatch(/^ok +tincture build +tsconfig\.json$/m);
  expect(made.code).toBe(0);
  expect(part.read("package.json")).toContain(`"build":"tsc"`);
});

test("check without TypeScript 7, build without a project: one clear sentence", async () => {
  const empty = project.part("empty", {});
  const { stderr, code } = await tincture(empty, "build");
  expect(stderr).toBe("There is no tsconfig.json in or above this folder.\n");
  expect(code).toBe(2);
});
