// Programs that change their own files while they run: written to a folder below build/, run by the real Node.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Finished, run } from "../e2e/process.js";
import { root } from "../suite.js";

/** What every program here can import: changes a file of its own, and shows an error in one line. */
const kit = `
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
const pathOf = (file) => join(process.cwd(), file);
export const read = (file) => readFileSync(pathOf(file), "utf8");
export const write = (file, text) => writeFileSync(pathOf(file), text);
export function edit(file, from, to) {
  const text = read(file);
  if (!text.includes(from)) throw new Error(file + " has no " + from);
  write(file, text.replace(from, to));
}
export const shown = (promise) =>
  promise.then(
    (value) => value,
    (error) => error.code + ": " + error.message.split("\\n")[0].replaceAll(process.cwd() + "/", "") + (error.cause?.code ? " <- " + error.cause.code : ""),
  );
`;

export function writeProgram(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, "build/upgrade", name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries({ "kit.mjs": kit, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** Runs `main` of a program; with `hook` under `node --import tincture/register`. */
export function runProgram(folder: string, main: string, hook = true, args: readonly string[] = []): Promise<Finished> {
  const register = hook ? ["--import", "tincture/register"] : [];
  return run(process.execPath, [...args, ...register, main], { cwd: folder, timeout: 60_000 });
}

/** The lines that a program printed; what it wrote to standard error is no surprise, or is shown with the lines. */
export const linesOf = ({ code, stdout, stderr }: Finished): string[] => [
  ...stdout.trim().split("\n"),
  ...(code === 0 ? [] : [`exit code ${code}`, stderr]),
];
