/**
 * `npm run bench [-- --quick] [-- --rounds N] [-- --write] [NAME...]`: what Tincture costs beside its rivals, in one run.
 *
 * NAME is a group (`otp`, `pipe`), a workload, `node`, calls between two nodes, `compile`, what the plugin adds to a build, or `durable`, what keeping state costs; without one all of `otp` is measured, in 5 rounds. `--quick` is
 * one short round, for a look; `--write` puts the tables into docs/performance.md. Prints Markdown, and writes all samples to build/bench/GROUP.json.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compile } from "./compile.js";
import { durable } from "./durable.js";
import { nodes } from "./node.js";
import { perFile } from "./per_file.js";
import { machine, write } from "./report.js";
import { type Effort, run } from "./round.js";
import { table } from "./table.js";
import { groups } from "./workload.js";

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean" }, rounds: { type: "string", default: "5" }, write: { type: "boolean" } },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? ["otp"] : positionals;
const effort: Effort = values.quick ? { rounds: 1, seconds: 0.3 } : { rounds: Number(values.rounds), seconds: 1 };

const known = [
  "compile",
  "durable",
  "node",
  ...Object.entries(groups).flatMap(([name, { workloads }]) => [name, ...Object.keys(workloads)]),
];
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  process.exit(1);
}

function show(name: string, text: string): void {
  console.log(text);
  if (values.write) write(name, text);
}

function onFailure(error: unknown): void {
  console.error(error);
  process.exitCode = 1;
}

for (const [name, group] of Object.entries(groups)) {
  const names = Object.keys(group.workloads).filter((workload) => chosen.includes(name) || chosen.includes(workload));
  if (names.length === 0) continue;
  const results = run(group, names, effort, onFailure);
  show(name, `${machine(effort)}\n\n${table(group, results)}\n`);
  mkdirSync("build/bench", { recursive: true });
  writeFileSync(`build/bench/${name}.json`, `${JSON.stringify({ node: process.version, effort, results }, null, 2)}\n`);
}
if (chosen.includes("node")) show("node", `${machine(effort)}\n\n${await nodes(effort)}\n`);
if (chosen.includes("compile")) {
  const rounds = Math.min(effort.rounds, 3);
  const text = await compile(values.quick ? [1000] : [1000, 5000], rounds);
  const files = await perFile(values.quick ? 100 : 1000);
  const title = `Node ${process.version}, ${rounds} round${rounds === 1 ? "" : "s"}.`;
  const each = "One file in the hosts that see one file at a time; ratios are ours / theirs:";
  show("compile", `${title}\n\n${text}\n\n${each}\n\n${files}\n`);
}
if (chosen.includes("durable"))
  show("durable", `Node ${process.version}.\n\n${await durable(values.quick ? 0.3 : 3)}\n`);
