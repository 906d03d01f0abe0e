// tincture run [--watch] FILE [ARGUMENTS]: runs a program, TypeScript as it is; with --watch its changed files are loaded while it runs.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { type Command, Refusal, type Terminal } from "./command.js";

export const run: Command = {
  name: "run",
  usage: "[--watch] FILE [ARGUMENTS]",
  summary: "run a program; with --watch its changes are loaded while it runs",
  help: [
    "Runs FILE, TypeScript or JavaScript, with macros: as `node --import tincture/register FILE` does. What follows FILE are its arguments.",
    "With --watch a file that you save is loaded into the running program: servers go on with the new code at their next message, and keep their state. A version with mistakes is reported, and the old one goes on.",
  ].join("\n\n"),
  options: {
    watch: { type: "boolean", short: "w", help: "load files that change, without stopping the program" },
  },
  passesOn: true,
  run([file, ...args], given, terminal) {
    if (file === undefined) throw new Refusal("run takes a FILE.\nhint: npx tincture run app.ts", 2);
    if (!existsSync(resolve(terminal.folder, file))) throw new Refusal(`There is no file ${file}.`, 2);
    checkInstalled(terminal);
    const hooks = given.watch === true ? ["tincture/register", "tincture/watch"] : ["tincture/register"];
    return started([...hooks.flatMap((hook) => ["--import", hook]), file, ...args], terminal);
  },
};

/** Node looks for the hooks where the program is run. */
export function checkInstalled({ folder }: Terminal): void {
  try {
    createRequire(join(folder, "package.json")).resolve("tincture/register");
  } catch {
    throw new Refusal(`tincture is not installed in ${folder}.\nhint: npm install tincture`);
  }
}

/** Runs Node; a signal for us is one for the program. Gives its exit code. */
function started(args: readonly string[], { folder }: Terminal): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "inherit" });
  // Of SIGINT a terminal tells the program, too; telling it twice would end it at once.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
