// tincture build: JavaScript and maps of a whole project, file by file, in parallel, without ts-patch. What was compiled is kept by content, so only what changed costs time.
//
// Flow: tsconfig.json says which projects (references.ts), which files (source_file.ts), and where output goes -> portions of files go to workers (build_portion.ts) -> declarations, where they
// are asked for, come from TypeScript itself.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import { nativeOf } from "../hosts/project.js";
import { asText } from "../hosts/shown.js";
import { ts } from "../ts.js";
import { type Built, buildPortion, type Job, type Portion } from "./build_portion.js";
import { type Command, Refusal, type Terminal } from "./command.js";
import { printed, programOf, projectOf, projectOption, useTypeScriptOf } from "./project.js";
import { type Member, membersOf, projectConfig } from "./references.js";
import { goOn, watchedOf, watchOption } from "./rounds.js";
import { wayOf } from "./way.js";

/** Files for which another worker pays: it loads TypeScript first. */
const worthAWorker = 40;

export const build: Command = {
  name: "build",
  usage: "[--project PATH] [--watch] [--jobs N]",
  summary: "write a project's JavaScript, file by file, in parallel",
  help: [
    "Compiles all files of a project, macros and |> included, as tsconfig.json says (outDir, sourceMap, target, module, jsx ...), without ts-patch: for projects whose TypeScript is 7, and wherever speed matters more than types. Only what changed since the last time is compiled. Projects that it references are built before it.",
    "Types are not checked: that is for `tincture check`, or for tspc --noEmit. Declarations, where tsconfig.json asks for them, are written by TypeScript itself. Each file is compiled by itself, as under isolatedModules.",
  ].join("\n\n"),
  options: {
    project: projectOption,
    watch: watchOption,
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
    const config = projectConfig(given.project as string | undefined, terminal.folder);
    if (given.watch !== true) return buildAll(writersOf(config, terminal), jobs, terminal);
    return goOn(() => {
      const found = writersOf(config, terminal);
      return { ...watchedOf(found), round: (isFirst) => buildAll(found, isFirst ? jobs : 1, terminal) };
    }, terminal);
  },
};

/** Those that write something, each behind what it references. */
function writersOf(config: string, terminal: Terminal): Member[] {
  const members = membersOf(config, terminal);
  if (members.some(({ parsed }) => parsed.options.outFile !== undefined))
    throw new Refusal("build writes a file for each file: outFile is not for it.");
  const shown = (file: string): string => relative(terminal.folder, file);
  const filled = members.filter(({ files }) => files.length > 0);
  const [silent] = filled;
  if (silent === undefined) throw new Refusal(`${shown(config)} names no file to build.`);
  const writers = filled.filter(({ parsed }) => parsed.options.noEmit !== true);
  if (writers.length === 0)
    throw new Refusal(
      `There is nothing to write: ${shown(silent.config)} says "noEmit".\nhint: Take that out, and say where output goes: "outDir": "out".`,
    );
  return writers;
}

/** Gives the exit code. */
async function buildAll(members: readonly Member[], threads: number, terminal: Terminal): Promise<number> {
  const built: Built[] = [];
  let isDeclared = true;
  for (const member of members) {
    const { options } = member.parsed;
    const jobs = options.emitDeclarationOnly === true ? [] : jobsOf(member);
    const { folder } = terminal;
    const own = await inPortions({ folder, tsconfig: relative(folder, member.config), jobs }, threads);
    for (const mistake of own.flatMap(({ mistakes }) => mistakes)) terminal.out(asText(mistake, terminal.folder));
    built.push(...own);
    if ((options.declaration ?? options.composite) === true) isDeclared = declare(member, terminal) && isDeclared;
  }
  const errors = built.flatMap(({ mistakes }) => mistakes).filter(({ isError }) => isError).length;
  const written = built.filter(({ isWritten }) => isWritten).length;
  const found = errors === 0 ? "" : `, ${errors} error${errors === 1 ? "" : "s"}`;
  terminal.out(`${written} of ${built.length} files written${found}.`);
  return errors === 0 && isDeclared ? 0 : 1;
}

function jobsOf({ parsed, files }: Member): Job[] {
  const { options } = parsed;
  const isCaseBlind = !ts.sys.useCaseSensitiveFileNames;
  return files.flatMap((file): Job[] => {
    const outputs = ts.getOutputFileNames({ ...parsed, fileNames: [...files] }, file, isCaseBlind);
    const output = outputs.find((name) => /\.([mc]?jsx?|json)$/.test(name));
    if (output === undefined || output === file) return [];
    const map = options.sourceMap === true ? "file" : options.inlineSourceMap === true ? "inline" : "none";
    return [
      {
        file,
        output,
        map,
        way: { ...wayOf(file, options), all: true },
        hasSources: options.inlineSources === true,
        sourceRoot: options.sourceRoot,
        keepsErrors: options.noEmitOnError !== true,
      },
    ];
  });
}

/** Results in the order of the jobs. */
async function inPortions({ jobs, ...rest }: Portion, threads: number): Promise<Built[]> {
  const count = Math.min(threads, Math.ceil(jobs.length / worthAWorker));
  if (count <= 1) return buildPortion({ ...rest, jobs });
  const portions = Array.from({ length: count }, (_, i) => jobs.filter((_, k) => k % count === i));
  const results = await Promise.all(portions.map((each) => inWorker({ ...rest, jobs: each })));
  return jobs.map((_, k) => results[k % count]?.[Math.floor(k / count)] as Built);
}

const inWorker = (portion: Portion): Promise<Built[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, "build_portion.js"), { workerData: portion });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

/** Declarations: by TypeScript 7 where it can read all files, else by the one that compiles. Types are not checked here, either. False where it found errors. */
function declare({ config, parsed, files }: Member, terminal: Terminal): boolean {
  const native = nativeOf(terminal.folder);
  const hasOperator = files.some((name) => /\.[mc]?tsx?$/.test(name) && readFileSync(name, "utf8").includes("|>"));
  if (native !== undefined && !hasOperator) {
    const flags = ["--emitDeclarationOnly", "--noCheck", "--pretty", "false"];
    const args = [join(native.path, "bin/tsc"), "-p", config, ...flags];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: terminal.folder, encoding: "utf8" });
    if (status !== 0)
      terminal.error(`${stdout.trimEnd()}\ntsc ${native.version} found errors while it wrote declarations.`);
    return status === 0;
  }
  const project = projectOf(config, terminal);
  const program = programOf(parsed.fileNames, {
    ...project,
    options: { ...parsed.options, emitDeclarationOnly: true },
    references: parsed.projectReferences ?? [],
  });
  const { diagnostics } = program.emit(undefined, undefined, undefined, true);
  if (diagnostics.length > 0) terminal.error(printed(diagnostics, terminal.folder, terminal));
  return diagnostics.length === 0;
}
