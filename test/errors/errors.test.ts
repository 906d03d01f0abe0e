// What is printed for a mistake: samples/NAME/input.ts beside the whole text, as TypeScript prints it. The folder is named after the message. Mistakes in the use
// of macros are found file by file; what the checks find may need the other files of the sample, and types, so theirs are in a program.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";
import { checks, options } from "../check/program.js";
import { root, type Sample, suite } from "../suite.js";

const require = createRequire(import.meta.url);
const format = { getCurrentDirectory: () => "", getCanonicalFileName: (name: string) => name, getNewLine: () => "\n" };
const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, "g");

const isChecked = (name: string): boolean => name.startsWith("ignore_") || checks.some((check) => check.name === name);

const samples = join(root, "test/errors/samples");
/** All samples of checks in one program: the libraries are read once. */
const program = ts.createProgram(
  readdirSync(samples)
    .filter(isChecked)
    .flatMap((name) => readdirSync(join(samples, name)).map((file) => join(samples, name, file)))
    .filter((file) => file.endsWith(".ts")),
  options,
);

suite("test/errors/samples", (sample) => {
  if (isChecked(sample.name)) return checked(sample);
  const file = basename(sample.input);
  const pipelineOperator = sample.name !== "operator_not_enabled";
  const compiled = transformer.compileFile(ts, sample.read(file), file, {
    macros: ["kit"],
    pipelineOperator,
    resolve: (specifier) => sample.resolve(specifier === "kit" ? "./kit.js" : specifier),
  });
  // Rejected code is replaced by something that throws when it is reached; the file stays JavaScript.
  const { diagnostics } = ts.transpileModule(compiled.js, {
    fileName: "output.js",
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, allowJs: true },
  });
  // What stands behind a type that ended too early is left as TypeScript recovers from it.
  if (sample.name !== "operator_in_type") expect(diagnostics?.map((item) => item.messageText)).toEqual([]);
  return ts.formatDiagnosticsWithColorAndContext(compiled.diagnostics, format).replace(colour, "");
});

function checked(sample: Sample): string {
  const files = sample.files.map((file) => program.getSourceFile(join(sample.folder, file)));
  const found = files.flatMap((file) => transformer.diagnose(ts, program, file));
  const wrongTypes = files.flatMap((file) => program.getSemanticDiagnostics(file).map((item) => item.messageText));
  expect(wrongTypes).toEqual([]);
  const here = { ...format, getCurrentDirectory: () => sample.folder };
  return ts.formatDiagnosticsWithColorAndContext(found, here).replace(colour, "");
}

test("every message has a sample", () => {
  const { messages } = require(join(root, "dist/transformer/diagnostics/messages.js"));
  const names = readdirSync(samples);
  // Versions, set-ups, packages and the options of the plugin are tried in test/e2e, JavaScript in test/operator.
  const setUp = [
    "typescript_version",
    "bad_check_option",
    "host_version",
    "host_without_typescript",
    "two_copies",
    "ts_patch_typescript",
    "ts_patch_entry",
  ];
  const elsewhere = [...setUp, "operator_in_javascript", "macro_not_listed"];
  expect(Object.keys(messages).filter((name) => !names.includes(name) && !elsewhere.includes(name))).toEqual([]);
});

test("the messages and their pages are made from messages/compile.md", () => {
  const { status, stderr } = spawnSync(process.execPath, ["transformer/diagnostics/generate.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
