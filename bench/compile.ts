/**
 * What the plugin adds to a build: projects of 1,000 and 5,000 files (of which one in ten uses macros; see test/footprint) built by `tspc` with the plugin
 * and without, and the rebuild of one file under --watch.
 *
 * Units: CPU time of the whole build in ms, Node's start included. The plugin's share is by the clock, its own (TINCTURE_TIMING=1) and that of its build, so
 * other work on the machine makes both longer. A rebuild is by the clock, from the
 * file's change to "Watching for file changes", of which 250 ms are TypeScript's own wait for more changes.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median } from "./median.js";
import { aligned } from "./table.js";

/** test/footprint/project.mjs */
interface Project {
  readonly tspc: string;
  generate(folder: string, count: number): void;
  timing(stderr: string): { milliseconds: number; seen: number; rewritten: number };
}

interface Build {
  readonly cpu: number;
  /** Peak of resident memory in MB. */
  readonly memory: number;
  /** Of the build, in the plugin, 0 to 1; 0 without it. */
  readonly share: number;
}

const usage = fileURLToPath(new URL("usage.js", import.meta.url));
const environment = { ...process.env, TINCTURE_TIMING: "1" };
const configs = { without: "without.json", with: "tsconfig.json" } as const;
type Config = keyof typeof configs;

function build(project: Project, folder: string, config: Config): Build {
  const args = ["--import", usage, project.tspc, "-p", join(folder, configs[config])];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env: environment });
  const total = performance.now() - start;
  const used = /^usage: (\S+) (\S+)$/m.exec(stderr);
  if (status !== 0 || used === null) throw new Error(stdout + stderr);
  const inside = config === "with" ? project.timing(stderr).milliseconds : 0;
  return { cpu: Number(used[1]), memory: Number(used[2]) / 1024, share: inside / total };
}

/** Rebuilds under --watch after changes of one file: the median time in ms. */
async function rebuild(project: Project, folder: string, config: Config, changes: number): Promise<number> {
  const args = [project.tspc, "-w", "--preserveWatchOutput", "-p", join(folder, configs[config])];
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const output = child.stdout.setEncoding("utf8");
  const ready = async (): Promise<void> => {
    for (let text = ""; !text.includes("Watching for file changes"); ) {
      [text] = (await once(output, "data")) as [string];
      if (/Found [1-9]/.test(text)) throw new Error(text);
    }
  };
  await ready();
  const file = join(folder, "file_509.ts");
  const source = readFileSync(file, "utf8");
  const times: number[] = [];
  for (let i = 0; i < changes; i++) {
    const start = performance.now();
    writeFileSync(file, `${source}export const change = ${i};\n`);
    await ready();
    times.push(performance.now() - start);
  }
  writeFileSync(file, source);
  child.kill();
  await once(child, "exit");
  return median(times);
}

/** The table for projects of `sizes` files, each built `rounds` times in turn with the plugin and without. */
export async function compile(sizes: readonly number[], rounds: number): Promise<string> {
  const project = (await import(pathToFileURL(resolve("test/footprint/project.mjs")).href)) as Project;
  const rows: string[][] = [];
  for (const size of sizes) {
    const folder = resolve("build/compile");
    project.generate(folder, size);
    const plain = { extends: "./tsconfig.json", compilerOptions: { plugins: [] } };
    writeFileSync(join(folder, configs.without), JSON.stringify(plain));
    const builds: Record<Config, Build[]> = { without: [], with: [] };
    for (let round = 0; round < rounds; round++) {
      builds.without.push(build(project, folder, "without"));
      builds.with.push(build(project, folder, "with"));
      process.stderr.write(`${size} files: round ${round + 1} of ${rounds}\n`);
    }
    const middle = (config: Config, part: keyof Build) => median(builds[config].map((one) => one[part]));
    const cpu = middle("with", "cpu");
    const share = middle("with", "share");
    rows.push([
      String(size),
      `${middle("without", "cpu").toFixed(0)} ms`,
      `${cpu.toFixed(0)} ms`,
      `${(100 * share).toFixed(2)} %`,
      `${((1000 * share * cpu) / size).toFixed(0)} us`,
      `${middle("without", "memory").toFixed(0)} MB, ${middle("with", "memory").toFixed(0)} MB`,
      `${(await rebuild(project, folder, "without", 5)).toFixed(0)} ms, ${(await rebuild(project, folder, "with", 5)).toFixed(0)} ms`,
    ]);
  }
  const head = [
    "files",
    "tspc without",
    "with the plugin",
    "in the plugin",
    "per file",
    "memory",
    "rebuild of one file",
  ];
  return aligned(head, rows);
}
