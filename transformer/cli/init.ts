// tincture init: looks at a project, says what it lacks, changes that, and runs a first example.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Command, Refusal, type Terminal } from "./command.js";
import { painted } from "./diff.js";
import { describe, examine } from "./doctor.js";
import { type SetUp, setUpOf } from "./set_up.js";
import { type Manager, type Surroundings, surroundingsOf } from "./surroundings.js";

export const init: Command = {
  name: "init",
  usage: "[--dry-run] [--pipeline-operator]",
  summary: "set a project up: packages, tsconfig.json, its tools, a first example",
  help: [
    "Looks at the project in this folder (its package manager, its TypeScript, tsconfig.json, the configuration of vite, vitest, rollup, rolldown, webpack, rspack, jest and ts-node), says what it will change, and changes it: packages are installed, the plugin is switched on, scripts that call tsc call tspc. Everything else of the files stays, letter by letter.",
    "Then it writes an example, runs it, and looks whether macros are compiled in every tool, as `tincture doctor` does. What can't be changed safely is printed, for you to do. Called again, it does only what is left.",
  ].join("\n\n"),
  options: {
    "dry-run": { type: "boolean", short: "n", help: "say what would be changed, and change nothing" },
    "pipeline-operator": { type: "boolean", help: "switch |> on as well" },
  },
  run(operands, given, terminal) {
    if (operands.length > 0) throw new Refusal("init takes no operands: call it in the folder of a project.", 2);
    const project = surroundingsOf(terminal.folder);
    const setUp = setUpOf(project, { pipelineOperator: given["pipeline-operator"] === true });
    terminal.out(describe(project));
    say(setUp, project, terminal);
    if (given["dry-run"] === true) return 0;
    // Installing writes package.json, too: what we change of it is put into what is there then.
    for (const command of installsOf(setUp, project.manager)) execute(command, project);
    const { changes, example } = setUpOf(project, { pipelineOperator: given["pipeline-operator"] === true });
    for (const { file, after } of changes) {
      mkdirSync(dirname(join(project.folder, file)), { recursive: true });
      writeFileSync(join(project.folder, file), after);
    }
    const ran = spawnSync(process.execPath, ["--import", "tincture/register", example], {
      cwd: project.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    terminal.out(`\nnode --import tincture/register ${example}\n${(ran.stdout + ran.stderr).trimEnd()}\n`);
    const exitCode = examine(surroundingsOf(project.folder), terminal);
    return ran.status === 0 ? exitCode : 1;
  },
};

/** Everything that will be done, before it is. */
function say({ packages, changes, byHand }: SetUp, { manager }: Surroundings, terminal: Terminal): void {
  const commands = installsOf({ packages }, manager);
  if (commands.length === 0 && changes.length === 0) terminal.out("\nNothing is to be changed.");
  for (const command of commands) terminal.out(`\n${command.join(" ")}`);
  for (const { file, before, after } of changes) terminal.out(`\n${painted(file, before, after, terminal)}`);
  if (byHand.length > 0) terminal.out(`\nLeft for you:\n${byHand.map((line) => `  ${line}`).join("\n")}`);
}

const verbs: Readonly<Record<Manager, readonly [run: string, development: string]>> = {
  npm: ["install", "install --save-dev"],
  pnpm: ["add", "add --save-dev"],
  yarn: ["add", "add --dev"],
  bun: ["add", "add --dev"],
};

function installsOf({ packages }: Pick<SetUp, "packages">, manager: Manager): string[][] {
  const [run, development] = verbs[manager];
  return [
    ...(packages.run.length > 0 ? [[manager, ...run.split(" "), ...packages.run]] : []),
    ...(packages.development.length > 0 ? [[manager, ...development.split(" "), ...packages.development]] : []),
  ];
}

/** Errors: Refusal, if it fails. */
function execute(command: readonly string[], { folder }: Surroundings): void {
  const [name = "", ...args] = command;
  const { status, error, stdout, stderr } = spawnSync(name, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  const reason = error?.message ?? `${stdout}${stderr}`.trim();
  // Yarn 1 takes the wish of ts-patch 4 for Node 22.15 for an order.
  const isWish = reason.includes('The engine "node" is incompatible');
  const hint = isWish
    ? "\nhint: `yarn config set ignore-engines true`: ts-patch 4 works under Node 20.19 as well."
    : "";
  throw new Refusal(`${reason}\n\n\`${command.join(" ")}\` failed. No file of yours was changed.${hint}`);
}
