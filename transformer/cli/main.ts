#!/usr/bin/env node
// `npx tincture COMMAND ...`: finds the command, reads its options, and turns what it refuses into a line and an exit code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { distance } from "../ast/look.js";
import { HostError } from "../hosts/project.js";
import { build } from "./build.js";
import { check } from "./check.js";
import { type Command, parseOptions, Refusal, type Terminal } from "./command.js";
import { doctor } from "./doctor.js";
import { eject } from "./eject.js";
import { expand } from "./expand.js";
import { commandHelp, generalHelp } from "./help.js";
import { init } from "./init.js";
import { run as runProgram } from "./run.js";
import { store } from "./store.js";
import { upgrade } from "./upgrade.js";

const commands: readonly Command[] = [init, doctor, runProgram, upgrade, build, check, expand, eject, store];

const terminal: Terminal = {
  folder: process.cwd(),
  width: Math.max(process.stdout.columns ?? 80, 20),
  isColoured: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};

function main(args: readonly string[]): number | Promise<number> {
  const [first, ...rest] = args;
  if (first === "-v" || first === "--version") {
    terminal.out(version());
    return 0;
  }
  const isHelp = first === undefined || first === "-h" || first === "--help" || first === "help";
  const command = commands.find(({ name }) => name === (isHelp ? rest[0] : first));
  if (isHelp && (command !== undefined || rest[0] === undefined)) {
    terminal.out(command === undefined ? generalHelp(commands, terminal.width) : commandHelp(command, terminal.width));
    return first === undefined ? 2 : 0;
  }
  if (command === undefined) throw new Refusal(unknown(isHelp ? (rest[0] as string) : first), 2);
  return run(command, rest);
}

function run(command: Command, args: readonly string[]): number | Promise<number> {
  const options = { ...parseOptions(command.options), help: { type: "boolean", short: "h" } } as const;
  const own =
    command.passesOn === true ? args.findIndex((arg) => !arg.startsWith("-")) + 1 || args.length : args.length;
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: args.slice(0, own), options, allowPositionals: true });
  } catch (error) {
    const [reason] = String((error as Error).message).split(". ");
    throw new Refusal(`${reason}\nhint: tincture ${command.name} --help says what there is.`, 2);
  }
  const given = parsed.values as Record<string, string | boolean | undefined>;
  if (given.help === true) {
    terminal.out(commandHelp(command, terminal.width));
    return 0;
  }
  return command.run([...parsed.positionals, ...args.slice(own)], given, terminal);
}

function unknown(name: string): string {
  const [nearest] = commands
    .map((command) => ({ name: command.name, edits: distance(name, command.name) }))
    .sort((a, b) => a.edits - b.edits);
  const hint =
    nearest !== undefined && nearest.edits <= 2
      ? `Did you mean ${nearest.name}?`
      : `The commands are ${commands.map((command) => command.name).join(", ")}.`;
  return `tincture has no command ${JSON.stringify(name)}.\nhint: ${hint}`;
}

function version(): string {
  const manifest = readFileSync(join(__dirname, "../../../package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

async function start(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof HostError)) throw error;
    terminal.error(error.message);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}

void start();
