// A value that goes through functions, in the three ways to write it; each can be read, and written as another.
//
//   operator   a |> f |> g(1)
//   pipe       pipe(a, f, x => g(x, 1))
//   nested     g(f(a), 1)
//
// Shape: readChain(page, place) -> { node, form, value, stages }; writeChain(chain, form) -> text. What is kept is the user's own text.

import { find } from "../1-find/find.js";
import type { Names } from "../1-find/names.js";
import { bare, isAsync, isFunctionValue } from "../ast/look.js";
import { hasWord } from "../ast/word.js";
import { pipedCall } from "../operator/repair.js";
import { ts } from "../ts.js";
import { type Call, callIn, isCall, pipedValue } from "./children.js";
import { indentAt, innermost, type Page } from "./edit.js";

export type Form = "operator" | "pipe" | "nested";

/** `await g<T>(value, 1)!` is the stage before "await ", head "g<T>", rest ["1"], after "!". */
export interface Stage {
  readonly before: string;
  readonly head: string;
  readonly rest: readonly string[];
  readonly after: string;
}

export interface Chain {
  readonly form: Form;
  /** What stands for the whole chain. */
  readonly node: ts.Expression;
  readonly value: ts.Expression;
  readonly stages: readonly Stage[];
  /** All pieces of the source that are kept; a comment between them would be lost. */
  readonly kept: readonly ts.TextRange[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The chain around a place, as far as it goes. */
export function readChain(page: Page, span: Span): Chain | undefined {
  const { file } = page;
  const names = file.text.includes("tincture") ? find(file, page.resolve)?.names : undefined;
  const isStart = (node: ts.Node): node is ts.Expression => read(node, file, names) !== undefined;
  let node = innermost(file, span, isStart);
  if (node === undefined) return undefined;
  for (let outer = chainAround(node); outer !== undefined; outer = chainAround(node)) node = outer;
  const chain = read(node, file, names);
  return chain !== undefined && !losesComment(chain, file) ? chain : undefined;
}

/** The chain that goes on with a node as its value. */
function chainAround(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (parent === undefined || !isCall(parent) || parent.arguments?.[0] !== node) return undefined;
  let outer: ts.Expression = parent;
  while (isWrapper(outer.parent) && pipedValue(parent) !== undefined && pipedCall(outer.parent)) outer = outer.parent;
  const isSameForm = (pipedValue(parent) !== undefined) === (pipedCall(node) !== undefined);
  return isSameForm ? outer : undefined;
}

const isWrapper = (node: ts.Node): node is ts.AwaitExpression | ts.NonNullExpression =>
  ts.isAwaitExpression(node) || ts.isNonNullExpression(node);

function read(node: ts.Node, file: ts.SourceFile, names: Names | undefined): Chain | undefined {
  if (pipedCall(node) !== undefined) return readOperator(node as ts.Expression, file);
  if (!ts.isCallExpression(node) || pipedValue(node) !== undefined) return undefined;
  return names?.callOf(node) === "pipe" ? readPipe(node, file) : readNested(node, file);
}

/* ---- reading ---- */

function readOperator(node: ts.Expression, file: ts.SourceFile): Chain | undefined {
  const stages: Stage[] = [];
  const kept: ts.TextRange[] = [];
  let value = node;
  while (pipedCall(value) !== undefined) {
    const call = callIn(value);
    const piped = isCall(call) ? pipedValue(call) : undefined;
    if (!isCall(call) || piped === undefined) return undefined;
    const before = file.text.slice(piped.end, call.expression.getStart(file)).replace(/^\s*\|>\s*/, "");
    stages.unshift({ ...stageOf(call, file), before, after: file.text.slice(call.end, value.end) });
    kept.push(...keptOf(call));
    value = piped;
  }
  return { form: "operator", node, value, stages, kept: [value, ...kept] };
}

function readPipe(node: ts.CallExpression, file: ts.SourceFile): Chain | undefined {
  const [value, ...stages] = node.arguments;
  if (value === undefined || stages.length === 0 || node.arguments.some(ts.isSpreadElement)) return undefined;
  return { form: "pipe", node, value, stages: stages.map((stage) => readStage(stage, file)), kept: node.arguments };
}

/** `x => g(x, 1)` is a call of g; every other stage is called itself. */
function readStage(stage: ts.Expression, file: ts.SourceFile): Stage {
  const inner = bare(stage);
  const plain = { before: "", rest: [], after: "" };
  if (ts.isArrowFunction(inner) && !isAsync(inner)) {
    const [parameter, second] = inner.parameters;
    const call = inner.body;
    const [first] = isCall(call) ? (call.arguments ?? []) : [];
    if (isCall(call) && pipedValue(call) === undefined && first !== undefined && ts.isIdentifier(first)) {
      const isItsValue = parameter !== undefined && second === undefined && parameter.name.getText(file) === first.text;
      const uses = isItsValue ? usesOf(first.text, call) : 0;
      if (uses === 1) return stageOf(call, file);
    }
  }
  const isNamed = ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner);
  const text = inner.getText(file);
  return { ...plain, head: isNamed ? text : `(${text})` };
}

/** Two calls at least: one alone is no chain. */
function readNested(node: ts.CallExpression, file: ts.SourceFile): Chain | undefined {
  const stages: Stage[] = [];
  const kept: ts.TextRange[] = [];
  let value: ts.Expression = node;
  for (;;) {
    if (!ts.isCallExpression(value) || pipedValue(value) !== undefined || !canBePiped(value)) break;
    const [first] = value.arguments;
    if (first === undefined || ts.isSpreadElement(first)) break;
    stages.unshift(stageOf(value, file));
    kept.push(...keptOf(value));
    value = first;
  }
  return stages.length < 2 ? undefined : { form: "nested", node, value, stages, kept: [value, ...kept] };
}

const canBePiped = ({ expression }: ts.CallExpression): boolean =>
  expression.kind !== ts.SyntaxKind.ImportKeyword &&
  expression.kind !== ts.SyntaxKind.SuperKeyword &&
  !isFunctionValue(expression);

/** A call whose first argument is the value. */
function stageOf(call: Call, file: ts.SourceFile): Stage {
  const list = call.arguments;
  const hasParentheses = list !== undefined && file.text[list.pos - 1] === "(" && list.pos > call.expression.end;
  const end = hasParentheses ? list.pos - 1 : call.end;
  return {
    before: ts.isNewExpression(call) ? "new " : "",
    head: file.text.slice(call.expression.getStart(file), end).trimEnd(),
    rest: (list ?? []).slice(1).map((argument) => argument.getText(file)),
    after: "",
  };
}

const keptOf = (call: Call): ts.TextRange[] => [call.expression, ...(call.arguments ?? []).slice(1)];

function usesOf(name: string, node: ts.Node): number {
  let uses = ts.isIdentifier(node) && node.text === name ? 1 : 0;
  ts.forEachChild(node, (child) => {
    uses += usesOf(name, child);
  });
  return uses;
}

function losesComment({ node, kept }: Chain, file: ts.SourceFile): boolean {
  const startOf = (range: ts.TextRange): number => ("kind" in range ? (range as ts.Node).getStart(file) : range.pos);
  let place = node.getStart(file);
  const gaps: string[] = [];
  for (const range of [...kept].sort((a, b) => startOf(a) - startOf(b))) {
    gaps.push(file.text.slice(place, Math.max(place, startOf(range))));
    place = Math.max(place, range.end);
  }
  gaps.push(file.text.slice(place, node.end));
  return gaps.some((gap) => /\/[/*]/.test(gap));
}

/* ---- writing ---- */

/** The chain in another form; undefined where that form can't say it. `pipe` is the name of the macro in the file. */
export function writeChain(chain: Chain, form: Form, pipe: string, file: ts.SourceFile): string | undefined {
  switch (form) {
    case "operator":
      return writeOperator(chain, file);
    case "pipe":
      return writePipe(chain, pipe, file);
    case "nested":
      return chain.stages.reduce(
        (inner, { before, head, rest, after }) => `${before}${head}(${[inner, ...rest].join(", ")})${after}`,
        argumentText(chain.value, file),
      );
  }
}

function writeOperator({ node, value, stages }: Chain, file: ts.SourceFile): string {
  const text = value.getText(file);
  const first = isTight(value) ? text : `(${text})`;
  const calls = stages.map(({ before, head, rest, after }) => {
    const needsCall = rest.length > 0 || after !== "" || head.endsWith("?.");
    return `${before}${head}${needsCall ? `(${rest.join(", ")})` : ""}${after}`;
  });
  const line = [first, ...calls].join(" |> ");
  const whole = isLong(line) ? [first, ...calls].join(`\n${indentAt(node.getStart(file), file)}  |> `) : line;
  return standsAlone(node) ? whole : `(${whole})`;
}

function writePipe({ node, value, stages }: Chain, pipe: string, file: ts.SourceFile): string | undefined {
  const written = stages.map(({ before, head, rest, after }) => {
    if (/\b(await|yield)\b/.test([before, ...rest].join(" "))) return undefined;
    if (before === "" && rest.length === 0 && after === "" && !head.endsWith("?.")) return withoutParentheses(head);
    const name = ["value", "it", "piped"].find((each) => !hasWord([head, ...rest].join(" "), each));
    return name && `${name} => ${before}${head}(${[name, ...rest].join(", ")})${after}`;
  });
  if (written.includes(undefined)) return undefined;
  const parts = [argumentText(value, file), ...(written as string[])];
  const line = `${pipe}(${parts.join(", ")})`;
  const indent = indentAt(node.getStart(file), file);
  return isLong(line) ? `${pipe}(\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent})` : line;
}

const isLong = (line: string): boolean => line.length > 80 || line.includes("\n");

/** `(x => x + 1)` -> `x => x + 1`: what stands between commas needs none. */
function withoutParentheses(head: string): string {
  const inner = /^\((.*)\)$/s.exec(head)?.[1];
  if (inner === undefined) return head;
  const parsed = ts.createSourceFile("stage.ts", head, ts.ScriptTarget.ESNext).statements[0];
  const expression = parsed !== undefined && ts.isExpressionStatement(parsed) ? parsed.expression : undefined;
  if (expression === undefined || !ts.isParenthesizedExpression(expression) || expression.end !== head.length)
    return head;
  return isFunctionValue(expression.expression) ? inner.trim() : head;
}

/** A value as an argument: parentheses that it needed before are gone. */
function argumentText(value: ts.Expression, file: ts.SourceFile): string {
  const inner = ts.isParenthesizedExpression(value) ? value.expression : value;
  const isComma = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return (isComma ? value : inner).getText(file);
}

/** Binds tighter than `|>`, for a reader as well. */
function isTight(value: ts.Expression): boolean {
  if (ts.isBinaryExpression(value)) {
    const operator = ts.tokenToString(value.operatorToken.kind) ?? "";
    return "+ - * / % **".split(" ").includes(operator);
  }
  const isLoose =
    ts.isConditionalExpression(value) ||
    ts.isYieldExpression(value) ||
    isFunctionValue(value) ||
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isClassExpression(value);
  return !isLoose;
}

/** Whether an expression with `|>` may stand here as it is. */
function standsAlone(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const operator = ts.tokenToString(parent.operatorToken.kind) ?? "";
    return parent.right === node && "= && || ?? , += -= *= /=".split(" ").includes(operator);
  }
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isJsxExpression(parent) ||
    ts.isExportAssignment(parent) ||
    (isCall(parent) && parent.expression !== node)
  );
}
