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

/** Libraries are read once for all programs. */
const declarations = new Map<string, ts.SourceFile>();

/** The files by name after they were ejected, with what TypeScript has to say of them that it had not before. */
export function ejected(files: readonly string[]): Map<string, { text: string; errors: readonly string[] }> {
  built("ts.js").useTypeScript(ts);
  const { Pipeline } = built("pipeline.js");
  const { programHost } = built("hosts/program_host.js");
  const { render } = built("source/render.js");
  const { checkerTyping } = built("source/typing.js");
  const { repairOperators } = built("operator/repair.js");

  /** A program with other texts in place of those on disk. */
  const programOf = (texts: ReadonlyMap<string, string>): ts.Program => {
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (name, target, ...rest) => {
      const text = texts.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, target);
      const file = declarations.get(name) ?? getSourceFile(name, target, ...rest);
      if (file?.isDeclarationFile === true) declarations.set(name, file);
      return file;
    };
    return ts.createProgram(files, options, host);
  };
  const step = (texts: ReadonlyMap<string, string>, what: "written" | "source"): Map<string, string> => {
    const program = programOf(texts);
    for (const file of files) repairOperators(program.getSourceFile(file), true);
    const pipeline = new Pipeline({ ...programHost(program), isCommonJs: () => false });
    return new Map(
      files.map((file) => {
        const tree = program.getSourceFile(file) as ts.SourceFile;
        const typing = checkerTyping(program.getTypeChecker(), tree);
        const source = what === "written" ? pipeline.written(tree, typing) : pipeline.source(tree, { typing });
        return [file, source === undefined ? tree.text : render(tree, source.statements)];
      }),
    );
  };

  const before = programOf(new Map());
  for (const file of files) repairOperators(before.getSourceFile(file), true);
  const texts = step(step(new Map(), "written"), "source");
  const after = programOf(texts);
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
