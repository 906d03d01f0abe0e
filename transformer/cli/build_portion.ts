// A portion of the files of `tincture build`, compiled and written: in this thread, or as the program of a worker, which gets the portion as its data and answers with what was built.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { Cache } from "../hosts/cache.js";
import { cacheFolder } from "../hosts/node_source.js";
import type { Shown } from "../hosts/shown.js";
import { SourceCompiler, type Way } from "../hosts/source_compiler.js";

/** One file, and how its output is written. Plain data. */
export interface Job {
  readonly file: string;
  readonly output: string;
  readonly way: Pick<Way, "module" | "node" | "all">;
  readonly map: "file" | "inline" | "none";
  readonly hasSources: boolean;
  readonly sourceRoot: string | undefined;
  /** Write a file that has errors, too. */
  readonly keepsErrors: boolean;
}

export interface Portion {
  /** Where the command was called. */
  readonly folder: string;
  /** The project's tsconfig.json, relative to the folder. */
  readonly tsconfig: string;
  readonly jobs: readonly Job[];
}

export interface Built {
  readonly mistakes: readonly Shown[];
  /** False where the output was there already, letter by letter, or has errors. */
  readonly isWritten: boolean;
}

export function buildPortion({ folder, tsconfig, jobs }: Portion): Built[] {
  const compiler = new SourceCompiler("build", folder, { tsconfig }, new Cache(cacheFolder(folder)));
  return jobs.map((job) => {
    const text = readFileSync(job.file, "utf8");
    if (job.file.endsWith(".json")) return { mistakes: [], isWritten: writeChanged(job.output, text) };
    const compiled = compiler.compile(text, job.file, job.way);
    // A file of JavaScript that allowJs does not take in.
    const { js = text, map = "", mistakes = [] } = compiled ?? {};
    const hasErrors = mistakes.some(({ isError }) => isError);
    if (hasErrors && !job.keepsErrors) return { mistakes, isWritten: false };
    return { mistakes, isWritten: write(job, js, map) };
  });
}

function write({ file, output, map, hasSources, sourceRoot }: Job, js: string, made: string): boolean {
  if (map === "none" || made === "") return writeChanged(output, js);
  const { sourcesContent, sourceRoot: _, ...rest } = JSON.parse(made);
  const source = relative(dirname(output), file).split(sep).join("/");
  const placed = {
    ...rest,
    file: basename(output),
    ...(sourceRoot !== undefined && { sourceRoot }),
    sources: [source],
    ...(hasSources && { sourcesContent }),
  };
  const text = JSON.stringify(placed);
  const url =
    map === "file" ? `${basename(output)}.map` : `data:application/json;base64,${Buffer.from(text).toString("base64")}`;
  const isWritten = writeChanged(output, `${js.replace(/\n?$/, "\n")}//# sourceMappingURL=${url}`);
  return (map === "file" && writeChanged(`${output}.map`, text)) || isWritten;
}

/** Whoever watches the output shall see only what is new. */
function writeChanged(file: string, text: string): boolean {
  try {
    if (readFileSync(file, "utf8") === text) return false;
  } catch {
    mkdirSync(dirname(file), { recursive: true });
  }
  writeFileSync(file, text);
  return true;
}

if (!isMainThread && parentPort !== null && workerData?.jobs !== undefined)
  parentPort.postMessage(buildPortion(workerData));
