// A project as a user has it: a folder in the system's temporary folder, in which `npm install` put the packed tarball of this checkout beside a
// TypeScript and a ts-patch. Removed when the test file is done. Tests import nothing of the package here; they only run what a user would run.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, inject } from "vitest";
import { root } from "../suite.js";
import { type Finished, type RunOptions, run, start } from "./process.js";

/** The versions a user may have, in the pairs that ts-patch supports. */
export const tools = {
  typescript6: ["typescript@6.0.3", "ts-patch@4.0.1"],
  typescript59: ["typescript@5.9.3", "ts-patch@3.3.0"],
} as const;

/** Packs what `npm publish` would upload, into `folder`; the path of the tarball. dist must be built. */
export async function pack(folder: string): Promise<string> {
  const packed = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]);
  if (packed.code !== 0) throw new Error(packed.output);
  return join(folder, JSON.parse(packed.stdout)[0].filename);
}

/** The tarball that all tests of a run install: packed by the first that needs it. */
export async function tarball(): Promise<string> {
  const shared = join(inject("packed"), "tincture.tgz");
  // Two may pack at the same time: each is done with its own before it puts that in place.
  if (!existsSync(shared)) renameSync(await pack(temporaryFolder()), shared);
  return shared;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A fresh temporary folder, gone after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tincture-"));
  folders.push(folder);
  return folder;
}

/** An empty ESM project with the package and `packages` installed. */
export async function install(packages: readonly string[]): Promise<Project> {
  const folder = temporaryFolder();
  const project = new Project(folder);
  project.write("package.json", JSON.stringify({ private: true, type: "module" }));
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  const installed = await run("npm", ["install", ...flags, await tarball(), ...packages], { cwd: folder });
  if (installed.code !== 0) throw new Error(installed.output);
  project.write("node_modules/@types/host/index.d.ts", hostTypes);
  return project;
}

/** What the programs use of Node: all of "dom" or @types/node would cost each run of the compiler a third of its time, and the package must need neither. */
const hostTypes = `
declare const console: Record<"log" | "error", (...values: unknown[]) => void>;
declare function setTimeout(run: (...values: any[]) => void, milliseconds?: number): unknown;
declare function setImmediate(run: () => void): unknown;
declare function clearTimeout(timer: unknown): void;
declare class URL { constructor(path: string, base: string) }
interface ImportMeta { readonly url: string }
declare module "node:fs" { export function readFileSync(file: URL, encoding: "utf8"): string }
`;

/** An empty ESM project below one with `packages` that all tests of a run share: for those that leave alone what is installed. */
export async function belowShared(packages: readonly string[]): Promise<Project> {
  const shared = join(inject("packed"), packages.join("_"));
  if (!existsSync(shared)) {
    const { folder } = await install(packages);
    try {
      renameSync(folder, shared);
    } catch (error) {
      // Two may install at the same time: one of them puts it in place.
      if (!existsSync(shared)) throw error;
    }
  }
  const project = new Project(mkdtempSync(join(shared, "project-")));
  project.write("package.json", JSON.stringify({ private: true, type: "module" }));
  return project;
}

/** Files and commands of one project folder. */
export class Project {
  constructor(readonly folder: string) {}

  /** A folder of this project that is a project of its own; it finds the packages installed above it. */
  part(name: string, manifest: object): Project {
    const part = new Project(join(this.folder, name));
    part.write("package.json", JSON.stringify({ private: true, ...manifest }));
    return part;
  }

  /** Writes `tsconfig.json` with the plugin switched on as the README says. */
  configure(options: object = {}, rest: object = { include: ["*"] }, file = "tsconfig.json"): void {
    const compilerOptions = {
      target: "es2023",
      lib: ["es2023"],
      types: ["host"],
      module: "nodenext",
      strict: true,
      skipLibCheck: true, // test/types checks our declarations
      outDir: "out",
      plugins: [{ name: "tincture/language-service", transform: "tincture/transformer", transformProgram: true }],
      ...options,
    };
    this.write(file, JSON.stringify({ compilerOptions, ...rest }, null, 2));
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  tspc(...args: string[]): Promise<Finished> {
    return run(this.command("tspc"), args, { cwd: this.folder });
  }

  /** Plain `tsc`: nothing of ours runs. */
  tsc(...args: string[]): Promise<Finished> {
    return run(this.command("tsc"), args, { cwd: this.folder });
  }

  node(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return run(process.execPath, args, { cwd: this.folder, timeout: 30_000, ...options });
  }

  /** Starts `tspc` and leaves it running. */
  watch(...args: string[]) {
    return start(this.command("tspc"), args, { cwd: this.folder });
  }

  private command(name: string): string {
    for (let folder = this.folder; ; folder = dirname(folder)) {
      const file = join(folder, "node_modules", ".bin", name);
      if (existsSync(file)) return file;
      if (folder === dirname(folder)) throw new Error(`${name} is not installed above ${this.folder}`);
    }
  }
}

/** The plugin's entry in tsconfig.json as a page has it, by the page's first block with one: entryIn("docs/operator.md") -> { transform: "tincture/transformer", ... }. */
export function entryIn(page: string): object {
  const text = readFileSync(join(root, page), "utf8");
  const written = /^(?:\s*"plugins": \[)?(\{.*"transform": "tincture\/transformer".*\})\]?$/m.exec(text)?.[1];
  if (written === undefined) throw new Error(`${page} has no entry of the plugin`);
  return JSON.parse(written);
}

/** The programs that must compile unchanged and print exactly their expected text: name -> both texts. */
export const wanted = Object.fromEntries(
  ["scoreboard", "ping_pong", "order_pipeline", "selective_receive"].map((name) => {
    const read = (file: string): string => readFileSync(join(root, "test/wanted", file), "utf8");
    return [name, { source: read(`${name}.ts`), expected: read(`${name}.expected.txt`) }];
  }),
);
