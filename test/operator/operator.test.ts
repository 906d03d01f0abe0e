// `|>` by repair of the parser's tree. What the parser makes of it is nowhere promised, so it is pinned for every supported version; and however a file
// is edited, the tree is the one that a fresh parse gives.
import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import transformer from "tincture/transformer";
import ts6 from "typescript";
import ts59 from "typescript59";
import { describe, expect, test } from "vitest";
import { runs } from "../runtime/laws/law.js";
import { root } from "../suite.js";

type TypeScript = typeof ts6;
const require = createRequire(import.meta.url);
const { repairOperators, pipedCall, isRepaired } = require(join(root, "dist/transformer/operator/repair.js"));
const { useTypeScript } = require(join(root, "dist/transformer/ts.js"));

const versions: readonly [string, TypeScript][] = [
  ["6.0", ts6],
  ["5.9", ts59 as unknown as TypeScript],
];

interface Parsed extends ts6.SourceFile {
  parseDiagnostics: ts6.DiagnosticWithLocation[];
}

const parse = (ts: TypeScript, text: string, name = "input.tsx"): Parsed =>
  ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) as Parsed;

function repaired(ts: TypeScript, text: string, name?: string): Parsed {
  useTypeScript(ts);
  const file = parse(ts, text, name);
  repairOperators(file, true);
  return file;
}

/** A tree as text: kinds and ranges, which is all that may differ. */
function shapeOf(ts: TypeScript, node: ts6.Node): string {
  const parts: string[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(shapeOf(ts, child));
  });
  return `${ts.SyntaxKind[node.kind]}[${node.pos},${node.end}](${parts.join(",")})`;
}

const codes = (file: Parsed): string[] => file.parseDiagnostics.map(({ code, start }) => `${code}@${start}`);

