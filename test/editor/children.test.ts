// Editors find what is at a place by walking down `getChildren`. Whatever is typed, the children of every node stand in the order of the text and inside of
// their parent, every token of the text is found, and TypeScript never stumbles over a repaired call.
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import ts6 from "typescript";
import ts59 from "typescript59";
import { describe, expect, test } from "vitest";
import { runs } from "../runtime/laws/law.js";
import { root } from "../suite.js";

const require = createRequire(import.meta.url);
const { repairOperators } = require(join(root, "dist/transformer/operator/repair.js"));
const { orderChildren } = require(join(root, "dist/transformer/editor/children.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

type TypeScript = typeof ts6;

function repaired(ts: TypeScript, text: string): ts6.SourceFile {
  useTypeScript(ts);
  const file = ts.createSourceFile("input.tsx", text, ts.ScriptTarget.ES2022, true);
  repairOperators(file, true);
  orderChildren(file);
  return file;
}

/** All tokens, by walking down the children; every step is checked. */
function tokensOf(ts: TypeScript, file: ts6.SourceFile): string[] {
  const tokens: string[] = [];
  const visit = (node: ts6.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    let place = node.pos;
    for (const child of children) {
      expect(child.pos).toBeGreaterThanOrEqual(place);
      expect(child.end).toBeLessThanOrEqual(node.end);
      place = child.end;
      visit(child);
    }
    if (children.length === 0 && node.end > node.pos) tokens.push(file.text.slice(node.getStart(file), node.end));
  };
  visit(file);
  return tokens.filter((token) => token !== "");
}

describe.each([
  ["6.0", ts6],
  ["5.9", ts59 as unknown as TypeScript],
] as const)("TypeScript %s", (_version, ts) => {
  test.for([
    ["a |> f(b, c)", "a | > f ( b , c )"],
    ["a |> f", "a | > f"],
    ["a |> f |> o.m(1)", "a | > f | > o . m ( 1 )"],
    ["a |> await new C<T>(b)!", "a | > await new C < T > ( b ) !"],
    ["a |> f?.(b)", "a | > f ?. ( b )"],
    ["a |> f(b) > 2", "a | > f ( b ) > 2"],
    ["a |> f(b) as T", "a | > f ( b ) as T"],
    ["a |> f(b |> g)", "a | > f ( b | > g )"],
    ["a |>", "a | >"],
  ] as const)("%s", ([source, tokens]) => {
    const file = repaired(ts, source);
    expect(tokensOf(ts, file).join(" ")).toBe(tokens);
  });

  test("nothing stands in the place of the piped value", () => {
    const file = repaired(ts, "a |> f(b)");
    const { expression } = file.statements[0] as ts6.ExpressionStatement;
    const list = expression.getChildren(file).find((child) => child.kind === ts.SyntaxKind.SyntaxList);
    expect(list?.getChildren(file).map((child) => child.getText(file))).toEqual(["", "b"]);
  });

  test("whatever is typed", () => {
    const piece = fc.constantFrom(...pieces);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (typed) => {
        const text = typed.join("");
        const plain = ts.createSourceFile("input.tsx", text, ts.ScriptTarget.ES2022, true);
        expect(tokensOf(ts, repaired(ts, text))).toEqual(tokensOf(ts, plain));
      }),
      runs(300),
    );
  });
});

const pieces = [
  ..."a |> f, x, |> g(1),\n  |> o.m(2), + b, {, }, (, ), ;, =>, |> , |, >, await , const y = , type T = , /* c */, // d\n, 1, `, as T, < 2, new C, !, ?., |> await h()!, .k, <T>, [, ]".split(
    ", ",
  ),
  "[1, 2]",
  ",",
];
