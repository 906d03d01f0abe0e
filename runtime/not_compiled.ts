/**
 * What a macro does that is reached uncompiled: it fails at once and says which macro, where, and what to add for the tool that runs the program.
 */
import { failure, type TinctureError } from "./core/error.js";

const PLUGIN = '{ "transform": "tincture/transformer", "transformProgram": true }';

/** The place in an error's stack, whose first frame is the user's. */
function place(error: Error): string {
  const frame = error.stack?.split("\n").find((line) => line.startsWith("    at "));
  return frame?.match(/\(?((?:file:\/\/)?[^()\s]*:\d+:\d+)\)?$/)?.[1] ?? "an unknown place";
}

/** The line to add for each tool that runs programs: docs/hosts.md. */
const lines: Readonly<Record<string, string>> = {
  vitest: 'add tincture() of "tincture/vite" to "plugins" in vitest.config.ts',
  jest: 'add "transform": { "\\\\.[mc]?tsx?$": "tincture/jest" } to the configuration of jest',
  vite: 'add tincture() of "tincture/vite" to "plugins" in vite.config.ts',
  tsx: "start it with `node --import tsx --import tincture/register`",
  "ts-node": `add ${PLUGIN} to "plugins" in tsconfig.json, and "ts-node": { "compiler": "ts-patch/compiler" }`,
  node: "start it with `node --import tincture/register`",
  tsc: `add ${PLUGIN} to "plugins" in the compilerOptions of tsconfig.json and compile with tspc (ts-patch) instead of tsc`,
};

/** The tool that runs this program, as far as it shows. */
function tool(): string {
  const { env, execArgv, argv } = process;
  const program = argv[1] ?? "";
  if (env.VITEST !== undefined) return "vitest";
  if (env.JEST_WORKER_ID !== undefined) return "jest";
  if (Symbol.for("ts-node.register.instance") in process) return "ts-node";
  if (/\btsx\b/.test([...execArgv, env.NODE_OPTIONS ?? ""].join(" "))) return "tsx";
  if (/[\\/]vite[\\/]bin[\\/]/.test(program)) return "vite";
  // Newer versions of Node take types away by themselves: then the source is what runs.
  return /\.[mc]?ts$/.test(program) ? "node" : "tsc";
}

/** How to have the plugin run. */
function remedy(): string {
  const found = tool();
  const line = lines[found] as string;
  return found === "tsc" ? `${line}; for bundlers and other tools see docs/hosts.md` : line;
}

/** The error of a macro that was reached uncompiled. `stub` is the function that was called: the stack begins at its caller. */
export function notCompiled(macro: string, stub: (...args: never[]) => unknown): TinctureError {
  const here = new Error(macro);
  Error.captureStackTrace(here, stub);
  const error = failure("not_compiled", { macro, place: place(here), remedy: remedy() });
  Error.captureStackTrace(error, stub);
  return error;
}

/** A function that fails in the name of a macro. */
export function uncompiled(macro: string): () => never {
  return function stub(): never {
    throw notCompiled(macro, stub);
  };
}
