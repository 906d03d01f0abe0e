// Whole programs: each sample is compiled in process and run by a real Node; what it prints on both streams is compared.
//
// Shape: expected.txt has standard output, then, if there was any, a line `--- standard error ---` and that. Places are cut down to file:line:column.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";
import { runTool } from "../e2e/process.js";
import { root, suite } from "../suite.js";

suite("test/run/samples", async (sample) => {
  const folder = join(root, "build/run", sample.name);
  mkdirSync(folder, { recursive: true });
  for (const file of sample.files) {
    const { js, map, diagnostics } = transformer.compileFile(ts, sample.read(file), file, {
      module: "esm",
      pipelineOperator: true,
      resolve: sample.resolve,
    });
    if (diagnostics.length > 0) throw new Error(`${file}: ${ts.formatDiagnostics(diagnostics, formatHost)}`);
    const output = file.replace(/\.ts$/, ".js");
    writeFileSync(join(folder, output), js);
    writeFileSync(join(folder, `${output}.map`), map ?? "");
  }
  const { stdout, stderr, code } = await runTool("--enable-source-maps", [join(folder, "input.js")], {
    timeout: 20_000,
  });
  const errors = withoutPlaces(stderr);
  const end = code === 0 ? "" : `--- exit code ${code} ---\n`;
  return `${stdout}${errors === "" ? "" : `--- standard error ---\n${errors}`}${end}`;
});

const wanted = join(root, "../shared/wanted");
test.runIf(existsSync(wanted)).for(["chat_room", "let_it_crash"])("%s is the program that is wanted", (name) => {
  const sample = (file: string): string => readFileSync(join(root, "test/run/samples", name, file), "utf8");
  const original = (end: string): string => readFileSync(join(wanted, `${name}${end}`), "utf8");
  expect(sample("input.ts")).toBe(original(".ts"));
  const [printed] = sample("expected.txt").split("--- standard error ---\n");
  expect(printed).toBe(original(".expected.txt"));
});

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => root,
  getNewLine: () => "\n",
};

/** Stack frames outside of the sample are left out, and paths are cut to the file. */
function withoutPlaces(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) || /input\.ts/.test(line))
    .map((line) => line.replace(/(file:\/\/)?\/\S*\/(\w+\.ts)/g, "$2"))
    .join("\n");
}
