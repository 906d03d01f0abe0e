// What a project lacks for the plugin to run in all of its tools: changes of files, packages to install, and what is left to its owner. Looks, and changes nothing.
//
// Shape: setUpOf(surroundings, options) -> { packages: ["ts-patch@^4"], changes: [{ file: "tsconfig.json", before, after }], byHand: ["..."] }.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { thisCopy } from "../hosts/copies.js";
import { hasField, insertField, insertItem } from "./config_text.js";
import { entry, lines } from "./probe.js";
import { isNative, type Surroundings, type Tool, versionOf } from "./surroundings.js";

export interface Change {
  /** Relative to the project. */
  readonly file: string;
  /** "" for a new file. */
  readonly before: string;
  readonly after: string;
}

export interface SetUp {
  /** To be installed, with their versions: for running, and for development. */
  readonly packages: { readonly run: readonly string[]; readonly development: readonly string[] };
  readonly changes: readonly Change[];
  /** What can't be changed safely: a line each, for people. */
  readonly byHand: readonly string[];
  /** The first example, relative to the project. */
  readonly example: string;
}

export interface SetUpOptions {
  /** `|>` may be used. */
  readonly pipelineOperator: boolean;
}

export function setUpOf(project: Surroundings, options: SetUpOptions): SetUp {
  const { folder, tools } = project;
  const changes: Change[] = [];
  const byHand: string[] = [];
  const change = (file: string, edit: (text: string) => string | undefined, otherwise: string): void => {
    const path = join(folder, file);
    const known = changes.findIndex((each) => each.file === file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const after = edit(changes[known]?.after ?? before);
    if (after === undefined) byHand.push(otherwise);
    else if (known !== -1) changes[known] = { file, before, after };
    else if (after !== before) changes.push({ file, before, after });
  };

  const plugin = options.pipelineOperator ? entry.replace(" }", ', "pipelineOperator": true }') : entry;
  for (const tsconfig of project.tsconfigs)
    change(
      tsconfig,
      (text) =>
        text.includes("tincture/transformer") ? text : insertItem(text, ["compilerOptions", "plugins"], plugin),
      `${tsconfig}: put ${plugin} into "plugins" of "compilerOptions"`,
    );
  if (project.tsconfigs.length === 0) change("tsconfig.json", () => newTsconfig(plugin), "");
  if (!isNative(project)) change("package.json", scriptsWithTspc, "");
  else byHand.push("scripts that build: `tincture build`; that check types: `tincture check` (docs/typescript7.md)");
  for (const tool of tools) setUpTool(tool, project, change, byHand);

  const example = `${existsSync(join(folder, "src")) || project.tsconfigs.length === 0 ? "src/" : ""}tincture_example.ts`;
  change(example, (text) => (text === "" ? exampleSource : text), "");
  return { packages: packagesFor(project), changes, byHand, example };
}

function packagesFor(project: Surroundings): SetUp["packages"] {
  const { folder, manifest, typescript, compiler, tsPatch } = project;
  const isAsked = "tincture" in { ...manifest.dependencies, ...manifest.devDependencies };
  const run = isAsked && versionOf("tincture", folder) !== undefined ? [] : [`tincture@^${thisCopy.version}`];
  if (isNative(project)) return { run, development: compiler === undefined ? ["@typescript/typescript6@^6"] : [] };
  const development: string[] = [];
  const [major = 0, minor = 0] = (typescript ?? "").split(".").map(Number);
  const isSupported = major === 6 || (major === 5 && minor >= 9);
  if (!isSupported) development.push("typescript@~6.0.3");
  const wanted = major === 5 && isSupported ? "3" : "4";
  if (tsPatch?.startsWith(`${wanted}.`) !== true) development.push(wanted === "3" ? "ts-patch@^3.3.0" : "ts-patch@^4");
  return { run, development };
}

type Edit = (file: string, edit: (text: string) => string | undefined, otherwise: string) => void;

function setUpTool({ name, config }: Tool, project: Surroundings, change: Edit, byHand: string[]): void {
  const { tools, isEsm } = project;
  switch (name) {
    case "vite":
    case "rollup":
    case "rolldown":
    case "webpack":
    case "rspack":
      if (config !== undefined) change(config, withPlugin(name), `${config}: ${lines[name]}`);
      else if (name === "vite") change("vite.config.ts", () => newConfig, "");
      else byHand.push(`${name} has no configuration file here; in yours, ${lines[name]}`);
      return;
    case "vitest": {
      const isCovered = config === undefined && tools.some((tool) => tool.name === "vite");
      if (config !== undefined) change(config, withPlugin("vite"), `${config}: ${lines.vitest}`);
      else if (!isCovered) change("vitest.config.ts", () => newConfig, "");
      return;
    }
    case "jest": {
      const otherwise = `${config ?? "jest.config.js"}: ${lines.jest}, in the place of what compiles TypeScript there`;
      if (config === undefined) change("jest.config.js", () => newJestConfig(isEsm), "");
      else change(config, (text) => withJest(text, config), otherwise);
      return;
    }
    case "esbuild":
      byHand.push('where you call build() of esbuild: put tincture() of "tincture/esbuild" into "plugins"');
      return;
    case "tsx":
      byHand.push("where you start programs with tsx: `node --import tsx --import tincture/register main.ts`");
      return;
    case "ts-node":
      change(
        "tsconfig.json",
        (text) =>
          text.includes("ts-patch/compiler") ? text : insertField(text, ["ts-node", "compiler"], '"ts-patch/compiler"'),
        `tsconfig.json: ${lines["ts-node"]}`,
      );
  }
}

/** `plugins: [tincture(), ...]`, and the import. */
const withPlugin =
  (host: string) =>
  (text: string): string | undefined => {
    if (text.includes(`tincture/${host}`)) return text;
    const edited = insertItem(text, ["plugins"], "tincture()");
    if (edited === undefined) return undefined;
    const isCommonJs = /\bmodule\.exports\b/.test(text);
    const line = isCommonJs
      ? `const tincture = require("tincture/${host}");\n`
      : `import tincture from "tincture/${host}";\n`;
    const strict = /^(?:#![^\n]*\n)?(?:["']use strict["'];?\s*\n)?(?:\/\/ @ts-check\s*\n)?/.exec(edited)?.[0] ?? "";
    return strict + line + edited.slice(strict.length);
  };

function withJest(text: string, config: string): string | undefined {
  if (text.includes("tincture/jest")) return text;
  const path = config === "package.json" ? ["jest"] : [];
  if (["transform", "preset"].some((field) => hasField(text, [...path, field]))) return undefined;
  const rule = '{ "\\\\.[mc]?tsx?$": "tincture/jest" }';
  return insertField(text, [...path, "transform"], rule);
}

/** `tsc` of the scripts becomes `tspc`, whatever it is called with. */
const scriptsWithTspc = (text: string): string =>
  text.replace(/("scripts"\s*:\s*\{)([^}]*)\}/, (_, head: string, scripts: string) => {
    const edited = scripts.replace(/(:\s*"(?:[^"\\]|\\.)*")/g, (value) =>
      value.replace(/(^:\s*"|[;&|]\s*|\s)tsc(?=[\s"])/g, "$1tspc"),
    );
    return `${head}${edited}}`;
  });

const newTsconfig = (plugin: string): string => `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2023", "dom"],
    "module": "nodenext",
    "strict": true,
    "skipLibCheck": true,
    "sourceMap": true,
    "rootDir": "src",
    "outDir": "out",
    "plugins": [${plugin}]
  },
  "include": ["src"]
}
`;

const newConfig = `import tincture from "tincture/vite";\n\nexport default {\n  plugins: [tincture()],\n};\n`;

const newJestConfig = (isEsm: boolean): string => {
  const transform = '  transform: { "\\\\.[mc]?tsx?$": "tincture/jest" },\n';
  return isEsm
    ? `export default {\n  extensionsToTreatAsEsm: [".ts"],\n${transform}};\n`
    : `module.exports = {\n${transform}};\n`;
};

/** Prints one line. */
const exampleSource = `// A first server, by \`tincture init\`. Delete it when you have seen it run.
import { call, genserver, run } from "tincture";

const Counter = genserver((start: number) => {
  let count = start;
  return {
    next: call((by: number) => (count += by)),
  };
});

void run(async () => {
  const counter = await Counter.start(40);
  console.log("tincture works:", await Counter.at(counter).next(2));
});
`;
