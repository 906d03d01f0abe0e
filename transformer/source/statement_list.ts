// A list of statements as text. Each that was there brings what stands in front of it: comments, blank lines, its own indentation. One that was made
// gets a line of its own, set apart where the one after it is.
//
//   /** Says hello. */          const names = (state: RoomState) => ...;
//   const Room = ...    ->
//                               /** Says hello. */
//                               const Room = ...
import { ts } from "../ts.js";
import { dedent, indent, indentationAt } from "./layout.js";

/** The file that the list is of. */
export interface ListSource {
  readonly file: ts.SourceFile;
  /** Its text, with the line ends inside of literals held. */
  readonly text: string;
  /** One step of indentation. */
  readonly unit: string;
  /** The text of a node, relative to the line that it begins on. */
  textOf(node: ts.Node): string;
  /** Is a node what it was, so that its text may stay? */
  isSame(before: ts.Node, after: ts.Node | undefined): boolean;
}

/** Where the list stood: from behind the opening brace to the closing one. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** Indentation of what the list is in. */
  readonly around: string;
  /** What follows is a brace, or the end of the file; not the next `case`. */
  readonly isClosed: boolean;
}

export const sameRange = (a: ts.Node, b: ts.Node): boolean => a.pos === b.pos && a.end === b.end;

export function statementList(
  before: readonly ts.Statement[],
  after: readonly ts.Statement[],
  { start, end, around, isClosed }: Extent,
  source: ListSource,
): string {
  const isSame = before.length === after.length && before.every((item, i) => source.isSame(item, after[i]));
  if (isSame) return source.text.slice(start, end);
  const isFile = start === 0;
  const first = before[0]?.getStart(source.file);
  const hasLines = first !== undefined && source.text.slice(start, first).includes("\n");
  const inner = isFile ? "" : hasLines ? indentationAt(source.text, first) : around + source.unit;
  const ends = before.map((item) => behindComment(item.end, end, source));
  /** What stands in front of a statement. */
  const leading = (i: number): string =>
    source.text.slice(i === 0 ? start : ends[i - 1], before[i]?.getStart(source.file));

  const used = new Set<number>();
  const placeOf = (item: ts.Statement): number =>
    before.findIndex((other, i) => !used.has(i) && sameRange(item, other));
  let text = "";
  /** The statement in front was made as well: its text. */
  let made: string | undefined;
  after.forEach((item, at) => {
    const i = placeOf(item);
    if (i !== -1) {
      used.add(i);
      const lead = isFile && text === "" && i > 0 ? leading(i).replace(/^\s*\n/, "") : leading(i);
      const isOnLine = lead.includes("\n") || (isFile && text === "");
      text += isOnLine ? lead : `\n${inner}${lead.trim() === "" ? "" : `${lead.trim()} `}`;
      text += indent(source.textOf(item), inner) + source.text.slice(before[i]?.end, ends[i]);
      made = undefined;
      return;
    }
    const next = after
      .slice(at + 1)
      .map(placeOf)
      .find((place) => place !== -1);
    const printed = madeStatement(item, source);
    const isLong = made === undefined || made.includes("\n") || printed.includes("\n");
    const isApart = isLong && next !== undefined && isSetApart(leading(next)) && !ts.isImportDeclaration(item);
    text += isFile && text === "" ? printed : `\n${isApart ? "\n" : ""}${inner}${indent(printed, inner)}`;
    made = printed;
  });
  const closing = source.text.slice(ends.at(-1) ?? start, end);
  return text + (closing.includes("\n") || isFile || !isClosed ? closing : `\n${around}`);
}

/** A statement that is not of the list; where it stands for another one, with the comments of that. */
function madeStatement(item: ts.Statement, source: ListSource): string {
  const comments = item.pos < 0 ? [] : (ts.getLeadingCommentRanges(source.file.text, item.pos) ?? []);
  const lines = comments.map(({ pos, end }) => dedent(source.text.slice(pos, end), indentationAt(source.text, pos)));
  return [...lines, source.textOf(item)].join("\n");
}

/** Is there a blank line before anything else? */
const isSetApart = (leading: string): boolean => /^[ \t\r]*\n[ \t\r]*\n/.test(leading);

/** The end of a statement, behind a comment on the same line. */
export function behindComment(place: number, limit: number, { file }: ListSource): number {
  const comment = (ts.getTrailingCommentRanges(file.text, place) ?? []).at(-1);
  return comment === undefined || comment.end > limit ? place : comment.end;
}
