// What tests of validators share: programs compiled with the plugin and a checker, and the question that the layer of nodes asks before it delivers.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import transformer from "tincture/transformer";
import ts from "typescript";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);

const settings: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  types: ["node"],
  strict: true,
  skipLibCheck: true,
};

/** The JavaScript of each file, by its name, as tspc writes it; what is wrong with the files is an error. */
export function emitted(
  files: readonly string[],
  {
    typescript = ts,
    plugin = {},
    options = {},
  }: { typescript?: typeof ts; plugin?: object; options?: ts.CompilerOptions } = {},
): ReadonlyMap<string, string> {
  const made = typescript.createProgram(files, { ...settings, ...options });
  const program = (transformer as unknown as (...args: unknown[]) => ts.Program)(made, undefined, plugin, {
    ts: typescript,
  });
  const texts = new Map<string, string>();
  for (const file of files) {
    const source = program.getSourceFile(file) as ts.SourceFile;
    const wrong = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    if (wrong.length > 0)
      throw new Error(wrong.map((each) => ts.flattenDiagnosticMessageText(each.messageText, "\n")).join("\n"));
    program.emit(source, (name, text) => {
      if (/\.[mc]?js$/.test(name)) texts.set(file, text);
    });
  }
  return texts;
}

/** Builds a project again and again, as `tsc --incremental` does: takes the files that changed, gives those that are written. */
export function incremental(options: ts.CompilerOptions): (changed: Record<string, string>) => Map<string, string> {
  const folder = join(root, "build/validator/incremental");
  const all = { ...settings, ...options, incremental: true, tsBuildInfoFile: join(folder, "info"), rootDir: folder };
  const texts = new Map([
    ["middle.ts", 'export type { User } from "./user.js";'],
    [
      "room.ts",
      `import { cast, genserver } from "tincture";
      import type { User } from "./middle.js";
      export const Room = genserver(() => ({ join: cast((user: User) => void user) }));`,
    ],
    ["alone.ts", 'import { pipe } from "tincture"; export const one = pipe(-1, Math.abs);'],
  ]);
  let before: ts.EmitAndSemanticDiagnosticsBuilderProgram | undefined;
  return (changed) => {
    for (const [name, text] of Object.entries(changed)) texts.set(name, text);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of texts) writeFileSync(join(folder, name), text);
    const host = ts.createIncrementalCompilerHost(all);
    const files = [...texts.keys()].map((name) => join(folder, name));
    const made = ts.createProgram({ rootNames: files, options: all, host });
    const program = (transformer as unknown as (...args: unknown[]) => ts.Program)(made, host, {}, { ts });
    before = ts.createEmitAndSemanticDiagnosticsBuilderProgram(program, host, before);
    const written = new Map<string, string>();
    for (const { messageText } of before.getSemanticDiagnostics())
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
    before.emit(undefined, (file, text) => {
      if (file.endsWith(".js")) written.set(file.slice(folder.length + 1), text);
    });
    return written;
  };
}

/** Compiles a program and loads it. `name`: of its folder, for itself alone. */
export async function load(name: string, text: string): Promise<Record<string, unknown>> {
  const folder = join(root, "build/validator", name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "input.ts");
  writeFileSync(file, text);
  const output = join(folder, "input.mjs");
  writeFileSync(output, emitted([file]).get(file) as string);
  return await import(pathToFileURL(output).href);
}

interface Kind {
  readonly names: readonly string[];
  readonly numbered: readonly { readonly kind: string }[];
}

const { problemWith, reportDropped } = require(join(root, "dist/runtime/otp/validator/request.js")) as {
  problemWith(server: object, tag: number, payload: unknown): (Error & { code: string }) | undefined;
  reportDropped(server: object, tag: number, node: string, problem: Error): void;
};

/** The tag that a request of a handler has in the mailbox; of a message without a name. */
export function tagOf(server: object, handler?: string): number {
  const kind = (server as { kind: Kind }).kind;
  if (handler === undefined) return 0;
  const number = kind.names.indexOf(handler);
  return (number << 4) | (kind.numbered[number]?.kind === "cast" ? 2 : 1);
}

/** What a caller on another node would get instead of being heard; undefined when nothing is wrong. */
export function refusal(
  server: object,
  handler: string | undefined,
  payload: unknown,
): (Error & { code: string }) | undefined {
  return problemWith(server, tagOf(server, handler), payload);
}
export { reportDropped };
