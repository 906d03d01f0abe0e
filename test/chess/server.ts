// The real server of examples/chess as a process of its own, on a free port.
import { once } from "node:events";
import { join } from "node:path";
import { start } from "../e2e/process.js";
import { root } from "../suite.js";

const REGISTER = join(root, "dist/transformer/hosts/register.mjs");

export interface ChessServer {
  readonly address: string;
  readonly port: number;
  /** What it printed so far, both streams. */
  output(): string;
  /** Ends it, and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a server. `port` 0, the default: any that is free. `folder`: where its sources are. */
export async function startServer(options: { port?: number; env?: Record<string, string>; folder?: string } = {}) {
  const { port = 0, env = {}, folder = join(root, "examples/chess") } = options;
  const args = ["--enable-source-maps", "--import", REGISTER, join(folder, "main.ts")];
  const child = start(process.execPath, args, { env: { PORT: String(port), ...env } });
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
