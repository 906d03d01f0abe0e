/**
 * What a macro does that is reached uncompiled: it fails at once and says which macro, where, and what to add for the tool that runs the program.
 */
import { TinctureError } from "./core/error.js";

const PLUGIN = '{ "transform": "tincture/transformer", "transformProgram": true }';

/** The line of the stack that called the macro: the first outside of this package. */
function place(): string {
  const own = new Set(["notCompiled", "stub"]);
  const frames = (new Error().stack ?? "")
    .split("\n")
    .slice(1)
    .map((line) => line.trim().replace(/^at /, ""));
  const caller = frames.find(
    (frame) =>
      !own.has((frame.split(" ")[0] ?? "").split(".").at(-1) ?? "") && !/[\\/]dist[\\/]runtime[\\/]/.test(frame),
  );
  return caller?.match(/\(?((?:file:\/\/)?[^()]*:\d+:\d+)\)?$/)?.[1] ?? "an unknown place";
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

export function notCompiled(macro: string): TinctureError {
  return new TinctureError(
    "not_compiled",
    `${macro}(...) at ${place()} was not compiled by the Tincture plugin.\nhint: ${remedy()}`,
  );
}
