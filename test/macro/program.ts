// Programs of several files that use macros of their own: compiled in process, file by file, and run by one Node for all of them.
//
// Shape: { name, files: { "m.macro.ts": "...", "main.ts": "..." }, prints: "..." }; every file is compiled, `main` is run.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { runTool } from "../e2e/process.js";
import { root } from "../suite.js";

export interface Program {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly prints: string;
}

export type Format = "esm" | "commonjs";

/** What `compileFile` asks for a specifier, among the files of a program. */
export const resolveAmong =
  (files: Readonly<Record<string, string>>) =>
  (specifier: string, from: string): { fileName: string; text: string } | undefined => {
    const fileName = posix.join(posix.dirname(from), specifier).replace(/\.([mc]?)js$/, ".$1ts");
    const text = files[fileName];
    return specifier.startsWith(".") && text !== undefined ? { fileName, text } : undefined;
  };

/** The JavaScript of one file; mistakes come first, as lines that no program prints. */
export function compiled(files: Readonly<Record<string, string>>, fileName: string, module: Format = "esm"): string {
  const { js, diagnostics } = transformer.compileFile(ts, files[fileName] ?? "", fileName, {
    module,
    compilerOptions: { sourceMap: false, esModuleInterop: true },
    resolve: resolveAmong(files),
  });
  const problems = diagnostics.map((item) => `! ${ts.flattenDiagnosticMessageText(item.messageText, "\n")}\n`);
  return problems.join("") + js;
}

/** What each program prints. */
export async function outputs(programs: readonly Program[], module: Format): Promise<string[]> {
  const folder = join(root, "build/macro", `${programs.length}_${module}`);
  rmSync(folder, { recursive: true, force: true });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write("package.json", JSON.stringify({ type: module === "esm" ? "module" : "commonjs" }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/tincture"), "junction");
  programs.forEach(({ files }, i) => {
    for (const file of Object.keys(files)) write(`${i}/${file.replace(/\.ts$/, ".js")}`, compiled(files, file, module));
  });
  write(
    "all.mjs",
    `const separator = "\\u0000";
for (let i = 0; i < ${programs.length}; i++) {
  try { await import("./" + i + "/main.js"); await new Promise((done) => setTimeout(done, 5)); }
  catch (error) { console.log(String(error)); }
  process.stdout.write(separator);
}`,
  );
  const { stdout, stderr } = await runTool(join(folder, "all.mjs"), [], { timeout: 60_000 });
  if (stderr !== "") throw new Error(stderr);
  return stdout.split("\u0000");
}
