// `|>` written out as calls: the text means what the repaired tree means, and every name of it leads back to the place where it was written.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import transformer from "tincture/transformer";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { repairOperators } = require(join(root, "dist/transformer/operator/repair.js"));
const { writtenOut } = require(join(root, "dist/transformer/operator/written_out.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

function written(source: string, name = "input.tsx") {
  useTypeScript(ts);
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ES2023);
  repairOperators(file, true);
  return writtenOut(file);
}

const texts: [string, string][] = [
  ["a |> f(b)", "f(a, b)"],
  ["a |> f", "f(a)"],
  ["a |> f() |> o.m(1) |> new C", "new C(o.m(f(a), 1))"],
  ["a |> await f(1)", "await f(a, 1)"],
  ["a |> (x => x)", ";(x => x)(a)"],
  ["s\na |> (f(1))", "s\n;(f(1))(a)"],
  ["if (s) a |> (f)", "if (s) (f)(a)"],
  ["const x = a |> (f)", "const x = (f)(a)"],
  ["a |> f(1)(2)", "f(1)(a, 2)"],
  ["a |> f<T>", "f<T>(a)"],
  ["a |> f?.(1)!", "f?.(a, 1)!"],
  ["a |> f(b |> g, c)", "f(a, g(b), c)"],
  ["f(a |> g) |> h", "h(f(g(a)))"],
  ["return_(a |>\n // now\n f)", "return_(f(a))"],
  ["a\n  // one\n  |> f\n  |> g(1)", "g(f(a), 1)"],
  [`'|>' + \`|> \${a |> f}\``, `'|>' + \`|> \${f(a)}\``],
];
test.for(texts)("%s", ([source, text]) => expect(written(source).text).toBe(text));

test("a span that is cut or made leads to all of the source that is in it, or nowhere", () => {
  const { text, sourceSpan, exactSpan } = written("x; a |> f(b, c)");
  expect(text).toBe("x; f(a, b, c)");
  expect(sourceSpan({ start: 3, end: 13 })).toEqual({ start: 3, end: 15 });
  expect(sourceSpan({ start: 5, end: 6 })).toEqual({ start: 3, end: 4 });
  expect(sourceSpan({ start: 6, end: 8 })).toBeUndefined();
  expect(exactSpan({ start: 3, end: 4 })).toEqual({ start: 8, end: 9 });
  expect(exactSpan({ start: 3, end: 6 })).toBeUndefined();
});

test("a file of more than 2 MB: compiled and written out like any other", () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `export const n${i} = ${i} |> f |> f(1);`);
  const source = `const f = (n: number, by = 0) => n + by;\n/*${"-".repeat(2_100_000)}*/\n${lines.join("\n")}\n`;
  const { js, diagnostics } = transformer.compileFile(ts, source, "big.ts", { pipelineOperator: true });
  expect(diagnostics).toEqual([]);
  expect(js).toContain("export const n1999 = f(f(1999), 1);");
  const { text, sourceSpan } = written(source, "big.ts");
  expect(text).toContain("export const n1999 = f(f(1999), 1);");
  const place = text.lastIndexOf("1999");
  expect(sourceSpan({ start: place, end: place + 4 })?.start).toBe(source.lastIndexOf("1999"));
});

const folder = join(root, "test");
const samples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /samples.*[\\/]input\.[mc]?tsx?$/.test(name) && !/[\\/]errors[\\/]/.test(name))
  .map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") }))
  // dbg shows a chain as it was written.
  .filter(({ source }) => source.includes("|>") && !source.includes("dbg("));

test("there are samples", () => expect(samples.length).toBeGreaterThan(4));

test.for(samples)("$name: the same output, and names at their places", ({ name, source }) => {
  const { text, sourceSpan } = written(source, name);
  const options = { pipelineOperator: true, compilerOptions: { removeComments: true } };
  const compiled = (from: string): string => transformer.compileFile(ts, from, name, options).js;
  expect(compiled(text)).toBe(compiled(source));

  let names = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.end > node.pos) {
      const span = sourceSpan({ start: node.getStart(), end: node.end });
      expect(source.slice(span.start, span.end)).toBe(node.getText());
      names++;
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true));
  expect(names).toBeGreaterThan(0);
});
