/**
 * Calls between two nodes: `local` (two processes over a unix socket), `worker` (two threads), beside two BEAM nodes on the same machine, one scheduler each.
 *
 * Units: calls a second, the median of the rounds. Every caller checks that the answers add up.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./median.js";
import type { Effort } from "./round.js";
import { aligned } from "./table.js";

const IN_FLIGHT = ["1", "64"];
type Rates = Readonly<Record<string, number>>;

/** Runs a caller to its end. Throws what it says when it fails. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Rates {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8", env, timeout: 120_000 });
  if (status !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string);
}

/** A folder of its own, so that no other node of this machine is met. */
function tincture(transport: string, seconds: number): Rates {
  const folder = mkdtempSync(join(tmpdir(), "tincture-bench-"));
  try {
    const caller = fileURLToPath(new URL("node/caller.js", import.meta.url));
    const env = { ...process.env, XDG_RUNTIME_DIR: folder };
    return run(process.execPath, [caller, transport, String(seconds), ...IN_FLIGHT], env);
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

async function beam(seconds: number): Promise<Rates> {
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

const hasElixir = (): boolean => spawnSync("elixir", ["--version"]).status === 0;

/** Measures, and gives the table. */
export async function nodes({ rounds, seconds }: Effort): Promise<string> {
  const rivals: Record<string, () => Rates | Promise<Rates>> = {
    local: () => tincture("local", seconds),
    worker: () => tincture("worker", seconds),
    ...(hasElixir() ? { beam: () => beam(seconds) } : {}),
  };
  const samples: Record<string, Rates[]> = {};
  for (let round = 1; round <= rounds; round++)
    for (const [name, measure] of Object.entries(rivals)) {
      console.error(`round ${round} of ${rounds}: ${name}`);
      samples[name] = [...(samples[name] ?? []), await measure()];
    }
  const rate = (name: string, lines: string): number =>
    median((samples[name] ?? []).map((rates) => rates[lines] as number));
  const cell = (name: string, lines: string): string => {
    const own = rate(name, lines);
    const beside = name !== "beam" && "beam" in samples ? ` (${(own / rate("beam", lines)).toFixed(1)}x)` : "";
    return `${Math.round(own / 100) / 10}k/s${beside}`;
  };
  const rows = Object.keys(rivals).map((name) => [name, ...IN_FLIGHT.map((lines) => cell(name, lines))]);
  return aligned(["two nodes", ...IN_FLIGHT.map((lines) => `${lines} in flight`)], rows);
}
