// tincture build: JavaScript and maps of a whole project, file by file, in parallel, without ts-patch. What was compiled is kept by content, so only what changed costs time.
//
// Flow: tsconfig.json says which files, and where output goes -> portions of files go to workers (build_portion.ts) -> declarations, where they are asked for, come from TypeScript itself.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { nativeOf } from "../hosts/project.js";
import { isDeclaration } from "../hosts/reach.js";
import { asText } from "../hosts/shown.js";
import { ts } from "../ts.js";
import { type Built, buildPortion, type Job, type Portion } from "./build_portion.js";
import { type Command, Refusal, type Terminal } from "./command.js";
import { configFile, printed, programOf, projectOf, projectOption, useTypeScriptOf } from "./project.js";
import { wayOf } from "./way.js";

/** Files for which another worker pays: it loads TypeScript first. */
const worthAWorker = 40;

export const build: Command = {
  name: "build",
  usage: "[--project PATH] [--jobs N]",
  summary: "write a project's JavaScript, file by file, in parallel",
  help: [
    "Compiles all files of a project, macros and |> included, as tsconfig.json says (outDir, sourceMap, target, module, jsx ...), without ts-patch: for projects whose TypeScript is 7, and wherever speed matters more than types. Only what changed since the last time is compiled.",
    "Types are not checked: that is for `tincture check`, or for tspc --noEmit. Declarations, where tsconfig.json asks for them, are written by TypeScript itself. Each file is compiled by itself, as under isolatedModules.",
  ].join("\n\n"),
  options: {
    project: projectOption,
    jobs: {
      type: "string",
      short: "j",
      value: "N",
      help: "files are compiled by at most N threads. Default: as many as there are processors",
    },
  },
  async run(operands, given, terminal) {
    if (operands.length > 0) throw new Refusal("build takes no files: it builds a project.", 2);
    const jobs = given.jobs === undefined ? availableParallelism() : Number(given.jobs);
    if (!Number.isInteger(jobs) || jobs < 1) throw new Refusal("--jobs takes a number from 1 on.", 2);
    useTypeScriptOf(terminal.folder);
    const config = configFile(given.project as string | undefined, terminal.folder);
    if (config === undefined) throw new Refusal("There is no tsconfig.json in or above this folder.", 2);
    const parsed = commandLineOf(config, terminal);
    const portion: Portion = { folder: terminal.folder, jobs: jobsOf(parsed) };
    const built = await inPortions(portion, jobs);
    const mistakes = built.flatMap((each) => each.mistakes);
    for (const mistake of mistakes) terminal.out(asText(mistake, terminal.folder));
    const errors = mistakes.filter(({ isError }) => isError).length;
    const written = built.filter((each) => each.isWritten).length;
    if (parsed.options.declaration === true) declare(config, parsed, terminal);
    const found = errors === 0 ? "" : `, ${errors} error${errors === 1 ? "" : "s"}`;
    terminal.out(`${written} of ${built.length} files written${found}.`);
    return errors === 0 ? 0 : 1;
  },
};

/** tsconfig.json as TypeScript reads it, for writing. */
function commandLineOf(config: string, terminal: Terminal): ts.ParsedCommandLine {
  projectOf(config, terminal); // refuses what is wrong in it
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, { noEmit: false }, host) as ts.ParsedCommandLine;
  if (parsed.options.outFile !== undefined)
    throw new Refusal("build writes a file for each file: outFile is not for it.");
  const references = parsed.projectReferences ?? [];
  if (parsed.fileNames.length === 0 && references.length > 0)
    throw new Refusal(
      `${config} only lists other projects.\nhint: Name each: tincture build --project ${references[0]?.path}`,
      2,
    );
  return parsed;
}

function jobsOf(parsed: ts.ParsedCommandLine): Job[] {
  const { options, fileNames } = parsed;
  const sources = fileNames.filter((name) => !isDeclaration(name) && !name.endsWith(".json"));
  const isCaseBlind = !ts.sys.useCaseSensitiveFileNames;
  return sources.map((file) => {
    const outputs = ts.getOutputFileNames({ ...parsed, fileNames: sources }, file, isCaseBlind);
    const output = outputs.find((name) => /\.[mc]?jsx?$/.test(name)) as string;
    const map = options.sourceMap === true ? "file" : options.inlineSourceMap === true ? "inline" : "none";
    return {
      file,
      output,
      map,
      way: { ...wayOf(file, options), all: true },
      hasSources: options.inlineSources === true,
      sourceRoot: options.sourceRoot,
      keepsErrors: options.noEmitOnError !== true,
    };
  });
}

/** Results in the order of the jobs. */
async function inPortions({ folder, jobs }: Portion, threads: number): Promise<Built[]> {
  const count = Math.min(threads, Math.ceil(jobs.length / worthAWorker));
  if (count <= 1) return buildPortion({ folder, jobs });
  const portions = Array.from({ length: count }, (_, i) => jobs.filter((_, k) => k % count === i));
  const results = await Promise.all(portions.map((each) => inWorker({ folder, jobs: each })));
  return jobs.map((_, k) => results[k % count]?.[Math.floor(k / count)] as Built);
}

const inWorker = (portion: Portion): Promise<Built[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, "build_portion.js"), { workerData: portion });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

/** Declarations: by TypeScript 7 where it can read all files, else by the one that compiles. */
function declare(config: string, { options, fileNames }: ts.ParsedCommandLine, terminal: Terminal): void {
  const native = nativeOf(terminal.folder);
  const hasOperator = fileNames.some((name) => /\.[mc]?tsx?$/.test(name) && readFileSync(name, "utf8").includes("|>"));
  if (native !== undefined && !hasOperator) {
    const args = [
      join(native.path, "bin/tsc"),
      "-p",
      config,
      "--noEmit",
      "false",
      "--emitDeclarationOnly",
      "--pretty",
      "false",
    ];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: terminal.folder, encoding: "utf8" });
    if (status !== 0)
      terminal.error(`${stdout.trimEnd()}\ntsc ${native.version} found errors while it wrote declarations.`);
    return;
  }
  const project = projectOf(config, terminal);
  const program = programOf(fileNames, {
    ...project,
    options: { ...options, noEmit: false, emitDeclarationOnly: true },
  });
  const { diagnostics } = program.emit(undefined, undefined, undefined, true);
  if (diagnostics.length > 0) terminal.error(printed(diagnostics, terminal.folder, terminal));
}
