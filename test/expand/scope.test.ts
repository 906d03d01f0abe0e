// The compiler's own scope analysis says of every name what TypeScript's checker says: over the sources of the transformer and all samples, two names
// have one binding exactly where they have one symbol, and none where the symbol is declared elsewhere.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);

function filesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /(?<!\.d)\.[mc]?tsx?$/.test(file)).map((file) => join(root, folder, file));
}

/** The symbol of a name that is used or declared as a value. */
function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  const declares = (ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === name;
  return declares ? (parent as unknown as { symbol: ts.Symbol }).symbol : checker.getSymbolAtLocation(name);
}

test("bindings are the checker's symbols", { timeout: 60_000 }, () => {
  require(join(root, "dist/transformer/ts.js")).useTypeScript(ts);
  const { bind } = require(join(root, "dist/transformer/1-find/bind.js"));
  const files = [...filesIn("transformer"), ...filesIn("test/expand/samples"), ...filesIn("test/meaning/samples")];
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    jsx: ts.JsxEmit.Preserve,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const wrong: string[] = [];
  let names = 0;
  for (const file of files.flatMap((name) => program.getSourceFile(name) ?? [])) {
    const symbols = new Map<unknown, ts.Symbol>();
    for (const [name, binding] of bind(file).bindings as Map<ts.Identifier, { declaration: ts.Node } | undefined>) {
      names++;
      const symbol = symbolOf(name, checker);
      const isHere = symbol?.declarations?.some((declaration) => declaration.getSourceFile() === file) === true;
      const known = symbols.get(binding);
      // A parameter that is a property as well has two symbols.
      const isProperty =
        binding !== undefined &&
        ts.isParameter(binding.declaration) &&
        ts.isParameterPropertyDeclaration(binding.declaration, binding.declaration.parent);
      if (binding !== undefined && symbol !== undefined && known === undefined) symbols.set(binding, symbol);
      const isRight = isHere === (binding !== undefined) && (known === undefined || known === symbol || isProperty);
      if (!isRight && name.text !== "arguments") {
        const { line, character } = file.getLineAndCharacterOfPosition(name.getStart());
        wrong.push(`${file.fileName.slice(root.length)}:${line + 1}:${character + 1} ${name.text}`);
      }
    }
  }
  expect(names).toBeGreaterThan(10_000);
  expect(wrong).toEqual([]);
});
