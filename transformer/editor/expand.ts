// "Expand macro": one call of a macro, and the macros in it, written out as the compiler does it; everything around stays as it is.
//
//   file -> expanded, but blind outside of the call -> the smallest piece of the tree that is another now -> put in the place of the old one, as source/render.ts writes it: TypeScript, the user's own code letter by letter
import { find } from "../1-find/find.js";
import { expand } from "../2-expand/visit.js";
import { abiModule } from "../abi.js";
import { isOpening } from "../ast/look.js";
import { macros } from "../macros/list.js";
import { renderPiece } from "../source/render.js";
import { checkerTyping } from "../source/typing.js";
import { ts } from "../ts.js";
import { indentAt, innermost, insert, type Page, replace } from "./edit.js";

export interface Expanded {
  readonly macro: string;
  readonly changes: readonly ts.TextChange[];
}

/** The macro whose name stands at a place, written out; undefined where there is none, or it is used wrongly. */
export function expandMacro(page: Page, place: number): Expanded | undefined {
  const { file, resolve } = page;
  const found = file.text.includes("tincture") ? find(file, resolve) : undefined;
  if (found === undefined) return undefined;
  const isNamed = (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) &&
    macros.has(found.names.callOf(node) ?? "") &&
    node.expression.getStart(file) <= place &&
    place <= node.expression.end;
  const call = innermost(file, { start: place, end: place }, isNamed);
  if (call === undefined) return undefined;
  const isInside = (node: ts.Node): boolean => node.pos >= call.pos && node.end <= call.end;
  const processFunctions = new Set([...found.processFunctions].filter(isInside));
  const one = { ...found, names: found.names.within(call), processFunctions };
  const shownName = (): string => file.fileName.split("/").at(-1) as string;
  const typing = checkerTyping(page.program.getTypeChecker(), file);
  const made = expand(file, one, { macros, commonJs: false, shownName, keepsComments: true, typing });
  if (made.mistakes.length > 0) return undefined;
  const difference = differenceOf(file, made.statements);
  if (difference === undefined) return undefined;
  const { old, now } = difference;
  const [first, last] = [old[0] as ts.Node, old.at(-1) as ts.Node];
  const start = first.getStart(file);
  const text = indented(
    now.map((node) => renderPiece(file, node) + (ts.isInterfaceDeclaration(node) ? "\n" : "")).join("\n"),
    indentAt(start, file),
  );
  const changes = [replace(start, last.end, text)];
  const imports =
    typing.imports.size === 0 ? [] : [`import type { ${[...typing.imports].join(", ")} } from "tincture";`];
  if (made.runtime !== undefined) imports.push(`import * as ${made.runtime.text} from "${abiModule}";`);
  if (imports.length > 0) {
    const runtime = imports.join("\n");
    const last = file.statements.findLast(isOpening);
    changes.unshift(last === undefined ? insert(0, `${runtime}\n`) : insert(last.end, `\n${runtime}`));
  }
  return { macro: found.names.callOf(call) as string, changes };
}

interface Difference {
  readonly old: readonly ts.Node[];
  readonly now: readonly ts.Node[];
}

/** Where two trees differ that share what is the same in both. */
function differenceOf(file: ts.SourceFile, statements: readonly ts.Statement[]): Difference | undefined {
  const difference = differentPart(file.statements, statements);
  if (difference === undefined) return undefined;
  const [[old], [now]] = [difference.old, difference.now];
  return difference.old.length === 1 && difference.now.length === 1 && old !== undefined && now !== undefined
    ? within(old, now)
    : difference;
}

function within(old: ts.Node, now: ts.Node): Difference {
  const whole = { old: [old], now: [now] };
  if (old.kind !== now.kind) return whole;
  const [before, after] = [childrenOf(old), childrenOf(now)];
  const part = before.length === after.length ? differentPart(before, after) : undefined;
  const [[inner], [made]] = [part?.old ?? [], part?.now ?? []];
  return part?.old.length === 1 && inner !== undefined && made !== undefined ? within(inner, made) : whole;
}

/** Two lists without their common beginning and end. */
function differentPart(old: readonly ts.Node[], now: readonly ts.Node[]): Difference | undefined {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const part = { old: old.slice(start, old.length - end), now: now.slice(start, now.length - end) };
  return part.old.length === 0 ? undefined : part;
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

/** A rendered piece begins in column 0. Lines of a template are the user's own, and can't be moved. */
const indented = (text: string, indent: string): string =>
  text.includes("`") ? text : text.replace(/\n(?=[^\n])/g, `\n${indent}`);
