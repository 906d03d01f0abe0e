// A project as `init` and `doctor` find it: its package manager, its TypeScript, its tsconfigs, the tools that compile in it and their configuration files.
//
// Shape: surroundingsOf("/p") -> { manager: "npm", isEsm: true, typescript: "6.0.3", tools: [{ name: "vite", version: "8.3.8", config: "vite.config.ts" }], ... }. Reads
// files only, runs nothing.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { compilerOf } from "../hosts/project.js";
import { above } from "../hosts/reach.js";
import { Refusal } from "./command.js";

export type Manager = "npm" | "pnpm" | "yarn" | "bun";

/** A tool that compiles TypeScript, or a part of one that is configured by itself. */
export interface Tool {
  readonly name: string;
  /** Undefined where it is asked for, but not installed. */
  readonly version: string | undefined;
  /** Its configuration, relative to the project: "vite.config.ts", or "package.json". */
  readonly config: string | undefined;
}

export interface Surroundings {
  readonly folder: string;
  readonly manager: Manager;
  /** Files that end in `.ts` and `.js` are ES modules. */
  readonly isEsm: boolean;
  readonly manifest: Manifest;
  /** The package `typescript`. */
  readonly typescript: string | undefined;
  /** The TypeScript that compiles: `typescript` itself, or one beside it where that is version 7. */
  readonly compiler: string | undefined;
  readonly tsPatch: string | undefined;
  /** Those that have options of their own: not one that only lists others. Relative to the project. */
  readonly tsconfigs: readonly string[];
  readonly tools: readonly Tool[];
}

export interface Manifest {
  readonly type?: string;
  readonly packageManager?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly jest?: object;
}

/** The package that a tool is in, and how its configuration is called. */
const known: readonly (readonly [name: string, config: string | undefined])[] = [
  ["vite", "vite.config"],
  ["vitest", "vitest.config"],
  ["rollup", "rollup.config"],
  ["rolldown", "rolldown.config"],
  ["esbuild", undefined],
  ["webpack", "webpack.config"],
  ["@rspack/core", "rspack.config"],
  ["jest", "jest.config"],
  ["tsx", undefined],
  ["ts-node", undefined],
];

/** Errors: Refusal where there is no package.json, or nothing to look into. */
export function surroundingsOf(folder: string): Surroundings {
  const manifestFile = join(folder, "package.json");
  if (!existsSync(manifestFile))
    throw new Refusal(
      "There is no package.json here.\nhint: Run this in the folder of your project; `npm init -y` starts one.",
    );
  if (above(folder, ".pnp.cjs") !== undefined)
    throw new Refusal(
      "This project has no node_modules (Yarn's Plug'n'Play), and that is where compilers are looked for.\nhint: Write `nodeLinker: node-modules` into .yarnrc.yml, and run `yarn install`.",
    );
  const manifest = jsonOf<Manifest>(manifestFile);
  const compiler = compilerOf(folder);
  const asked = { ...manifest.dependencies, ...manifest.devDependencies };
  const files = readdirSync(folder);
  const tools = known.flatMap(([name, config]): Tool[] => {
    const file =
      files.find((each) => config !== undefined && new RegExp(`^${config}\\.[mc]?[jt]s$`).test(each)) ??
      (name === "jest" && manifest.jest !== undefined ? "package.json" : undefined);
    if (file === undefined && !(name in asked)) return [];
    return [{ name: name === "@rspack/core" ? "rspack" : name, version: versionOf(name, folder), config: file }];
  });
  return {
    folder,
    manager: managerOf(manifest, folder),
    isEsm: manifest.type === "module",
    manifest,
    typescript: versionOf("typescript", folder),
    compiler: compiler.path === undefined ? undefined : compiler.version,
    tsPatch: versionOf("ts-patch", folder),
    tsconfigs: tsconfigsIn(folder),
    tools,
  };
}

/** TypeScript 7 has no plugins: what it needs is something else. */
export const isNative = ({ typescript }: Surroundings): boolean => typescript?.startsWith("7.") === true;

/** The version of an installed package, as seen from a folder. */
export function versionOf(name: string, folder: string): string | undefined {
  const file = above(folder, join("node_modules", name, "package.json"));
  return file === undefined ? undefined : jsonOf<{ version: string }>(file).version;
}

const jsonOf = <T>(file: string): T => JSON.parse(readFileSync(file, "utf8"));

function managerOf({ packageManager }: Manifest, folder: string): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(packageManager ?? "")?.[1];
  if (named !== undefined) return named as Manager;
  const locks: readonly (readonly [string, Manager])[] = [
    ["package-lock.json", "npm"],
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
  ];
  return locks.find(([file]) => above(folder, file) !== undefined)?.[1] ?? "npm";
}

/** tsconfig.json; where it only lists other projects, as vite's templates do, those of them that are in this folder. */
function tsconfigsIn(folder: string): string[] {
  const file = join(folder, "tsconfig.json");
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  if (!/"files"\s*:\s*\[\s*\]/.test(text)) return ["tsconfig.json"];
  const listed = [...text.matchAll(/"path"\s*:\s*"([^"]+)"/g)].map(([, path = ""]) => join(folder, path));
  return listed
    .map((path) => (path.endsWith(".json") ? path : join(path, "tsconfig.json")))
    .filter((path) => existsSync(path) && !basename(path).includes(".node."))
    .map((path) => relative(folder, path));
}

/** All installed copies of tincture that code of this project may get: `[{ version, folder }]`, each real folder once. */
export function copiesIn(folder: string): { readonly version: string; readonly folder: string }[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (modules: string): void => {
    if (!existsSync(modules) || seen.has(realpathSync(modules))) return;
    seen.add(realpathSync(modules));
    for (const name of readdirSync(modules))
      if (name.startsWith("@")) for (const each of readdirSync(join(modules, name))) visit(join(modules, name, each));
      else if (!name.startsWith(".")) visit(join(modules, name));
  };
  const visit = (place: string): void => {
    if (!existsSync(place)) return; // a link to nothing
    const real = realpathSync(place);
    if (basename(place) === "tincture" && existsSync(join(real, "package.json"))) found.add(real);
    look(join(real, "node_modules"));
    // What pnpm links to finds its own packages beside it. Others in its store are those of nobody, until it is pruned.
    const within = real.lastIndexOf(`${sep}node_modules${sep}`);
    if (real !== place && within !== -1) look(join(real.slice(0, within), "node_modules"));
  };
  for (let here = folder; ; here = dirname(here)) {
    look(join(here, "node_modules"));
    if (here === dirname(here)) break;
  }
  for (const part of partsOf(folder, 3)) look(join(part, "node_modules"));
  return [...found].map((place) => ({ ...jsonOf<{ version: string }>(join(place, "package.json")), folder: place }));
}

/** Folders of the project, for packages of a workspace. */
function partsOf(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .flatMap(({ name }) => [join(folder, name), ...partsOf(join(folder, name), depth - 1)]);
}
