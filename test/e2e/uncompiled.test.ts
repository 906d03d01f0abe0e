// What goes wrong before anything runs: code that the plugin never saw, and versions of TypeScript that it can't work with. Each must say what to do.
import { cpSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "./process.js";
import { belowShared, install, type Project, tools, wanted } from "./project.js";

const line = '{ "transform": "tincture/transformer", "transformProgram": true }';

let project: Project;
beforeAll(async () => {
  project = await belowShared(tools.typescript6);
});

describe("a program compiled by plain tsc", () => {
  beforeAll(async () => {
    project.configure({ sourceMap: true });
    for (const [name, program] of Object.entries(wanted)) project.write(`${name}.ts`, program.source);
    expect((await project.tsc("-p", ".")).output).toBe("");
  });

  const cases = [
    ["scoreboard", "genserver", "scoreboard.ts:4:27"],
    ["ping_pong", "ping_pong", "ping_pong.ts:3:1"],
    ["order_pipeline", "tap", "order_pipeline.ts:17:70"], // an argument of `pipe`, so evaluated before it
    ["selective_receive", "run", "selective_receive.ts:8:7"],
  ] as const;

  test.for(cases)("%s stops at %s", async ([name, macro, place]) => {
    const { stderr, code } = await project.node(["--enable-source-maps", `out/${name}.js`]);
    expect(code).toBe(1);
    expect(stderr).toContain("not_compiled");
    expect(stderr).toContain(`TinctureError: ${macro}(...) at `);
    expect(/TinctureError: .*/.exec(stderr)?.[0]).toContain(place);
    expect(stderr).toContain(line);
  });

  test("as CommonJS, without source maps", async () => {
    const part = project.part("cjs", {});
    part.configure();
    part.write("main.ts", wanted.ping_pong?.source ?? "");
    await part.tsc("-p", ".");
    const { stderr, code } = await part.node(["out/main.js"]);
    expect(code).toBe(1);
    expect(/TinctureError: .*/.exec(stderr)?.[0]).toMatch(/ping_pong\(\.\.\.\) at .*main\.js:4:\d+/);
    expect(stderr).toContain(line);
  });
});

describe("a set-up that can't work", () => {
  test(`an entry without "transformProgram": tspc says so where it writes, doctor always`, async () => {
    const part = project.part("entry", { type: "module" });
    part.configure({ plugins: [{ transform: "tincture/transformer", pipelineOperator: true }] });
    part.write("main.ts", "export const x = 1 |> String;\n");
    const { output, code } = await part.tspc("-p", ".");
    expect(code).not.toBe(0);
    expect(output).toContain(
      `error TS70220: The entry of \`tincture/transformer\` has no \`"transformProgram": true\`, so nothing is compiled.\nhint: Write \`${line}\``,
    );
    expect(output).not.toMatch(/^ +at /m);
    const doctor = await run("npx", ["--no-install", "tincture", "doctor"], { cwd: part.folder });
    expect(doctor.output).toContain(`tsconfig.json has an entry without "transformProgram": true\n       hint: `);
  });

  test("tspc of one version, and another one that the code would run with", async () => {
    const part = project.part("copies", { type: "module" });
    cpSync(project.path("../node_modules/tincture"), part.path("node_modules/tincture"), { recursive: true });
    const manifest = JSON.parse(part.read("node_modules/tincture/package.json"));
    part.write("node_modules/tincture/package.json", JSON.stringify({ ...manifest, version: "9.9.9" }));
    part.configure({}, { include: ["*"] });
    for (const file of ["main.ts", "more.ts"]) part.write(file, wanted.ping_pong?.source ?? "");
    part.write(
      "tsconfig.json",
      part
        .read("tsconfig.json")
        .replaceAll(/"tincture\/transformer"/g, `"../../node_modules/tincture/dist/transformer/index.js"`),
    );
    const { output, code } = await part.tspc("-p", ".", "--noEmit");
    expect(code).not.toBe(0);
    expect(
      output.match(
        /TS70132: Two copies of tincture in one project: \S+ \(\S+\) compiles \S+main\.ts, which would run with 9\.9\.9/g,
      ),
    ).toHaveLength(1);
    expect(output.match(/TS70132/g)).toHaveLength(1);
  });

  test("a Node that is too old", async () => {
    const part = project.part("node", {});
    part.write("old.mjs", `Object.defineProperty(process.versions, "node", { value: "18.20.4" });\n`);
    part.write("main.ts", "");
    const { output, code } = await part.node(["--import", "./old.mjs", "--import", "tincture/register", "main.ts"]);
    expect(code).not.toBe(0);
    expect(output).toContain("node 18.20.4 is too old for tincture.\nhint: Install node 20.19 or newer.");
  });
});

describe("an unsupported TypeScript", () => {
  /** Nothing but one clear sentence: no stack, no second error. */
  const sentence = (version: string): RegExp => new RegExp(`TypeScript 5\\.9.*${version.replaceAll(".", "\\.")}`);

  test("5.4: tspc says which versions work", async () => {
    const project = await install(["--legacy-peer-deps", "typescript@5.4.5", "ts-patch@3.3.0"]);
    project.configure({ target: "es2022", lib: ["es2022"] });
    project.write("main.ts", wanted.ping_pong?.source ?? "");
    const { output, code } = await project.tspc("-p", ".");
    expect(code).not.toBe(0);
    expect(output).toMatch(sentence("5.4.5"));
    expect(output).not.toMatch(/^ +at /m);
  });

  test("7.0: ts-patch ends before any plugin is loaded, and doctor says so; what stock tsc compiles stops at the first macro", async () => {
    const project = await install(["typescript@7.0.2", "ts-patch@4.0.1"]);
    project.configure();
    project.write("main.ts", wanted.ping_pong?.source ?? "");
    const patched = await project.tspc("-p", ".");
    expect(patched.code).not.toBe(0);
    expect(patched.output).toContain("Cannot read properties of undefined (reading 'LineFeed')");
    const doctor = await run("npx", ["--no-install", "tincture", "doctor"], { cwd: project.folder });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(
      /^wrong +versions +ts-patch 4\.0\.1 can't work with TypeScript 7\.0\.2: .*\n +hint: /m,
    );
    expect((await project.tsc("-p", ".")).output).toBe("");
    const { stderr, code } = await project.node(["out/main.js"]);
    expect(code).toBe(1);
    expect(stderr).toContain("not_compiled");
  });
});
