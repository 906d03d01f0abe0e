// `npm run replay -- FILE...`: replays trace files recorded from Elixir (format: FORMAT.md beside them) against the runtime.
//
// Shape: one line for each scenario that differs, `FAIL <id> <place>: expected <json>, got <json>`, and at the end `N passed, M failed`; exit code 1 if any failed.
// It knows files and families; what a scenario of a family means is in the file of that name.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { setLogger } from "tincture";
import { VirtualTime } from "../../dist/runtime/testing/virtual_time.js";
import { firstDifference } from "./difference.js";
import type { Family, Scenario } from "./family.js";
import { genserver } from "./genserver.js";
import { links } from "./links.js";
import { receiveFamily } from "./receive.js";
import { registry } from "./registry.js";
import { supervision } from "./supervision.js";
import type { Json } from "./term.js";

const families: { readonly [name: string]: Family<any> } = {
  genserver,
  links,
  receive: receiveFamily,
  registry,
  supervision,
};

export interface TraceFile {
  readonly meta: { readonly family: string };
  readonly scenarios: readonly Scenario[];
}

export interface Outcome {
  readonly passed: number;
  /** One text for each scenario that failed. */
  readonly failures: readonly string[];
}

/** Replays all scenarios of a file, one after the other. */
export async function replay({ meta, scenarios }: TraceFile): Promise<Outcome> {
  const family = Object.hasOwn(families, meta.family) ? families[meta.family] : undefined;
  const failures: string[] = [];
  const silent = () => {};
  setLogger({ error: silent, warn: silent, info: silent });
  const time = VirtualTime.start();
  for (const scenario of scenarios) {
    const failure = family === undefined ? unsupported(meta.family) : await failureOf(family, scenario, time);
    if (failure !== undefined) failures.push(`${scenario.id} ${failure}`);
  }
  time.stop();
  setLogger();
  return { passed: scenarios.length - failures.length, failures };
}

const unsupported = (name: string): string =>
  `not replayed: the family "${name}" is not supported yet (supported: ${Object.keys(families).join(", ")})`;

/** What is wrong with a scenario; undefined if nothing is. */
async function failureOf(family: Family, scenario: Scenario, time: VirtualTime): Promise<string | undefined> {
  const inOrder = family.inOrder ?? ((json) => json);
  let seen: Json;
  try {
    seen = await family.replay(scenario, time);
  } catch (error) {
    return `replay stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const difference = firstDifference(inOrder(scenario.expect), inOrder(seen));
  if (difference === undefined) return undefined;
  return `${difference.path}: expected ${difference.expected}, got ${difference.got}`;
}

function read(file: string): TraceFile {
  const content = JSON.parse(readFileSync(resolve(process.env.INIT_CWD ?? ".", file), "utf8")) as Partial<TraceFile>;
  if (typeof content.meta?.family === "string" && Array.isArray(content.scenarios)) return content as TraceFile;
  throw new Error("not a trace file: it has no meta.family or no scenarios");
}

async function main(files: readonly string[]): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    try {
      const outcome = await replay(read(file));
      passed += outcome.passed;
      failed += outcome.failures.length;
      for (const failure of outcome.failures) console.log(`FAIL ${failure}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (files.length === 0) console.log("usage: npm run replay -- FILE...");
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || files.length === 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
