/**
 * Results as a table: our figure, and for each rival how many times its figure is ours, as a median over the rounds with the lowest and the highest. A ratio
 * above 1 means that we are faster or smaller.
 */
import { median } from "./median.js";
import type { Result } from "./round.js";
import type { Group, Kind } from "./workload.js";

/** "20 ns", "1.5 us", "83 B": three digits are all that the method can give. */
export function shown(value: number, kind: Kind): string {
  if (kind === "memory") return `${value.toFixed(0)} B`;
  if (Math.abs(value) >= 1e6) return `${(value / 1e6).toPrecision(3)} ms`;
  return Math.abs(value) >= 1000 ? `${(value / 1000).toPrecision(3)} us` : `${value.toPrecision(3)} ns`;
}

const digits = (ratio: number): string => (ratio >= 9.95 ? ratio.toFixed(0) : ratio.toPrecision(2));

/** "30x (28..33)" of two rivals' samples in the same rounds. */
export function ratio(theirs: readonly number[], ours: readonly number[]): string {
  const ratios = theirs.map((value, round) => value / (ours[round] as number));
  const [low, middle, high] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map(digits);
  return ratios.length === 1 ? `${middle}x` : `${middle}x (${low}..${high})`;
}

/** The rows as Markdown. */
export function table({ workloads, rivals }: Group, results: readonly Result[]): string {
  const [us, ...others] = rivals;
  const head = ["workload", ...rivals, "what"];
  const rows = Object.entries(workloads).flatMap(([name, { kind, what }]) => {
    const of = (rival: string | undefined) =>
      results.find((result) => result.workload === name && result.rival === rival)?.samples;
    const ours = of(us);
    if (ours === undefined) return [];
    const ratios = others.map((rival) => {
      const theirs = of(rival);
      return theirs === undefined ? "" : ratio(theirs, ours);
    });
    return [[name, shown(median(ours), kind), ...ratios, what]];
  });
  return aligned(head, rows);
}

/** Markdown whose columns stand below each other, so that it can be read as it is. */
export function aligned(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] as string).length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] as number)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
