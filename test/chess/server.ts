// The real server of examples/chess as a process of its own, on a free port, with a store of its own.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { start } from "../e2e/process.js";
import { root } from "../suite.js";

export const REGISTER = join(root, "dist/transformer/hosts/register.mjs");

/** A new empty folder, in one that git ignores. */
export function newFolder(): string {
  const parent = join(root, "build/chess_test");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "run-"));
}

/** A copy of the example's sources, to be changed while a server runs on it. */
export function copySources(): string {
  const folder = join(newFolder(), "examples/chess");
  cpSync(join(root, "examples/chess"), folder, { recursive: true });
  return folder;
}

/** Makes of these sources the next version, which has the offer of a draw. */
export function addDraws(folder: string): void {
  const args = ["apply", "--unsafe-paths", `--directory=${join(folder, "../..")}`, join(folder, "draw.patch")];
  execFileSync("git", args);
}

export interface ChessServer {
  readonly address: string;
  readonly port: number;
  /** What it printed so far, both streams. */
  output(): string;
  /** Ends it, and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  /** 0, the default: any that is free. */
  readonly port?: number;
  /** Where it keeps its games. Default: a new folder. */
  readonly data?: string;
  /** Where its sources are. Default: where they are. */
  readonly folder?: string;
  /** Its name as a node, and its cookie. Default: it is none. */
  readonly node?: string;
  readonly cookie?: string;
}

/** Starts a server whose games offer to crash. */
export async function startServer(options: ServerOptions = {}) {
  const { port = 0, data = newFolder(), folder = join(root, "examples/chess"), node = "", cookie = "" } = options;
  const args = ["--enable-source-maps", "--import", REGISTER, join(folder, "main.ts")];
  const env = { PORT: String(port), CHESS_DATA: data, CHESS_CRASH: "1", CHESS_NODE: node, TINCTURE_COOKIE: cookie };
  const child = start(process.execPath, args, { env });
  const ended = once(child.process, "close");
  for (;;) {
    const address = /^chess: (http:\S+)$/m.exec(child.printed.stdout)?.[1];
    if (address !== undefined)
      return {
        address,
        port: Number(new URL(address).port),
        output: () => child.printed.output,
        async kill(signal: NodeJS.Signals) {
          child.process.kill(signal);
          await ended;
        },
      } satisfies ChessServer;
    if (child.process.exitCode !== null) throw new Error(child.printed.output);
    await Promise.race([once(child.process.stdout as never, "data"), ended]);
  }
}
