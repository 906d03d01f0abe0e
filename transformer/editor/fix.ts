// Quick fixes of our own mistakes, for those where it is plain what to write instead.
//
// Shape: fixesAt(page, span, code) -> the fixes of one diagnostic; a table of mistakes says what they do.
import { isFunctionValue } from "../ast/look.js";
import { type MessageName, messageCode } from "../diagnostics/report.js";
import { compilerName } from "../hosts/entry.js";
import { nearKind } from "../macros/genserver/kind.js";
import { isCast } from "../operator/neighbour.js";
import { pipedCall } from "../operator/repair.js";
import { ts } from "../ts.js";
import { innermost, insert, nameInFile, type Page, parenthesise, replace } from "./edit.js";
import { conversionsAt } from "./refactor.js";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** One way to put it right. `fileName`: another file than the one with the mistake. */
interface Fix {
  readonly description: string;
  readonly changes: readonly ts.TextChange[];
  readonly fileName?: string;
}

const fixes: Partial<Record<MessageName, (page: Page, span: Span) => readonly Fix[]>> = {
  handler_misspelt_kind: changeKind,
  handler_without_kind: (page, span) => ["call", "cast"].flatMap((kind) => wrapInKind(kind, page, span)),
  genserver_var: changeVar,
  unawaited_call: (_page, { start }) => [
    { description: "Add `await`", changes: [insert(start, "await ")] },
    { description: "Add `void`: nobody waits on purpose", changes: [insert(start, "void ")] },
  ],
  operator_neighbour: addParentheses,
  operator_not_callable: parenthesiseFunction,
  operator_not_enabled: (page, span) => [...switchOn(page), ...conversionsAt(page, span)],
  operator_in_javascript: conversionsAt,
};

const byCode = new Map(Object.entries(fixes).map(([name, fix]) => [messageCode(name as MessageName), { name, fix }]));

export const fixableCodes: readonly string[] = [...byCode.keys()].map(String);

export function fixesAt(page: Page, span: Span, code: number): ts.CodeFixAction[] {
  const known = byCode.get(code);
  if (known === undefined) return [];
  return known.fix(page, span).map(({ description, changes, fileName }) => ({
    fixName: `tincture_${known.name}`,
    description,
    changes: [{ fileName: fileName ?? page.file.fileName, textChanges: [...changes] }],
  }));
}

/** The node that the mistake is said of. */
function nodeAt({ file }: Page, { start, end }: Span): ts.Node | undefined {
  const isIt = (node: ts.Node): node is ts.Node => node.getStart(file) === start && node.end === end;
  return innermost(file, { start, end }, isIt);
}

function changeKind(page: Page, span: Span): Fix[] {
  const near = nearKind(page.file.text.slice(span.start, span.end));
  if (near === undefined) return [];
  const { name, changes } = nameInFile(near, page);
  return [{ description: `Change to \`${name}\``, changes: [...changes, replace(span.start, span.end, name)] }];
}

function wrapInKind(kind: string, page: Page, span: Span): Fix[] {
  const node = nodeAt(page, span);
  if (node === undefined || !isFunctionValue(node)) return [];
  const { name, changes } = nameInFile(kind, page);
  const description = `Make it a \`${name}\``;
  return [{ description, changes: [...changes, insert(span.start, `${name}(`), insert(span.end, ")")] }];
}

function changeVar({ file }: Page, span: Span): Fix[] {
  const isVar = (node: ts.Node): node is ts.VariableDeclarationList =>
    ts.isVariableDeclarationList(node) && file.text.startsWith("var", node.getStart(file));
  const list = innermost(file, span, isVar);
  if (list === undefined) return [];
  const start = list.getStart(file);
  return [{ description: "Change to `let`", changes: [replace(start, start + "var".length, "let")] }];
}

/** `n == 1 |> f`: around the one or the other. */
function addParentheses({ file }: Page, span: Span): Fix[] {
  const around = (start: number, end: number): Fix => ({
    description: `Write \`(${file.text.slice(start, end)})\``,
    changes: [insert(start, "("), insert(end, ")")],
  });
  const isBeside = (node: ts.Node): boolean =>
    ts.isBinaryExpression(node) ? node.operatorToken.getStart(file) === span.start : isCast(node);
  // The piped value is more than it seems: (n == 1) |> f.
  const isPipedOne = (node: ts.Node): node is ts.Node => {
    const left = pipedCall(node)?.left;
    return left !== undefined && isBeside(left);
  };
  const pipe = innermost(file, span, isPipedOne);
  const left = pipe && pipedCall(pipe)?.left;
  if (pipe !== undefined && left !== undefined) {
    const whole = around(left.getStart(file), left.end);
    return ts.isBinaryExpression(left) ? [whole, around(left.right.getStart(file), pipe.end)] : [whole];
  }
  // The pipe is a part of more: x |> f > 2.
  const isMore = (node: ts.Node): node is ts.BinaryExpression | ts.AsExpression | ts.SatisfiesExpression =>
    (ts.isBinaryExpression(node) || isCast(node)) && isBeside(node);
  const more = innermost(file, span, isMore);
  if (more === undefined) return [];
  const inner = ts.isBinaryExpression(more) ? more.left : more.expression;
  if (pipedCall(inner) !== undefined) return [around(inner.getStart(file), inner.end)];
  // The type has taken the bar: x as T |> f.
  const bar = isCast(more) ? file.text.indexOf("|>", more.type.getStart(file)) : -1;
  if (bar === -1 || bar > more.end) return [];
  return [around(more.getStart(file), file.text.slice(0, bar).trimEnd().length)];
}

function parenthesiseFunction(page: Page, span: Span): Fix[] {
  const node = nodeAt(page, span);
  if (node === undefined || !(isFunctionValue(node) || ts.isClassExpression(node))) return [];
  return [{ description: "Put it into parentheses", changes: parenthesise(node, page.file) }];
}

/** `"pipelineOperator": true` in the project's own tsconfig; an entry that was inherited is left alone. */
function switchOn({ program }: Page): Fix[] {
  const { configFile } = program.getCompilerOptions() as { configFile?: ts.SourceFile };
  const entry = configFile && entryIn(configFile);
  if (configFile === undefined || entry === undefined) return [];
  const description = `Switch \`|>\` on in ${configFile.fileName.split("/").at(-1)}`;
  const known = entry.properties.find((property) => nameOf(property, configFile) === "pipelineOperator");
  const last = entry.properties.at(-1) as ts.ObjectLiteralElementLike;
  const change =
    known === undefined
      ? insert(last.end, ', "pipelineOperator": true')
      : replace(known.getStart(configFile), known.end, '"pipelineOperator": true');
  return [{ description, changes: [change], fileName: configFile.fileName }];
}

const nameOf = (property: ts.ObjectLiteralElementLike, file: ts.SourceFile): string | undefined =>
  property.name && ts.isStringLiteral(property.name) ? property.name.text : property.name?.getText(file);

/** The object of tsconfig that names the compiler's half of the plugin. */
function entryIn(configFile: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const visit = (node: ts.Node): ts.ObjectLiteralExpression | undefined => {
    const isEntry =
      ts.isObjectLiteralExpression(node) &&
      node.properties.some(
        (property) =>
          ts.isPropertyAssignment(property) &&
          nameOf(property, configFile) === "transform" &&
          ts.isStringLiteral(property.initializer) &&
          property.initializer.text === compilerName,
      );
    return isEntry ? node : ts.forEachChild(node, visit);
  };
  return visit(configFile);
}
