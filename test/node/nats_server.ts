// Starts real NATS servers for tests, on free ports, each with a folder of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../e2e/process.js";

export interface NatsServer {
  readonly address: string;
  /** Kills it at once; its folder stays. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. */
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Kills it and removes its folder. */
  close(): Promise<void>;
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `config` is text in the server's own language; `jetStream` false leaves it out. */
export async function startNats(
  options: { config?: string; jetStream?: boolean; host?: string; port?: number } = {},
): Promise<NatsServer> {
  const { config = "", jetStream = true, host = "127.0.0.1", port = await freePort() } = options;
  const folder = mkdtempSync(join(tmpdir(), "tincture-nats-"));
  const file = join(folder, "nats.conf");
  writeFileSync(file, config);
  const args = ["-c", file, "-a", host, "-p", String(port), ...(jetStream ? ["-js", "-sd", folder] : [])];
  let server: ReturnType<typeof start>;
  const run = async (): Promise<void> => {
    server = start("nats-server", args);
    await listening(host, port, () => server.printed.output);
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.process.once("close", resolve));
    if (server.process.exitCode !== null || server.process.signalCode !== null) return;
    server.process.kill("SIGKILL");
    await ended;
  };
  await run();
  return {
    address: `${host}:${port}`,
    kill,
    restart: run,
    signal: (name) => void server.process.kill(name),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Three servers that keep JetStream together; all of them are told of the others. */
export async function startNatsCluster(): Promise<NatsServer[]> {
  const routes = await Promise.all([1, 2, 3].map(freePort));
  const all = routes.map((port) => `nats-route://127.0.0.1:${port}`).join(", ");
  return Promise.all(
    routes.map((port, i) =>
      startNats({
        config: `server_name: n${i}\ncluster { name: test, listen: "127.0.0.1:${port}", routes: [${all}] }`,
      }),
    ),
  );
}

async function listening(host: string, port: number, printed: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nats-server does not listen at ${host}:${port}:\n${printed()}`);
}
