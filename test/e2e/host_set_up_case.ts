// `tincture doctor` and `tincture init` in projects of all tools: what is wrong is said, what init writes makes it right, and the probe that says so is a real one.
import { cpSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { shell } from "./host_project.js";
import type { Project } from "./project.js";

const tools = {
  vite: "^8.0.0",
  vitest: "^4.0.0",
  rollup: "^4.0.0",
  rolldown: "^1.0.0",
  webpack: "^5.0.0",
  "@rspack/core": "^2.0.0",
  jest: "^30.0.0",
  esbuild: "^0.28.0",
};
const named = Object.keys(tools).map((name) => name.replace("@rspack/core", "rspack"));

const configs: Record<string, string> = {
  "tsconfig.json": `{\n  // The project's own.\n  "compilerOptions": { "target": "es2023", "module": "esnext", "moduleResolution": "bundler", "strict": true, "noEmit": true },\n}\n`,
  "vite.config.ts": `import { defineConfig } from "vite";\n\nexport default defineConfig({\n  base: "/",\n});\n`,
  "rollup.config.js": "export default { plugins: [] };\n",
  "rolldown.config.js": "export default {};\n",
  "webpack.config.js": `export default () => ({\n  entry: "./src/main.ts",\n});\n`,
  "rspack.config.js": `export default { entry: "./src/main.ts" };\n`,
};

/** "ok", "wrong" or "?" of each line, by the tool's name. */
const states = (output: string): Record<string, string> =>
  Object.fromEntries([...output.matchAll(/^(ok|wrong|\?) +(\S+)/gm)].map(([, state, tool]) => [tool, state]));

export function setUpCases(all: () => Project): void {
  test("doctor says what is wrong, init makes it right, in every tool", { timeout: 240_000 }, async () => {
    const part = all().part("set_up", {
      type: "module",
      dependencies: { tincture: "*" },
      devDependencies: tools,
      scripts: { check: "tsc --noEmit" },
    });
    for (const [file, text] of Object.entries(configs)) part.write(file, text);
    const files = (): string[] => readdirSync(part.folder, { recursive: true, encoding: "utf8" }).sort();
    const before = files();

    const sick = await shell(all(), part, "tincture doctor");
    expect(sick.code, sick.output).toBe(1);
    const wrong = ["tspc", ...named].filter((name) => name !== "esbuild");
    expect(states(sick.output)).toEqual({
      versions: "ok",
      node: "ok",
      ...Object.fromEntries(wrong.map((name) => [name, "wrong"])),
      esbuild: "?",
    });
    expect(sick.output).toContain(
      `vite.config.ts leaves macros as they are\n       hint: add tincture() of "tincture/vite" to "plugins" in vite.config.ts\n`,
    );
    expect(files()).toEqual(before);

    const dry = await shell(all(), part, "tincture init --dry-run");
    expect(dry.output).toContain(`+import tincture from "tincture/rollup";`);
    expect(files()).toEqual(before);

    const { output, code } = await shell(all(), part, "tincture init");
    expect(code, output).toBe(0);
    expect(output).toContain("tincture works: 42");
    expect(states(output)).toEqual({
      versions: "ok",
      tspc: "ok",
      node: "ok",
      ...Object.fromEntries(named.map((name) => [name, name === "esbuild" ? "?" : "ok"])),
    });
    expect(part.read("tsconfig.json")).toContain("  // The project's own.\n");
    expect(part.read("package.json")).toContain(`"check":"tspc --noEmit"`);
  });

  test("doctor: two copies in one project, and a tool that is too old", async () => {
    const part = all().part("set_up_sick", { type: "module", devDependencies: { rollup: "^3.0.0" } });
    part.configure({ module: "nodenext" });
    part.write("rollup.config.js", "export default {};\n");
    cpSync(all().path("node_modules/rollup3"), part.path("node_modules/rollup"), { recursive: true });
    const old = await shell(all(), part, "tincture doctor");
    expect(old.output).toMatch(
      /^wrong +rollup 3\S+ +rollup 3\S+ is too old for tincture\.\n +hint: Install rollup 4\.0 or newer\.$/m,
    );
    cpSync(all().path("node_modules/tincture"), part.path("packages/a/node_modules/tincture"), { recursive: true });
    const { output, code } = await shell(all(), part, "tincture doctor");
    expect(code).toBe(1);
    expect(output).toMatch(
      /^wrong +versions +two copies of tincture in one project: \S+ \(\S+\) and \S+ \(\S+\)\n +hint: /m,
    );
  });

  test("init in CommonJS, twice; no package.json", async () => {
    const part = all().part("set_up_commonjs", { dependencies: { tincture: "*" } });
    const { output, code } = await shell(all(), part, "tincture init");
    expect(code, output).toBe(0);
    expect(output).toContain("\ntincture works: 42\n");
    expect((await part.tspc("-p", ".")).output).toBe("");
    expect((await part.node(["out/tincture_example.js"])).output).toBe("tincture works: 42\n");
    expect(part.read("package.json")).toContain(`{"private":true,"dependencies":{"tincture":"*"}}`);

    const again = await shell(all(), part, "tincture init");
    expect(again.output).toContain("\nNothing is to be changed.\n");
    part.write("inside/.keep", "");
    const lost = await shell(all(), part, "cd inside && tincture init");
    expect(lost.output).toMatch(/^There is no package\.json here\.\nhint: /);
    expect(lost.code).toBe(1);
  });

  test("init leaves what it can't read to its owner", async () => {
    const part = all().part("set_up_foreign", {
      devDependencies: { vite: "^8.0.0", jest: "^30.0.0" },
    });
    part.configure({ module: "commonjs" });
    part.write("vite.config.mjs", "const config = {};\nexport default config;\n");
    part.write("jest.config.js", `module.exports = { preset: "ts-jest" };\n`);
    const { output } = await shell(all(), part, "tincture init --dry-run");
    expect(output).toContain(
      `Left for you:\n  vite.config.mjs: add tincture() of "tincture/vite" to "plugins"\n  jest.config.js: add "transform"`,
    );
  });
}
