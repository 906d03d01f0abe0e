/** Puts what was measured into docs/performance.md, between the two marks of its part; the text around them is written by hand. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Effort } from "./round.js";

const page = "docs/performance.md";

/** What the figures depend on, without naming the machine. */
export function machine({ rounds, seconds }: Effort): string {
  const { stdout } = spawnSync("elixir", ["--version"], { encoding: "utf8" });
  const beam = /OTP (\d+)/.exec(stdout ?? "")?.[1];
  const elixir = /Elixir ([\d.]+)/.exec(stdout ?? "")?.[1];
  const rival = beam === undefined ? "no Elixir here" : `Elixir ${elixir} on Erlang/OTP ${beam}`;
  const how = `${rounds} round${rounds === 1 ? "" : "s"}, each figure ${seconds} s after ${seconds} s of warm-up`;
  return `Node ${process.version}, ${rival}, ${availableParallelism()} cores; ${how}.`;
}

/** Replaces the part called `name`. */
export function write(name: string, text: string): void {
  const [start, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`];
  const old = readFileSync(page, "utf8");
  const from = old.indexOf(start);
  const to = old.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${page} has no ${start} ... ${end}`);
  writeFileSync(page, `${old.slice(0, from + start.length)}\n${text}${old.slice(to)}`);
}
