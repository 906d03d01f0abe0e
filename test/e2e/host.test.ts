// Every place where TypeScript is compiled: each tool, set up as docs/hosts.md says, builds and runs the wanted programs, names the source in a stack trace, maps
// what it writes to where it was written, and fails on a mistake.
import { beforeAll, describe, expect, test } from "vitest";
import { mistakenCases, toolCases } from "./host_case.js";
import { nodeCases } from "./host_node_case.js";
import {
  expected,
  installHosts,
  mistaken,
  outputWriters,
  placesOf,
  projectOf,
  setUpOf,
  shell,
  testOf,
  thrownAt,
  warning,
  writeOutputs,
} from "./host_project.js";
import { setUpCases } from "./host_set_up_case.js";
import { type Project, wanted } from "./project.js";

let all: Project;
beforeAll(async () => {
  all = await installHosts();
}, 300_000);

/** Parameters of functions that are written out where they are called: nothing is left of them that could be mapped. */
const gone = ["order_pipeline 16:33", "order_pipeline 16:57", "order_pipeline 16:73", "ping_pong 4:8"];

/** By the maps below `out`: at least 99 % of the identifiers of the wanted programs have their place there, and at most 1 % of what is mapped is mapped to another name. */
function expectPlaces(part: Project): void {
  const found = Object.keys(wanted).map((name) => ({ name, ...placesOf(part, name) }));
  const sum = (count: (each: (typeof found)[number]) => number): number =>
    found.reduce((total, each) => total + count(each), 0);
  const all = sum((each) => each.all);
  expect(all).toBeGreaterThan(130);
  const missing = found.flatMap((each) => each.missing.map((place) => `${each.name} ${place}`));
  expect(missing.filter((place) => !gone.includes(place)).length / all, missing.join()).toBeLessThanOrEqual(0.01);
  const wrong = found.flatMap((each) => each.wrong);
  expect(wrong.length / (wrong.length + sum((each) => each.right)), wrong.join()).toBeLessThanOrEqual(0.01);
}

const bundlers = ["vite", "rollup", "rolldown", "esbuild", "webpack", "rspack", "ts-loader"];
const others = ["node", "tsx"];

describe.for([...bundlers, ...others])("%s", (host) => {
  let part: Project;
  beforeAll(() => {
    part = projectOf(all, host);
  });

  test("builds and runs the wanted programs, shows warnings, and a stack trace names the source", async () => {
    const { stdout, output, code } = await shell(all, part, setUpOf(host).command);
    expect(code, output).toBe(0);
    expect(output).toMatch(warning);
    expect(stdout).toContain(`${expected.before}RangeError: too much`);
    expect(stdout).toContain(thrownAt);
    expect(stdout.endsWith(expected.after), stdout).toBe(true);
  });

  if (bundlers.includes(host))
    test("maps at least 99 of 100 identifiers to their exact place", () => expectPlaces(part));

  test("fails on a mistake, and says where and what to write", async () => {
    const broken = projectOf(all, host, `${host}_mistaken`);
    broken.write("src/main.ts", `await import("./mistaken.ts");\nexport {};\n`);
    broken.write("src/mistaken.ts", mistaken);
    const { output, code } = await shell(all, broken, setUpOf(host).command);
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/TS70001: `?pipe`? is called by the compiler/);
    expect(output).toContain("hint: Call it here");
    expect(output).toMatch(/mistaken\.ts[^\n]*\D2[:,]2[34]\D/);
    expect(output).toMatch(/mistaken\.ts[^\n]*\D3[:,]2[23]\D/);
  });
});

describe.for(["vitest", "jest"])("%s", (runner) => {
  test("runs the wanted programs, shows warnings, and a stack trace names the source", async () => {
    const part = projectOf(all, runner);
    part.write("src/main.test.ts", testOf(runner));
    const { output, code } = await shell(all, part, setUpOf(runner).command);
    expect(code, output).toBe(0);
    expect(output).toMatch(warning);
  });

  test("fails on a mistake, and says where and what to write", async () => {
    const part = projectOf(all, runner, `${runner}_mistaken`);
    part.write("src/mistaken.ts", mistaken);
    part.write("src/main.test.ts", `import "./mistaken.ts";\n${testOf(runner)}`);
    const { output, code } = await shell(all, part, setUpOf(runner).command);
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/TS70001: `?pipe`? is called by the compiler/);
    expect(output).toContain("hint: Call it here");
    expect(output).toMatch(/mistaken\.ts[^\n]*\D2[:,]2[34]\D/);
  });
});

test.for(Object.keys(outputWriters))("%s maps at least 99 of 100 identifiers to their exact place", async (host) => {
  const part = projectOf(all, host, `${host}_maps`);
  if (host === "jest") part.write("src/main.test.ts", testOf(host));
  const { output, code } = await writeOutputs(all, part, host);
  expect(code, output).toBe(0);
  expectPlaces(part);
});

test.for(["tspc", "tincture build"])("%s maps at least 99 of 100 identifiers to their exact place", async (command) => {
  const part = projectOf(all, "node", command.replace(" ", "_"));
  const { compilerOptions } = JSON.parse(part.read("tsconfig.json"));
  const { noEmit, allowImportingTsExtensions, ...rest } = compilerOptions;
  const written = { ...rest, rewriteRelativeImportExtensions: true, sourceMap: true, rootDir: "src", outDir: "out" };
  part.write("tsconfig.json", JSON.stringify({ compilerOptions: written, include: ["src"] }));
  const { output, code } = await shell(all, part, `npx ${command}`);
  expect(code, output).toBe(0);
  expectPlaces(part);
});

nodeCases(() => all);
toolCases(() => all);
mistakenCases(() => all);
setUpCases(() => all);
