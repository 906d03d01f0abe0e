// A plugin for Prettier: `"plugins": ["tincture/prettier"]`. It formats files with `|>`, which Prettier's parser can't read.
//
//   a |> f(b)   is given to that parser as   a |  f(b)   , of the same length and, since `|` is the rank of `|>`, of the same tree; then each such `|` is made `|>`, which Prettier's
// printer knows from Babel. That one has another rank there, so brackets beside it are kept as they were written.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { operatorsIn } from "../operator/repair.js";
import { ts } from "../ts.js";
import { checkHostVersion } from "./host_version.js";
import { findTypeScript, loadTypeScript } from "./project.js";

/** What is used of a node of Prettier's tree. */
interface Node {
  type: string;
  range: [number, number];
  [field: string]: unknown;
}
interface Binary extends Node {
  operator: string;
  left: Node;
  right: Node;
}
interface ParseOptions {
  readonly filepath?: string;
}
interface Parser {
  parse(text: string, options: ParseOptions): Node | Promise<Node>;
}

const prettier = createRequire(__filename);
checkHostVersion("prettier", prettier("prettier").version);
const { parsers } = prettier("prettier/plugins/typescript") as { parsers: { typescript: Parser } };
const original = parsers.typescript;

const typescript: Parser = {
  ...original,
  async parse(text, options) {
    const places = text.includes("|>") ? placesIn(text, options.filepath) : [];
    if (places.length === 0) return original.parse(text, options);
    const letters = [...Array(text.length).keys()].map((i) => text[i]);
    for (const place of places) letters[place + 1] = " ";
    const tree = await original.parse(letters.join(""), options);
    visit(tree, text, places);
    return tree;
  },
};

function placesIn(text: string, filepath = "input.tsx"): number[] {
  const folder = filepath === "input.tsx" ? process.cwd() : dirname(filepath);
  loadTypeScript(findTypeScript(folder, "prettier", filepath).path);
  return operatorsIn(ts.createSourceFile(filepath, text, ts.ScriptTarget.Latest));
}

function visit(value: unknown, text: string, places: readonly number[]): void {
  if (Array.isArray(value)) for (const item of value) visit(item, text, places);
  else if (isNode(value)) {
    for (const [field, child] of Object.entries(value)) if (field !== "parent") visit(child, text, places);
    if (value.type === "BinaryExpression") makeOperator(value as Binary, text, places);
  }
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === "string";

function makeOperator(node: Binary, text: string, places: readonly number[]): void {
  const { left, right } = node;
  const place = places.find((each) => left.range[1] <= each && each < right.range[0]);
  if (place === undefined || node.operator !== "|") return;
  node.operator = "|>";
  const open = bare(text, place + 2, right.range[0]).indexOf("(");
  const close = bare(text, left.range[1], place).indexOf(")");
  node.left = close === -1 ? plain(left) : bracketed(left, [openBefore(text, left), left.range[1] + close + 1]);
  node.right = open === -1 ? plain(right) : bracketed(right, [place + 2 + open, closeAfter(text, right)]);
}

/** A part of the text, with blanks for comments. */
const bare = (text: string, start: number, end: number): string =>
  text.slice(start, end).replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => " ".repeat(comment.length));

const openBefore = (text: string, { range }: Node): number => text.lastIndexOf("(", range[0] - 1);

const closeAfter = (text: string, { range }: Node): number =>
  range[1] + bare(text, range[1], text.length).indexOf(")") + 1;

/** `x |> (f)` is another program than `x |> f`. */
const bracketed = (expression: Node, range: [number, number]): Node => ({
  type: "ParenthesizedExpression",
  range,
  expression,
});

/** The printer puts brackets around an `await` beside an operator, and `x |> (await f())` is another program. Around `await` as an operator it puts none. */
const plain = (node: Node): Node =>
  node.type === "AwaitExpression" ? { ...node, type: "UnaryExpression", operator: "await", prefix: true } : node;

export = { parsers: { typescript } };
