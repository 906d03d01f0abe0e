// `npx tincture init` in projects that have nothing yet: it installs what compiles, and what it leaves behind builds and runs.
import { expect, test } from "vitest";
import { run } from "./process.js";
import { install, Project, tarball, temporaryFolder } from "./project.js";

const tincture = (project: Project, ...args: string[]) =>
  run("npx", ["--no-install", "tincture", ...args], { cwd: project.folder });

test("an empty project: from nothing to a program that runs", { timeout: 240_000 }, async () => {
  const project = await install([]);
  const manifest = JSON.parse(project.read("package.json"));
  project.write("package.json", JSON.stringify({ ...manifest, scripts: { build: "tsc -p ." } }, null, 2));

  const dry = await tincture(project, "init", "--dry-run");
  expect(dry.output).toContain("npm install --save-dev typescript@~6.0.3 ts-patch@^4");
  expect(project.has("tsconfig.json")).toBe(false);

  const { output, code } = await tincture(project, "init", "--pipeline-operator");
  expect(code, output).toBe(0);
  expect(output).toContain("\ntincture works: 42\n");
  expect(output).toMatch(/^ok +versions .*\nok +tspc +tsconfig\.json\nok +node /m);

  project.write("src/main.ts", `import { pipe } from "tincture";\nconsole.log(pipe(1, String) |> Number);\n`);
  const built = await run("npm", ["run", "build"], { cwd: project.folder });
  expect(built.code, built.output).toBe(0);
  expect(project.read("out/main.js")).toContain("Number(String(1))");
  expect((await project.node(["out/tincture_example.js"])).output).toBe("tincture works: 42\n");

  project.write(".pnp.cjs", "");
  const { stderr } = await tincture(project, "init");
  expect(stderr).toContain("This project has no node_modules (Yarn's Plug'n'Play)");
  expect(stderr).toContain("\nhint: Write `nodeLinker: node-modules` into .yarnrc.yml");
});

test("pnpm: packages that see only what they ask for, and what pnpm keeps of the time before", {
  timeout: 240_000,
}, async () => {
  const project = new Project(temporaryFolder());
  project.write("package.json", JSON.stringify({ private: true, type: "module", scripts: { build: "tsc -p ." } }));
  project.write("src/main.ts", `import { pipe } from "tincture";\nconsole.log(pipe(1, String) |> Number);\n`);
  const commands = `pnpm add --prefer-offline ${await tarball()} && pnpm exec tincture init --pipeline-operator && pnpm run build`;
  const { output, code } = await run("npx", ["--yes", "--package", "pnpm@10.34.9", "--call", commands], {
    cwd: project.folder,
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/^pnpm, ES modules, TypeScript 6/m);
  expect(output).toMatch(/^ok +versions .*\nok +tspc +tsconfig\.json\nok +node /m);
  expect((await project.node(["out/main.js"])).output).toBe("1\n");
});
