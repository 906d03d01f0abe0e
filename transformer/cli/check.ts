// tincture check: the types of a project, and of those that it references, under TypeScript 7, `|>` included, and the mistakes in its macros.
//
// Flow: TypeScript 7 reads its files through us (the `fs` of its API). A file with `|>` is handed out with all of them written out as calls; what is found in it is mapped back to the places of
// the source. TypeScript 6, which is beside it for compiling, parses these files and prints what was found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { Cache } from "../hosts/cache.js";
import { optionsOf } from "../hosts/entry.js";
import { cacheFolder } from "../hosts/node_source.js";
import { nativeOf } from "../hosts/project.js";
import { isDeclaration } from "../hosts/reach.js";
import { asText } from "../hosts/shown.js";
import { SourceCompiler } from "../hosts/source_compiler.js";
import { repairOperators } from "../operator/repair.js";
import { type WrittenOut, writtenOut } from "../operator/written_out.js";
import { ts } from "../ts.js";
import { type Command, Refusal, type Terminal } from "./command.js";
import { printed, projectOption, useTypeScriptOf } from "./project.js";
import { type Member, membersOf, projectConfig } from "./references.js";
import { goOn, watchedOf, watchOption } from "./rounds.js";
import { wayOf } from "./way.js";

/** What is used of the API of TypeScript 7, which calls itself unstable. */
interface NativeDiagnostic {
  readonly fileName?: string;
  readonly pos: number;
  readonly end: number;
  readonly code: number;
  readonly category: ts.DiagnosticCategory;
  readonly text: string;
  readonly messageChain?: readonly NativeDiagnostic[];
  readonly relatedInformation?: readonly NativeDiagnostic[];
}
type Ask = () => readonly NativeDiagnostic[];
interface NativeProgram {
  readonly getConfigFileParsingDiagnostics: Ask;
  readonly getProgramDiagnostics: Ask;
  readonly getSyntacticDiagnostics: Ask;
  readonly getGlobalDiagnostics: Ask;
  readonly getSemanticDiagnostics: Ask;
  readonly getDeclarationDiagnostics: Ask;
}
interface NativeApi {
  updateSnapshot(what: { openProjects: string[] }): {
    getProject(config: string): { readonly program: NativeProgram } | undefined;
  };
  close(): void;
  readonly client?: { readonly channel?: { readonly child?: { kill(signal: string): void } } };
}
interface Native {
  readonly API: new (options: { cwd: string; fs: { readFile(name: string): string | undefined } }) => NativeApi;
}

export const check: Command = {
  name: "check",
  usage: "[--project PATH] [--watch]",
  summary: "check types with TypeScript 7, |> included",
  help: [
    "Checks the types of a project, and of those that it references, with its TypeScript 7, also in files with |>, which stock tsc 7 can't read, and looks for mistakes in macros. Errors are at the places of your source. Nothing is written.",
    "With TypeScript 5.9 or 6.0 alone, `tspc --noEmit` does the same.",
  ].join("\n\n"),
  options: { project: projectOption, watch: watchOption },
  async run(operands, given, terminal) {
    if (operands.length > 0) throw new Refusal("check takes no files: it checks a project.", 2);
    useTypeScriptOf(terminal.folder);
    const config = projectConfig(given.project as string | undefined, terminal.folder);
    const native = await nativeApi(terminal.folder);
    if (given.watch !== true) return checkAll(membersOf(config, terminal), native, terminal);
    return goOn(() => {
      const found = membersOf(config, terminal);
      return { ...watchedOf(found), round: () => checkAll(found, native, terminal) };
    }, terminal);
  },
};

/** Gives the exit code. */
function checkAll(members: readonly Member[], native: Native, terminal: Terminal): number {
  const texts = new Texts((name) => {
    const owner = members.find(({ files }) => files.includes(name)) ?? members.at(-1);
    return owner !== undefined && optionsOf(owner.parsed.options).pipelineOperator === true;
  });
  const mistakes = members.map((member) => mistakesIn(member, terminal));
  const api = new native.API({ cwd: terminal.folder, fs: { readFile: (name) => texts.of(name)?.text } });
  try {
    const configs = members.map(({ config }) => config);
    const snapshot = api.updateSnapshot({ openProjects: configs });
    const native = members.flatMap(({ config, parsed }) => {
      const program = snapshot.getProject(config)?.program;
      if (program === undefined) throw new Refusal(`TypeScript 7 can't open ${config}.`);
      return everythingOf(program, parsed);
    });
    const found = [...texts.errors, ...texts.mapped(native)];
    if (found.length > 0) terminal.out(printed(found, terminal.folder, terminal));
    for (const text of mistakes.flatMap(({ texts }) => texts)) terminal.out(text);
    const count = mistakes.reduce((sum, { errors }) => sum + errors, found.length);
    if (count > 0) terminal.out(`\nFound ${count} error${count === 1 ? "" : "s"}.`);
    return count === 0 ? 0 : 1;
  } finally {
    end(api);
  }
}