describe.each(versions)("TypeScript %s", (version, ts) => {
  test("is the version that is meant", () => {
    expect(ts.version.startsWith(version)).toBe(true);
  });

  test("the parser recovers from |> as the repair expects", () => {
    const file = parse(ts, "a |> f(b)");
    const { expression } = file.statements[0] as ts6.ExpressionStatement;
    const { right, operatorToken } = expression as ts6.BinaryExpression;
    const { left: missing, operatorToken: more } = right as ts6.BinaryExpression;
    expect(operatorToken.kind).toBe(ts.SyntaxKind.BarToken);
    expect(more.kind).toBe(ts.SyntaxKind.GreaterThanToken);
    expect([missing.kind, missing.pos, missing.end]).toEqual([ts.SyntaxKind.Identifier, 3, 3]);
    expect(codes(file)).toEqual(["1109@3"]);
  });

  test.for([
    ["a |> f(b)", "f(a, b)"],
    ["a |> f", "f(a)"],
    ["a |> f |> g(1)", "g(f(a), 1)"],
    ["a |> o.m(1)", "o.m(a, 1)"],
    ["a |> o.m", "o.m(a)"],
    ["a |> o[k]", "o[k](a)"],
    ["a |> (f(2))", "(f(2))(a)"],
    ["a |> f(1)(3)", "f(1)(a, 3)"],
    ["a |> f(2).g(1)", "f(2).g(a, 1)"],
    ["a |> new C(1)", "new C(a, 1)"],
    ["a |> new C", "new C(a)"],
    ["a |> (x => x + 1)", "(x => x + 1)(a)"],
    ["a |> await f(1)", "await f(a, 1)"],
    ["a |> await f", "await f(a)"],
    ["a |> f<T>(1)", "f<T>(a, 1)"],
    ["a |> f<T>", "f<T>(a)"],
    ["a |> f?.(1)", "f?.(a, 1)"],
    ["a |> o?.m(1)", "o?.m(a, 1)"],
    ["a |> o?.m.n", "o?.m.n(a)"],
    ["a |> f()!", "f(a)!"],
    ["a |> f!", "f!(a)"],
    ["a |> f(...list)", "f(a, ...list)"],
    ["a + 1 |> f", "f(a + 1)"],
    ["a ** 2 |> f", "f(a ** 2)"],
    ["-a |> f", "f(-a)"],
    ["typeof a |> f", "f(typeof a)"],
    ["await a |> f", "f(await a)"],
    ["a && b |> f", "a && f(b)"],
    ["a |> f && b", "f(a) && b"],
    ["a ?? b |> f", "a ?? f(b)"],
    ["a || b |> f", "a || f(b)"],
    ["a ? b |> f : c |> g", "a ? f(b) : g(c)"],
    ["x => x |> f", "x => f(x)"],
    ["y = a |> f", "y = f(a)"],
    ["y += a |> f", "y += f(a)"],
    ["a |> f, b |> g", "f(a), g(b)"],
    ["[a |> f, { b: a |> g }]", "[f(a), { b: g(a) }]"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source to be compiled
    ["`${a |> f}`", "`${f(a)}`"],
    ["h(a |> f, ...(b |> g))", "h(f(a), ...(g(b)))"],
    ["<p title={a |> f}>{b |> g(1)}</p>", "<p title={f(a)}>{g(b, 1)}</p>"],
    ["(1 == 2) |> f", "f((1 == 2))"],
    ["a |> f(\n  1,\n)", "f(a, 1)"],
  ] as const)("%s", ([source, meaning]) => {
    const file = repaired(ts, source);
    expect(codes(file)).toEqual([]);
    const { expression } = file.statements[0] as ts6.ExpressionStatement;
    const print = (code: string): string => ts.transpile(code, { target: 99, jsx: 1 }, "input.tsx");
    expect(print(printed(ts, expression, file))).toBe(print(meaning));
  });

  test.for([
    ["a |> ;", ["1109@5"]],
    ["|> f", ["1109@0", "1109@1"]],
    ["a | > f", ["1109@4"]],
    ["a |>> f", ["1109@3"]],
    ["a |>= f", ["1109@3"]],
    ["a |> f(1; let x = ; ", ["1005@8", "1109@18"]],
    ["a |> f; b +;", ["1109@11"]],
    ["a |> y => y", ["1005@7"]],
  ] as const)("a file with other errors keeps exactly those: %s", ([source, left]) => {
    expect(codes(repaired(ts, source))).toEqual(left);
  });

  test.for(["a |> await f > 2", "a |> await f as T", "a |> await f! as T"])(
    "no node comes to stand in itself: %s",
    (source) => {
      const file = repaired(ts, source);
      expect(codes(file).map((code) => code.slice(0, 5))).toEqual(["70121"]);
      expect(printed(ts, (file.statements[0] as ts6.ExpressionStatement).expression, file)).toMatch(/^await f!?\(a\) /);
    },
  );

  test("without |> the tree is not touched", () => {
    const source = "const a: A | B = 1 > 2 | 3; f(a |";
    const file = repaired(ts, source);
    expect(shapeOf(ts, file)).toBe(shapeOf(ts, parse(ts, source)));
    expect(codes(file)).toEqual(codes(parse(ts, source)));
  });

  test("in JavaScript it is refused, once", () => {
    expect(codes(repaired(ts, "a |> f |> g;\nb |> h;", "input.js"))).toEqual(["70124@2"]);
  });

  test("how a call was written can be asked", () => {
    const file = repaired(ts, "a |> f(1)");
    const { expression } = file.statements[0] as ts6.ExpressionStatement;
    expect(pipedCall(expression).operator).toBe(2);
    expect(pipedCall(expression).left.getText(file)).toBe("a");
  });

  test("however a file is edited, the tree is that of a fresh parse", () => {
    const piece = fc.constantFrom(...pieces);
    const block =
      "export const r = [1, 2]\n  .map(x => x > 1 | 2) // note\n  |0;\nfunction g(a: number) { return a || h(2) > i; }\n";
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 40),
        fc.array(fc.record({ at: fc.nat(1000), drop: fc.nat(6), add: piece }), { minLength: 1, maxLength: 5 }),
        (size, edits) => {
          let text = block.repeat(size);
          let file = repaired(ts, text, "input.ts");
          for (const { at, drop, add } of edits) {
            const start = Math.floor((at / 1001) * text.length);
            const removed = Math.min(drop, text.length - start);
            text = text.slice(0, start) + add + text.slice(start + removed);
            const change = { span: { start, length: removed }, newLength: add.length };
            file = isRepaired(file) ? parse(ts, text, "input.ts") : (ts.updateSourceFile(file, text, change) as Parsed);
            repairOperators(file, true);
            const fresh = repaired(ts, text, "input.ts");
            expect(shapeOf(ts, file)).toBe(shapeOf(ts, fresh));
            expect(codes(file)).toEqual(codes(fresh));
          }
        },
      ),
      runs(25),
    );
  });
});

/** What is typed in between. */
const pieces = [
  ..."a |> f, x, |> g(1),\n  |> o.m(2), + b, {, }, (, ), ;, =>, |> , |, >, await , const y = , type T = , /* c */, // d\n, 1, `".split(
    ",",
  ),
  "[1, 2]",
];

/** A repaired tree as source: its children stand out of order, so its text can't be cut from the file. */
function printed(ts: TypeScript, node: ts6.Node, file: ts6.SourceFile): string {
  return ts.createPrinter({ removeComments: true }).printNode(ts.EmitHint.Expression, node, file);
}

test("a file of more than two megabytes", () => {
  const filler = `// ${"-".repeat(117)}\n`.repeat(9_000);
  const text = `${filler}f(1 |> f |> f);\n${filler}f(2 |> f(3));\n`;
  expect(text.length).toBeGreaterThan(2 ** 21);
  const { js, diagnostics } = transformer.compileFile(ts6, text, "big.ts", { pipelineOperator: true });
  expect(diagnostics).toEqual([]);
  expect(js.split("\n").filter((line) => line.startsWith("f("))).toEqual(["f(f(f(1)));", "f(f(2, 3));"]);
});
