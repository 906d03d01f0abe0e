// What is printed for a mistake in the use of macros: samples/NAME/input.ts beside the whole text, as TypeScript prints it. The folder is named after the message.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";
import { root, suite } from "../suite.js";

const require = createRequire(import.meta.url);
const format = { getCurrentDirectory: () => "", getCanonicalFileName: (name: string) => name, getNewLine: () => "\n" };
const colour = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, "g");

suite("test/errors/samples", (sample) => {
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

test("every message has a sample", () => {
  const { messages } = require(join(root, "dist/transformer/diagnostics/messages.js"));
  const samples = readdirSync(join(root, "test/errors/samples"));
  // A version of TypeScript can't be tried in process: test/e2e does. JavaScript: test/operator.
  const elsewhere = ["typescript_version", "operator_in_javascript"];
  expect(Object.keys(messages).filter((name) => !samples.includes(name) && !elsewhere.includes(name))).toEqual([]);
});

test("the messages and their pages are made from messages/compile.md", () => {
  const { status, stderr } = spawnSync(process.execPath, ["transformer/diagnostics/generate.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