/** Asked to end, its server may write "context canceled" to standard error on its way out; it has nothing to lose. */
function end(api: NativeApi): void {
  const server = api.client?.channel?.child;
  if (server === undefined) api.close();
  else server.kill("SIGKILL");
}

/** As tsc asks: types only where all files could be read. */
function everythingOf(program: NativeProgram, { options }: ts.ParsedCommandLine): NativeDiagnostic[] {
  const syntax = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getProgramDiagnostics(),
    ...program.getSyntacticDiagnostics(),
  ];
  if (syntax.length > 0) return syntax;
  const types = [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
  return types.length === 0 && options.declaration === true ? [...program.getDeclarationDiagnostics()] : types;
}

async function nativeApi(folder: string): Promise<Native> {
  const native = nativeOf(folder);
  if (native === undefined)
    throw new Refusal(
      "TypeScript 7 is not installed here.\nhint: `tspc --noEmit` checks with the TypeScript that is; docs/typescript7.md says how both go together.",
    );
  const manifest = join(native.path, "package.json");
  const { name } = JSON.parse(readFileSync(manifest, "utf8"));
  try {
    return await import(pathToFileURL(createRequire(manifest).resolve(`${name}/unstable/sync`)).href);
  } catch {
    throw new Refusal(
      `TypeScript ${native.version} has no \`unstable/sync\`, the API that this is made with.\nhint: npm install --save-dev typescript@~7.0.2`,
    );
  }
}

/** Files with `|>`, as TypeScript 7 gets to read them. */
class Texts {
  private readonly known = new Map<string, { readonly file: ts.SourceFile; readonly text: WrittenOut } | undefined>();
  /** What keeps a file from being written out. */
  readonly errors: ts.Diagnostic[] = [];

  constructor(private readonly hasOperator: (name: string) => boolean) {}

  of(name: string): WrittenOut | undefined {
    if (!/\.[mc]?tsx?$/.test(name) || isDeclaration(name) || name.includes("/node_modules/")) return undefined;
    if (!this.known.has(name)) this.known.set(name, this.read(name));
    return this.known.get(name)?.text;
  }

  private read(name: string) {
    const source = ts.sys.readFile(name);
    if (source === undefined || !source.includes("|>")) return undefined;
    const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest);
    repairOperators(file, this.hasOperator(name));
    const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
    this.errors.push(...parseDiagnostics);
    return { file, text: writtenOut(file) };
  }

  /** What TypeScript 7 found, as errors of the source. Of a file that can't be read here, there is nothing more to say. */
  mapped(found: readonly NativeDiagnostic[]): ts.Diagnostic[] {
    return found
      .filter(({ fileName }) => !this.errors.some(({ file }) => fileName !== undefined && file?.fileName === fileName))
      .map((diagnostic) => {
        const { relatedInformation } = diagnostic;
        const related = relatedInformation?.map((each) => this.placed(each));
        return { ...this.placed(diagnostic), ...(related && { relatedInformation: related }) };
      });
  }

  private placed({ fileName, pos, end, code, category, text, messageChain }: NativeDiagnostic): ts.Diagnostic {
    const file = this.fileOf(fileName);
    const known = fileName === undefined ? undefined : this.known.get(fileName);
    const span =
      known === undefined ? { start: pos, end } : (known.text.sourceSpan({ start: pos, end }) ?? { start: 0, end: 0 });
    const chain = { messageText: text, category, code, next: messageChain?.map(chained) } as ts.DiagnosticMessageChain;
    const messageText = messageChain === undefined ? text : chain;
    const place =
      file === undefined
        ? { start: undefined, length: undefined }
        : { start: span.start, length: span.end - span.start };
    return { file, ...place, code, category, messageText };
  }

  private fileOf(fileName: string | undefined): ts.SourceFile | undefined {
    if (fileName === undefined) return undefined;
    const known = this.known.get(fileName)?.file;
    return known ?? ts.createSourceFile(fileName, ts.sys.readFile(fileName) ?? "", ts.ScriptTarget.Latest);
  }
}

const chained = ({ text, category, code, messageChain }: NativeDiagnostic): ts.DiagnosticMessageChain =>
  ({ messageText: text, category, code, next: messageChain?.map(chained) }) as ts.DiagnosticMessageChain;

/** Mistakes in the use of macros, file by file; what was found is kept until a file changes. */
function mistakesIn({ config, files, parsed }: Member, { folder }: Terminal): { texts: string[]; errors: number } {
  const compiler = new SourceCompiler(
    "check",
    folder,
    { tsconfig: relative(folder, config) },
    new Cache(cacheFolder(folder)),
  );
  const mistakes = files.flatMap((name) => {
    if (name.endsWith(".json")) return [];
    const text = readFileSync(name, "utf8");
    return compiler.compile(text, name, wayOf(name, parsed.options))?.mistakes ?? [];
  });
  // Errors of syntax, and of |>, are said by Texts and by TypeScript 7.
  const ours = mistakes.filter(({ code }) => code >= 70000 && !(code >= 70120 && code < 70130));
  return {
    texts: ours.map((mistake) => asText(mistake, folder)),
    errors: ours.filter(({ isError }) => isError).length,
  };
}
