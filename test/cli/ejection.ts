// Ejects files in process, as `tincture eject` does with a whole project: for tests that look at many files. The command itself is run in eject.test.ts and
// test/e2e.
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const built = (file: string) => require(join(root, "dist/transformer", file));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.Preserve,
};

/** The files by name after they were ejected, with what TypeScript has to say of them that it had not before. */
export function ejected(files: readonly string[]): Map<string, { text: string; errors: readonly string[] }> {
  built("ts.js").useTypeScript(ts);
  const { Pipeline } = built("pipeline.js");
  const { programHost } = built("hosts/program_host.js");
  const { render } = built("source/render.js");
  const { checkerTyping } = built("source/typing.js");
  const { repairOperators } = built("operator/repair.js");

  const before = ts.createProgram(files, options);
  for (const file of files) repairOperators(before.getSourceFile(file), true);
  const pipeline = new Pipeline({ ...programHost(before), isCommonJs: () => false });
  const texts = new Map<string, string>();
  for (const file of files) {
    const tree = before.getSourceFile(file) as ts.SourceFile;
    const source = pipeline.source(tree, { typing: checkerTyping(before.getTypeChecker(), tree) });
    texts.set(file, source === undefined ? tree.text : render(tree, source.statements));
  }
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target);
  };
  const after = ts.createProgram(files, options, host);
  return new Map(
    files.map((file) => {
      const known = errorsIn(before, file);
      const errors = errorsIn(after, file).filter((error) => !known.includes(error));
      return [file, { text: texts.get(file) as string, errors }];
    }),
  );
}

function errorsIn(program: ts.Program, file: string): string[] {
  const tree = program.getSourceFile(file);
  return ts
    .getPreEmitDiagnostics(program, tree)
    .map((item) => `TS${item.code}: ${ts.flattenDiagnosticMessageText(item.messageText, "\n")}`);
}
