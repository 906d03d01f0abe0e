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

/** How to have the plugin run, for the tool that runs this program. */
function remedy(): string {
  const { env, execArgv } = process;
  const started = `${execArgv.join(" ")} ${process.argv[1] ?? ""}`;
  const compileFirst = (tool: string) =>
    `${tool} does not run the plugin by itself: add ${PLUGIN} to "plugins" in the compilerOptions of tsconfig.json, compile with tspc (ts-patch), and run the output`;
  if (env.VITEST !== undefined) return compileFirst("vitest");
  if (env.JEST_WORKER_ID !== undefined) return compileFirst("jest");
  if (/tsx|ts-node|swc|esbuild-register/.test(started))
    return compileFirst(/tsx/.test(started) ? "tsx" : "this loader");
  return `add ${PLUGIN} to "plugins" in the compilerOptions of tsconfig.json and compile with tspc (ts-patch) instead of tsc`;
}

/** The error of a macro that was reached uncompiled. `stub` is the function that was called: the stack begins at its caller. */
export function notCompiled(macro: string, stub: (...args: never[]) => unknown): TinctureError {
  const here = new Error(macro);
  Error.captureStackTrace(here, stub);
  const error = failure("not_compiled", { macro, place: place(here), remedy: remedy() });
  Error.captureStackTrace(error, stub);
  return error;
}
