// What is particular about a host: the dev server of vite, mocks of jest, set-ups that are wrong.
import { cpSync } from "node:fs";
import { expect, test } from "vitest";
import { projectOf, setUpOf, shell } from "./host_project.js";
import { install, type Project } from "./project.js";

type GetProject = () => Project;

export function toolCases(all: GetProject): void {
  test("vite: the dev server compiles, finds dependencies behind |>, and sends updates", async () => {
    const part = projectOf(all(), "vite", "vite_dev");
    part.write("index.html", `<script type="module" src="/src/page.ts"></script>`);
    part.write(
      "src/page.ts",
      `import { flow } from "./kit.ts";
import remapping from "@jridgewell/remapping";
const add = (a: number, b: number): number => a + b;
console.log(flow(1, (n: number) => n + 1), 1 |> add(2), remapping);
import.meta.hot?.accept();
`,
    );
    part.write(
      "dev.mjs",
      `import { writeFileSync } from "node:fs";
import { createServer } from "vite";
const server = await createServer({ server: { port: 0 }, build: { ssr: false } });
await server.listen();
const { port } = server.httpServer.address();
const get = async () => (await fetch(\`http://localhost:\${port}/src/page.ts\`)).text();
console.log(await get());
const socket = new WebSocket(\`ws://localhost:\${port}/?token=\${server.config.webSocketToken}\`, "vite-hmr");
let timer;
const update = new Promise((resolve) => {
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    // Again until the watcher has seen it: it may not be ready yet.
    if (message.type === "connected")
      timer = setInterval(() => writeFileSync("src/kit.ts", 'export const flow = (n, f) => "changed";'), 100);
    if (message.type === "update") resolve(message.updates);
  });
});
console.log(JSON.stringify(await update));
clearInterval(timer);
console.log(await get());
socket.close();
await server.close();
process.exit();
`,
    );
    const { output } = await shell(all(), part, "node --experimental-websocket dev.mjs");
    const [before = "", after = ""] = output.split(/^\[\{"type":"js-update".*"path":"\/src\/page.ts".*$/m);
    expect(before).toContain("console.log(1 + 1, add(1, 2)");
    expect(before).not.toContain("Failed to run dependency scan");
    expect(after).toContain("console.log(flow(1, (n) => n + 1), add(1, 2)");
  });

  test("vite: the plugin given twice compiles once", async () => {
    const part = projectOf(all(), "vite", "vite_twice");
    part.write("vite.config.js", part.read("vite.config.js").replace("[tincture()]", "[tincture(), tincture()]"));
    const { stdout, code, output } = await shell(all(), part, setUpOf("vite").command);
    expect(code, output).toBe(0);
    expect(stdout).toContain("RangeError: too much");
  });

  test("jest: CommonJS; mocks go before imports; the cache knows what a file was made of", async () => {
    const part = all().part("jest_commonjs", {});
    part.write(
      "jest.config.js",
      `module.exports = { transform: { "\\\\.[mc]?tsx?$": ["tincture/jest", { pipelineOperator: true }] } };`,
    );
    part.write("src/clock.ts", `export const now = (): number => 0;\n`);
    part.write("src/kit.ts", `export { pipe as flow } from "tincture";\n`);
    part.write(
      "src/use.ts",
      `import { now } from "./clock";\nimport { flow } from "./kit";\nexport const later = () => flow(now(), (n) => n + 1) |> String;\n`,
    );
    part.write(
      "src/use.test.ts",
      `import { expect, jest, test } from "@jest/globals";
import { later } from "./use";
jest.mock("./clock", () => ({ now: () => 41 }));
test("mocked", () => expect(later()).toBe("42"));
`,
    );
    const run = () => shell(all(), part, "npx jest");
    expect((await run()).output).toContain("1 passed");
    part.write("src/kit.ts", `export const flow = (n: number, f: (n: number) => number) => f(f(n));\n`);
    expect((await run()).output).toContain(`Received: "43"`);
  });
}

export function mistakenCases(all: GetProject): void {
  test("a tool that is too old", async () => {
    const part = projectOf(all(), "rollup", "rollup3");
    const { code, output } = await shell(all(), part, "node ../node_modules/rollup3/dist/bin/rollup --config");
    expect(code).not.toBe(0);
    expect(output).toMatch(/rollup 3\.\d+\.\d+ is too old for tincture\.\nhint: Install rollup 4\.0 or newer\./);
    expect(output).not.toMatch(/^ +at /m);
  });

  test("|> in a file of JavaScript", async () => {
    const part = projectOf(all(), "esbuild", "javascript");
    part.write("src/main.ts", `import "./old.js";\n`);
    part.write("src/old.js", `export const kept = "a |> b";\nexport const x = 1 |> String;\n`);
    const { code, output } = await shell(all(), part, setUpOf("esbuild").command);
    expect(code).not.toBe(0);
    expect(output).toMatch(/old\.js[^\n]*\D2:19\D/);
    expect(output).toContain("`|>` works in TypeScript files only");
    expect(output).not.toMatch(/Unexpected|Expression expected/);
  });

  test("macros, and no TypeScript in the project", async () => {
    const bare = await install([]);
    bare.write("main.ts", `import { pipe } from "tincture";\nconsole.log(pipe(1, String));\n`);
    const { code, output } = await bare.node(["--import", "tincture/register", "main.ts"]);
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /node found macros in .*main\.ts, but no TypeScript to compile them with\.\nhint: Run `npm install/,
    );
    expect(output).not.toMatch(/^ +at /m);
  });

  test("two versions of tincture in one project", async () => {
    const part = projectOf(all(), "esbuild", "two_copies");
    cpSync(all().path("node_modules/tincture"), part.path("node_modules/tincture"), { recursive: true });
    const manifest = JSON.parse(part.read("node_modules/tincture/package.json"));
    part.write("node_modules/tincture/package.json", JSON.stringify({ ...manifest, version: "9.9.9" }));
    part.write(
      "build.js",
      part
        .read("build.js")
        .replace(`"tincture/esbuild"`, `"../node_modules/tincture/dist/transformer/hosts/esbuild.mjs"`),
    );
    const { code, output } = await shell(all(), part, setUpOf("esbuild").command);
    expect(code).not.toBe(0);
    expect(output).toMatch(/Two copies of tincture in one project: \d.* compiles .*, which would run with 9\.9\.9/);
  });

  test("two copies of the runtime in one program: a report, once", async () => {
    const part = all().part("two_runtimes", { type: "module" });
    cpSync(all().path("node_modules/tincture"), part.path("node_modules/tincture"), { recursive: true });
    part.write(
      "main.js",
      `import "tincture";\nimport "tincture/abi";\nimport "../node_modules/tincture/dist/runtime/index.mjs";\nimport "../node_modules/tincture/dist/runtime/abi.mjs";\n`,
    );
    const { output, code } = await part.node(["main.js"]);
    expect(code).toBe(0);
    expect(output.match(/two copies of tincture run in this program/g)).toHaveLength(1);
  });

  const uncompiled = `import { pipe } from "tincture";\nconsole.log(pipe(1, String));\n`;
  const tools: [string, string, Record<string, string>][] = [
    ["tsx", "tsx main.ts", {}],
    [
      "jest",
      "jest",
      {
        "jest.config.js": "export default {};",
        "main.test.js": `test("x", () => import("./main.mjs"));`,
        "main.mjs": uncompiled,
      },
    ],
    [
      "vitest",
      "vitest run",
      { "main.test.ts": `import { test } from "vitest";\ntest("x", () => import("./main.ts"));` },
    ],
    [
      "ts-node",
      "ts-node main.ts",
      {
        "package.json": "{}",
        "tsconfig.json": `{ "compilerOptions": { "module": "nodenext", "skipLibCheck": true, "types": [] } }`,
      },
    ],
  ];
  const lines: Record<string, string> = {
    tsx: "start it with `node --import tsx --import tincture/register`",
    jest: `"transform": { "\\\\.[mc]?tsx?$": "tincture/jest" }`,
    vitest: `add tincture() of "tincture/vite" to "plugins" in vitest.config.ts`,
    "ts-node": `"ts-node": { "compiler": "ts-patch/compiler" }`,
  };
  test.for(tools)("a macro that was not compiled names the line to add for %s", async ([tool, command, files]) => {
    const part = all().part(`uncompiled_${tool}`, { type: "module" });
    part.write("main.ts", uncompiled);
    for (const [file, text] of Object.entries(files)) part.write(file, text);
    const { output, code } = await shell(all(), part, `NODE_OPTIONS=--experimental-vm-modules npx ${command}`);
    expect(code).not.toBe(0);
    expect(output).toMatch(/pipe\(\.\.\.\) at .*main\.m?[jt]s:2:\d+/);
    expect(output).toContain(lines[tool]);
  });
}
