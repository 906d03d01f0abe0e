// A project of TypeScript 7: stock tsc checks what has no |>, `tincture check` what has, `tincture build` writes JavaScript, maps and declarations of both, over references and while files
// change, and doctor and init know how it is set up.
import { statSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { type Finished, run, start } from "./process.js";
import { entryIn, install, type Project, wanted } from "./project.js";

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
  const own = [entryIn("docs/typescript7.md")];
  part.configure({ sourceMap: true, declaration: true, rootDir: "src", plugins: own }, { include: ["src"] });
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

test("references, imports outside of the list, JSON: what is needed is built first, check reads all of it", async () => {
  const part = project.part("references", { type: "module" });
  part.write("tsconfig.json", `{ "files": [], "references": [{ "path": "app" }] }`);
  part.configure({}, {}, "base.json");
  for (const name of ["lib", "app"])
    part.write(
      `${name}/tsconfig.json`,
      JSON.stringify({
        extends: "../base.json",
        compilerOptions: {
          composite: name === "lib",
          rootDir: "..",
          outDir: "../out",
          resolveJsonModule: true,
          plugins,
        },
        ...(name === "lib" ? { include: ["*.ts"] } : { files: ["main.ts"], references: [{ path: "../lib" }] }),
      }),
    );
  part.write(
    "lib/kit.ts",
    `export { pipe as flow } from "tincture";\nexport const three = 1 |> add(2);\nfunction add(a: number, b: number) { return a + b; }\n`,
  );
  part.write(
    "app/beside.ts",
    `import data from "./data.json" with { type: "json" };\nexport const beside = data.name |> String;\n`,
  );
  part.write("app/data.json", `{ "name": "beside" }`);
  part.write(
    "app/main.ts",
    `import { flow, three } from "../lib/kit.js";\nconst { beside } = await import("./beside.js");\nconsole.log(flow(three, String), beside);\n`,
  );

  expect(await tincture(part, "build")).toMatchObject({ output: "4 of 4 files written.\n", code: 0 });
  expect((await part.node(["out/app/main.js"])).output).toBe("3 beside\n");
  expect(part.read("out/lib/kit.d.ts")).toContain("export declare const three: number;");
  expect(await tincture(part, "check")).toMatchObject({ output: "", code: 0 });

  part.write(
    "lib/kit.ts",
    `${part.read("lib/kit.ts")}export const four: string = 3 |> add(1);\nexport const stages = [flow];\nimport { pipe as flow } from "tincture";\n`,
  );
  const sick = await tincture(part, "check");
  expect([...sick.stdout.matchAll(/^\S+ - error TS\d+/gm)].join()).toBe(
    "lib/kit.ts:4:14 - error TS2322,lib/kit.ts:5:24 - error TS70001",
  );

  part.write("lib/tsconfig.json", `{ "references": [{ "path": "../app" }] }`);
  expect((await tincture(part, "build")).stderr).toBe(
    `Projects reference each other: app/tsconfig.json -> lib/tsconfig.json -> app/tsconfig.json.\nhint: Take one of these "references" out.\n`,
  );
  part.write("lib/tsconfig.json", `{ "references": [{ "path": "../gone" }] }`);
  expect((await tincture(part, "build")).stderr).toBe(
    "lib/tsconfig.json references gone/tsconfig.json, and there is no such file.\n",
  );
  part.write("tsconfig.json", `{ "compilerOptions": { "noEmit": true }, "include": ["app"] }`);
  expect((await tincture(part, "build")).stderr).toContain(
    `There is nothing to write: tsconfig.json says "noEmit".\nhint: `,
  );
});

test.for(["build", "check"])(
  "%s --watch goes on: after an edit, a new file, a tsconfig.json that is wrong for a while",
  async (command) => {
    const part = project.part(`watch_${command}`, { type: "module" });
    const right = { rootDir: "src", plugins };
    part.configure(right, { include: ["src"] });
    part.write("src/main.ts", "export const n: number = 1 |> Number;\n");
    const { process: watching, printed } = start(project.path("node_modules/.bin/tincture"), [command, "--watch"], {
      cwd: part.folder,
    });
    const rounds: string[] = [];
    const round = async (change: () => void): Promise<string> => {
      change();
      await expect
        .poll(() => printed.output.split("Watching for changes.\n").length - 1, { timeout: 30_000 })
        .toBe(rounds.length + 1);
      rounds.push(printed.output.split("Watching for changes.\n")[rounds.length] as string);
      return rounds.at(-1) as string;
    };
    const isBuild = command === "build";
    try {
      expect(await round(() => {})).toBe(isBuild ? "1 of 1 files written.\n" : "");
      expect(await round(() => part.write("src/main.ts", "export const n: string = 2 |> Number;\n"))).toContain(
        isBuild ? "1 of 1 files written" : "src/main.ts:1:14 - error TS2322",
      );
      expect(
        await round(() => part.write("src/new.ts", `import { pipe } from "tincture";\nexport const all = [pipe];\n`)),
      ).toContain("src/new.ts:2:21 - error TS70001");
      expect(await round(() => part.configure({ ...right, targe: 1 }, { include: ["src"] }))).toContain("error TS5025");
      expect(
        await round(() => {
          part.write("src/new.ts", "");
          part.write("src/main.ts", "export const n: number = 3 |> Number;\n");
          part.configure(right, { include: ["src"] });
        }),
      ).toBe(isBuild ? "2 of 2 files written.\n" : "");
      if (isBuild) expect(part.read("out/main.js")).toContain("Number(3)");
    } finally {
      watching.kill();
    }
  },
);

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
