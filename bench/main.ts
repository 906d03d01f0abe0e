/**
 * `npm run bench [-- --quick] [NAME...]`: our runtime beside the BEAM, in one run.
 *
 * Method: after a warm-up, rounds alternate (all of ours, then all of the BEAM's with one scheduler, which takes the median of five repetitions itself); the
 * figures are medians over the rounds, with the lowest and the highest. Without `elixir` only our column is there. Prints a table, and writes
 * build/bench.json.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bytesPerServer, type Workload, workloads } from "./workload.js";

const { values, positionals } = parseArgs({ options: { quick: { type: "boolean" } }, allowPositionals: true });
const rounds = values.quick === true ? 1 : 5;
const chosen = workloads.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const withMemory = positionals.length === 0 || positionals.includes("memory");

/** All samples of one figure. */
type Samples = Map<string, number[]>;
const ours: Samples = new Map();
const theirs: Samples = new Map();

function add(samples: Samples, name: string, value: number): void {
  samples.set(name, [...(samples.get(name) ?? []), value]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

/** Nanoseconds per operation. */
async function time(workload: Workload): Promise<number> {
  const start = process.hrtime.bigint();
  await workload.run();
  return Number(process.hrtime.bigint() - start) / workload.count;
}

const hasBeam = spawnSync("elixir", ["--version"]).status === 0;

/** One round of the BEAM: nanoseconds per operation, or bytes, by name. */
function beamRound(names: readonly string[]): void {
  const output = execFileSync("elixir", ["--erl", "+S 1 +P 3000000", "bench/beam.exs", names.join(",")], {
    encoding: "utf8",
  });
  for (const line of output.split("\n").filter((text) => text.startsWith("{"))) {
    const { w, unit, v } = JSON.parse(line) as { w: string; unit: string; v: number };
    add(theirs, w, unit === "op/s" ? 1e9 / v : v);
  }
}

console.log(
  `${rounds} round${rounds === 1 ? "" : "s"}, node ${process.version}${hasBeam ? ", beside the BEAM with one scheduler" : "; elixir is not installed, so there is no rival"}`,
);
for (const workload of chosen) for (let i = 0; i < 4; i++) await time(workload);
for (let round = 0; round < rounds; round++) {
  for (const workload of chosen)
    add(ours, workload.name, median([await time(workload), await time(workload), await time(workload)]));
  if (withMemory) add(ours, "memory", await bytesPerServer(100_000));
  if (hasBeam) beamRound([...new Set(chosen.flatMap(({ beam }) => beam)), ...(withMemory ? ["memgs100k"] : [])]);
}

interface Row {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly spread: readonly [number, number];
  readonly beam: number | undefined;
  readonly ratio: number | undefined;
}

function row(name: string, what: string, unit: string, rivals: readonly string[]): Row {
  const samples = ours.get(name) as number[];
  const beam = hasBeam ? rivals.reduce((sum, rival) => sum + median(theirs.get(rival) as number[]), 0) : undefined;
  const value = median(samples);
  return {
    name,
    what,
    unit,
    ours: value,
    spread: [Math.min(...samples), Math.max(...samples)],
    beam,
    ratio: beam && beam / value,
  };
}

const rows = chosen.map(({ name, what, beam }) => row(name, what, "ns", beam));
if (withMemory) rows.push(row("memory", "heap of an idle server", "bytes", ["memgs100k"]));
for (const { name, what, unit, ours, spread, beam, ratio } of rows) {
  const figure = `${ours.toFixed(1)} ${unit} (${spread.map((value) => value.toFixed(1)).join("..")})`;
  const rival =
    beam === undefined
      ? ""
      : `BEAM ${beam.toFixed(1).padStart(8)} ${unit.padEnd(5)} ${(ratio as number).toFixed(1).padStart(6)}x`;
  console.log(`${name.padEnd(12)} ${figure.padEnd(34)} ${rival.padEnd(34)} ${what}`);
}
mkdirSync("build", { recursive: true });
writeFileSync("build/bench.json", `${JSON.stringify({ node: process.version, rounds, rows }, null, 2)}\n`);
