/**
 * Calls between two nodes: `local` (two processes over a unix socket), `worker` (two threads), beside two BEAM nodes on the same machine, one scheduler each; `nats`
 * beside request and reply of the bare NATS client on the same server. Then one program on one and on two `worker` nodes.
 *
 * Units: calls a second, the median of the rounds. Every caller checks that the answers add up. What is not installed here (Elixir, nats-server) is left out.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./median.js";
import type { Rates } from "./node/rate.js";
import type { Effort } from "./round.js";
import { aligned } from "./table.js";

const IN_FLIGHT = ["1", "64"];
/** By title: calls a second, by how many are in flight. */
type Found = Readonly<Record<string, Rates>>;

/** Runs a caller to its end. Throws what it says when it fails. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Found {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8", env, timeout: 120_000 });
  if (status !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string);
}

/** Runs a program of bench/node, in a folder of its own, so that no other node of this machine is met. */
function program(name: string, args: readonly string[]): Found {
  const folder = mkdtempSync(join(tmpdir(), "tincture-bench-"));
  try {
    const file = fileURLToPath(new URL(`node/${name}.js`, import.meta.url));
    return run(process.execPath, [file, ...args], { ...process.env, XDG_RUNTIME_DIR: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const elixir = (name: string): string[] => [
  "--erl",
  "+S 1",
  "--sname",
  name,
  "--cookie",
  "bench",
  "bench/node/beam.exs",
];

async function beam(seconds: number): Promise<Found> {
  const name = `server_${process.pid}`;
  const server = spawn("elixir", [...elixir(name), "server"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(server.stdout, "data");
    const address = `${name}@${hostname().split(".")[0]}`;
    return run("elixir", [
      ...elixir(`caller_${process.pid}`),
      "caller",
      address,
      String(Math.max(1, seconds)),
      ...IN_FLIGHT,
    ]);
  } finally {
    server.kill("SIGKILL");
  }
}

const isInstalled = (command: string): boolean => spawnSync(command, ["--version"]).status === 0;

interface NatsServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** A NATS server on a free port, with JetStream. */
async function startNats(): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), "tincture-bench-nats-"));
  const port = await freePort();
  const args = ["-js", "-sd", folder, "-a", "127.0.0.1", "-p", String(port)];
  const server = spawn("nats-server", args, { stdio: "ignore" });
  await listening(port, server);
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      const gone = once(server, "exit");
      server.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nats-server ended at once");
}

/** Beside whom each of ours stands. */
const rivals: Readonly<Record<string, string>> = { local: "BEAM", worker: "BEAM", nats: "bare NATS" };

/** Measures, and gives the tables. */
export async function nodes({ rounds, seconds }: Effort): Promise<string> {
  const nats = isInstalled("nats-server") ? await startNats() : undefined;
  const call = (transport: string) => program("caller", [transport, String(seconds), ...IN_FLIGHT]);
  const programs: Record<string, () => Found | Promise<Found>> = {
    local: () => call("local"),
    ...(isInstalled("elixir") && { BEAM: () => beam(seconds) }),
    worker: () => call("worker"),
    ...(nats !== undefined && { NATS: () => call(`nats:${nats.address}`) }),
    spread: () => program("spread", [String(seconds)]),
  };
  const samples = new Map<string, Rates[]>();
  try {
    for (let round = 1; round <= rounds; round++) {
      // Who comes first changes, so nobody always gets the quiet moment.
      const order = Object.entries(programs);
      for (const [name, measure] of round % 2 === 1 ? order : order.reverse()) {
        console.error(`round ${round} of ${rounds}: ${name}`);
        for (const [title, rates] of Object.entries(await measure()))
          samples.set(title, [...(samples.get(title) ?? []), rates]);
      }
    }
  } finally {
    await nats?.stop();
  }
  return `${calls(samples)}\n\n${spread(samples.get("spread") as Rates[])}`;
}

function calls(samples: ReadonlyMap<string, readonly Rates[]>): string {
  const of = (title: string, lines: string): number[] =>
    (samples.get(title) ?? []).map((rates) => rates[lines] as number);
  const cell = (title: string, lines: string): string => {
    const own = of(title, lines);
    const rate = `${(median(own) / 1000).toFixed(1)}k/s`;
    const beside = rivals[title];
    if (beside === undefined || !samples.has(beside)) return rate;
    const theirs = of(beside, lines);
    const ratio = median(own.map((value, round) => value / (theirs[round] as number)));
    return `${rate} (${ratio.toFixed(ratio < 2 ? 2 : 1)}x ${beside})`;
  };
  const titles = ["local", "worker", "BEAM", "nats", "bare NATS"].filter((title) => samples.has(title));
  const rows = titles.map((title) => [title, ...IN_FLIGHT.map((lines) => cell(title, lines))]);
  return aligned(["two nodes", ...IN_FLIGHT.map((lines) => `${lines} in flight`)], rows);
}

function spread(samples: readonly Rates[]): string {
  const rate = (nodes: string): number => median(samples.map((rates) => rates[nodes] as number));
  const gain = median(samples.map((rates) => (rates["2"] as number) / (rates["1"] as number)));
  const row = [`${rate("1").toFixed(0)}/s`, `${rate("2").toFixed(0)}/s`, `${gain.toFixed(2)}x`];
  return aligned(["one program on `worker` nodes", "1 node", "2 nodes", "gain"], [["counting primes", ...row]]);
}
