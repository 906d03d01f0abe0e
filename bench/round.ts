/**
 * Runs workloads in rounds. A round measures every workload with every rival once, each in a process of its own; who comes first changes from round to round,
 * so nobody always gets the quiet moment.
 *
 * Shape: [{ workload: "call", rival: "tincture", samples: [20.1, 19.8, ...] }], one sample per round, in the unit of the workload.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Group } from "./workload.js";

export interface Result {
  readonly workload: string;
  readonly rival: string;
  readonly samples: number[];
}

/** How much is measured: so many rounds; for each figure so many seconds of warm-up, and as many to measure. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

const measure = fileURLToPath(new URL("measure.js", import.meta.url));
/** More than any workload takes: what hangs must not hold up the rest. */
const TIMEOUT = 120_000;

/** The figure of one workload of one rival, measured in a fresh process; undefined when the rival can't do it. */
export function figure(rival: string, workload: string, seconds: number): number | undefined {
  const [command, args] =
    rival === "beam"
      ? ["elixir", ["--erl", "+S 1 +P 3000000", "bench/beam.exs", workload]]
      : [process.execPath, ["--expose-gc", measure, rival, workload, String(seconds)]];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: TIMEOUT });
  if (status !== 0) throw new Error(`${rival}: ${workload} failed\n${stderr}`);
  return stdout === "" ? undefined : Number(stdout);
}

/** Measures the workloads called `names`. What fails is told to `onFailure`, and is not asked again. */
export function run(
  group: Group,
  names: readonly string[],
  { rounds, seconds }: Effort,
  onFailure: (error: unknown) => void,
): Result[] {
  const rivals = group.rivals.filter((rival) => rival !== "beam" || spawnSync("elixir", ["--version"]).status === 0);
  const results = names.flatMap((workload) => rivals.map((rival): Result => ({ workload, rival, samples: [] })));
  for (let round = 0; round < rounds; round++)
    for (const workload of names) {
      const turn = results.filter((result) => result.workload === workload && result.samples.length === round);
      for (const { rival, samples } of round % 2 === 0 ? turn : turn.reverse())
        try {
          const value = figure(rival, workload, seconds);
          if (value !== undefined) samples.push(value);
        } catch (error) {
          onFailure(error);
        }
      process.stderr.write(`round ${round + 1} of ${rounds}: ${workload}\n`);
    }
  return results.filter(({ samples }) => samples.length === rounds);
}
