// Runs real programs to their end and hands back what they printed. Knows nothing of projects or of the package.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../suite.js";

/** What a program came to; `output` is both streams in the order of arrival. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly output: string;
}

/** `timeout` in ms, default 120,000: then the program is killed and `code` is null. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly timeout?: number;
}

/** Runs a program without input. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = start(command, args, options);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.process.kill("SIGKILL"), options.timeout ?? 120_000);
    child.process.on("error", reject);
    child.process.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, ...child.printed });
    });
  });
}

/** Starts a program that the caller stops; `printed` grows while it runs. */
export function start(command: string, args: readonly string[], options: RunOptions = {}) {
  const env = { ...cleanEnvironment(), NO_COLOR: "1", ...options.env };
  const child: ChildProcess = spawn(command, args, {
    cwd: options.cwd ?? root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const printed = { stdout: "", stderr: "", output: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
      printed.output += text;
    });
  return { process: child, printed };
}

/** Runs a tool of our own node_modules in the checkout. */
export const runTool = (script: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
  run(process.execPath, [script, ...args], options);

/** The script behind a command of a development dependency: bin("typescript59", "tsc"). */
export function bin(dependency: string, command: string): string {
  const folder = join(root, "node_modules", dependency);
  const { bin: scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof scripts === "string" ? scripts : scripts[command]);
}

/** The environment without what npm and vitest add for their own children. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(npm_|VITEST|NODE_OPTIONS$|NODE_ENV$|TEST$|FORCE_COLOR$|TINCTURE_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
