// A real tsserver as an editor runs it: `node tsserver.js`, requests as lines of JSON on its input, answers on its output. The project it opens has the
// packed package in its node_modules, unpacked from the tarball that `npm publish` would upload.
//
// Shape: const session = new Session("6.0", project); session.open("main.ts", text); await session.ask("quickinfo", session.at("main.ts", "f(b"))
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../e2e/process.js";
import { Project, tarball, temporaryFolder } from "../e2e/project.js";
import { root } from "../suite.js";

/** The versions of TypeScript, by the package that is theirs here. */
export const versions = { "6.0": "typescript", "5.9": "typescript59" } as const;
export type Version = keyof typeof versions;

/** A project with the package in its node_modules, and a TypeScript beside it. */
export async function newProject(version: Version): Promise<Project> {
  const project = new Project(temporaryFolder());
  const modules = project.path("node_modules");
  mkdirSync(join(modules, "tincture"), { recursive: true });
  const unpacked = await run("tar", ["-xzf", await tarball(), "-C", join(modules, "tincture"), "--strip-components=1"]);
  if (unpacked.code !== 0) throw new Error(unpacked.output);
  symlinkSync(join(root, "node_modules", versions[version]), join(modules, "typescript"), "junction");
  project.write("package.json", JSON.stringify({ private: true, type: "module" }));
  return project;
}

/** Where something is in a file, as tsserver counts: from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
}

export interface Range {
  readonly start: { readonly line: number; readonly offset: number };
  readonly end: { readonly line: number; readonly offset: number };
}

/** A diagnostic as the editor gets it. */
export interface Diagnostic extends Range {
  readonly text: string;
  readonly code: number;
  readonly category: string;
  readonly relatedInformation?: readonly { readonly message: string }[];
}

export interface Edit extends Range {
  readonly newText: string;
}

type Body = any;

/** A request that failed. */
export class RequestError extends Error {}

export class Session {
  /** What is in the editor. */
  readonly texts = new Map<string, string>();
  private readonly process: ChildProcess;
  private readonly waiting = new Map<number, (message: Body) => void>();
  private readonly ended: Promise<number | null>;
  private last = 0;
  private buffer = Buffer.alloc(0);

  constructor(
    version: Version,
    readonly project: Project,
    { isLinked = false, flags = [] as readonly string[] } = {},
  ) {
    const server = project.path("node_modules/typescript/lib/tsserver.js");
    const usual = ["--disableAutomaticTypingAcquisition", "--suppressDiagnosticEvents"];
    const log = ["--logVerbosity", "normal", "--logFile", this.logFile];
    // TypeScript is only linked into the project, and takes the project's node_modules for its own place all the same; unless `isLinked`, as under pnpm.
    const links = isLinked ? [] : ["--preserve-symlinks", "--preserve-symlinks-main"];
    this.process = spawn(process.execPath, [...links, server, ...usual, ...flags, ...log], {
      cwd: project.folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.process.stdout?.on("data", (chunk: Buffer) => this.read(chunk));
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
    void this.ended.then((code) => {
      for (const answer of this.waiting.values())
        answer({ success: false, message: `tsserver ${version} ended: ${code}` });
    });
  }

  private get logFile(): string {
    return this.project.path("tsserver.log");
  }

  /** What the plugin had to say in the server's log: nothing, unless something went wrong. */
  complaints(): string[] {
    return readFileSync(this.logFile, "utf8")
      .split("\n")
      .filter((line) => /\] tincture: /.test(line));
  }

  async close(): Promise<number | null> {
    this.tell("exit", undefined);
    return this.ended;
  }

  /* ---- the protocol ---- */

  /** A request that is answered. */
  async ask(command: string, args: object): Promise<Body> {
    const message = await new Promise<Body>((resolve) => {
      this.waiting.set(this.tell(command, this.inProject(args)), resolve);
    });
    if (message.success || message.message === "No content available.") return message.body;
    throw new RequestError(`${command}: ${message.message.split("\n")[0]}`);
  }

  private tell(command: string, args: object | undefined): number {
    const seq = ++this.last;
    this.process.stdin?.write(`${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`);
    return seq;
  }

  private inProject(args: object): object {
    return "file" in args ? { ...args, file: this.project.path(args.file as string) } : args;
  }

  /** Messages come as "Content-Length: n", an empty line, and n bytes. */
  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(this.buffer.toString("latin1", 0, 60));
      if (head === null) return;
      const end = head[0].length + Number(head[1]);
      if (this.buffer.length < end) return;
      const message = JSON.parse(this.buffer.toString("utf8", head[0].length, end));
      this.buffer = this.buffer.subarray(end);
      if (message.type !== "response") continue;
      this.waiting.get(message.request_seq)?.(message);
      this.waiting.delete(message.request_seq);
    }
  }

  /* ---- what a person does ---- */

  open(file: string, text: string): void {
    this.project.write(file, text);
    this.texts.set(file, text);
    this.tell("open", { file: this.project.path(file), fileContent: text });
  }

  /** Replaces `drop` characters at a place by `add`, as one keystroke. */
  type(file: string, position: number, add: string, drop = 0): void {
    const text = this.texts.get(file) as string;
    const start = this.place(file, position);
    const end = this.place(file, position + drop);
    this.texts.set(file, text.slice(0, position) + add + text.slice(position + drop));
    const range = { line: start.line, offset: start.offset, endLine: end.line, endOffset: end.offset };
    this.tell("change", { file: this.project.path(file), ...range, insertString: add });
  }

  place(file: string, position: number): Place {
    const before = (this.texts.get(file) as string).slice(0, position).split("\n");
    return { file, line: before.length, offset: (before.at(-1) as string).length + 1 };
  }

  /** The place of `~` in a piece of the file: at("main.ts", "f(~b)"). */
  at(file: string, piece: string): Place {
    return this.place(file, this.position(file, piece));
  }

  position(file: string, piece: string): number {
    const text = this.texts.get(file) as string;
    const start = text.indexOf(piece.replace("~", ""));
    if (start === -1) throw new Error(`${piece} is not in ${file}`);
    return start + Math.max(0, piece.indexOf("~"));
  }

  /** All errors and warnings, those of syntax first. */
  async diagnostics(file: string): Promise<Diagnostic[]> {
    const syntax = await this.ask("syntacticDiagnosticsSync", { file, includeLinePosition: false });
    const semantic = await this.ask("semanticDiagnosticsSync", { file, includeLinePosition: false });
    return [...syntax, ...semantic];
  }

  /** "code at the text it is said of" */
  async errors(file: string): Promise<string[]> {
    const found = await this.diagnostics(file);
    return found.map((each) => `${each.code} ${this.textAt(file, each)}`);
  }

  textAt(file: string, range: Range): string {
    const text = this.texts.get(file) as string;
    return text.slice(offsetOf(text, range.start), offsetOf(text, range.end));
  }
}

export function offsetOf(text: string, { line, offset }: { line: number; offset: number }): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + offset - 1;
}

/** A text with edits made, which don't overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit) => ({ ...edit, from: offsetOf(text, edit.start), to: offsetOf(text, edit.end) }));
  ordered.sort((a, b) => b.from - a.from);
  return ordered.reduce((made, { from, to, newText }) => made.slice(0, from) + newText + made.slice(to), text);
}
