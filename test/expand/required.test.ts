// `import x = require(...)` hands names of tincture on as any import does, also to a file that says nothing of tincture itself.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../suite.js";

test("macros come through a module that is required", () => {
  const folder = join(root, "build/required");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "names.cts"), 'export { pipe } from "tincture";\n');
  writeFileSync(
    join(folder, "uses.cts"),
    'import names = require("./names.cjs");\nexport const n = names.pipe(1, String);\n',
  );
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, noLib: true, types: [] };
  const made = ts.createProgram([join(folder, "uses.cts")], options);
  const program = (transformer as unknown as (...args: unknown[]) => ts.Program)(made, undefined, {}, { ts });
  let text = "";
  program.emit(program.getSourceFile(join(folder, "uses.cts")), (_, written) => {
    text = written;
  });
  expect(text).toContain("exports.n = String(1);");
});
