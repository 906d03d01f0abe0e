// `npm run laws -- --runs 10000 [--seed 1] [name]`: tries every law so often, or those whose file has the name in its path, and prints what each came to.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "10000" }, seed: { type: "string" } },
  allowPositionals: true,
});
if (!(Number(values.runs) > 0)) throw new Error(`--runs takes how often a law is tried, from 1 up; got ${values.runs}`);
const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));
const env = { ...process.env, LAW_RUNS: values.runs, ...(values.seed !== undefined && { LAW_SEED: values.seed }) };
const folder = `test/runtime/laws${positionals[0] === undefined ? "" : `/${positionals[0]}`}`;
spawn(process.execPath, [vitest, "run", folder], { env, stdio: "inherit" }).on("exit", (code) => {
  process.exitCode = code ?? 1;
});
