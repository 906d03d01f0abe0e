// The comments that silence a check at one place, with the reason why.
//
//   // tincture-ignore shared_state: a counter for metrics, nothing depends on it
//   served++;
//
// It speaks of its own line where code stands before it, else of the next line of code. Text in a string is no comment.
import { ts } from "../ts.js";

export interface Ignore {
  /** The check's name as it is written there. */
  readonly name: string;
  readonly reason: string;
  /** The comment, from `tincture-ignore` to its end. */
  readonly start: number;
  readonly length: number;
  /** Of which line of the file (from 0) it speaks. */
  readonly line: number;
}

const word = "tincture-ignore";

export function ignoresIn(file: ts.SourceFile): Ignore[] {
  const { text } = file;
  if (!text.includes(word)) return [];
  const pattern = /(?:\/\/|\/\*)[ \t]*(tincture-ignore\b[ \t]*(\w*)[ \t]*:?[ \t]*(.*?))[ \t]*(?:\*\/.*)?$/gm;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, comment = "", name = "", reason = ""] = match;
    const start = match.index + whole.indexOf(comment);
    return isInToken(file, start)
      ? []
      : [{ name, reason, start, length: comment.length, line: lineMeant(match.index, file) }];
  });
}

/** Is the place inside of a string, template or the like? Comments stand between the tokens. */
function isInToken(file: ts.SourceFile, place: number): boolean {
  const look = (node: ts.Node): boolean => {
    if (place < node.pos || place >= node.end) return false;
    const inner = ts.forEachChild(node, (child) => look(child) || undefined);
    return inner === true || (ts.isToken(node) && place > node.getStart(file));
  };
  return look(file);
}

function lineMeant(start: number, file: ts.SourceFile): number {
  const lines = file.text.split("\n");
  let { line } = file.getLineAndCharacterOfPosition(start);
  const before = lines[line]?.slice(0, start - (file.getLineStarts()[line] ?? 0)) ?? "";
  if (before.trim() !== "") return line;
  do line++;
  while (/^\s*(\/\/.*|\/\*.*\*\/\s*)?$/.test(lines[line] ?? "end"));
  return line;
}
