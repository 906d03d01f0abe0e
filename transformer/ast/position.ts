// Where made code stands in the user's file: for comments, breakpoints and stack traces. Part of build.ts, which exports it.
import { ts } from "../ts.js";

/** `node` stands where `place` stood: comments, breakpoints and stack traces follow. Names are left alone, since one name may stand in many places. */
export function at<T extends ts.Node>(node: T, place: ts.Node): T {
  return place.pos < 0 || node.pos >= 0 || ts.isIdentifier(node) ? node : ts.setTextRange(node, place);
}

/** `node` takes the comments around `place`, all of them in front of it. */
export function commented<T extends ts.Node>(node: T, place: ts.Node, file: ts.SourceFile): T {
  if (place.pos < 0) return node;
  ts.setCommentRange(node, { pos: place.pos, end: -1 });
  for (const { kind, pos, end } of ts.getTrailingCommentRanges(file.text, place.end) ?? []) {
    const text = file.text.slice(pos + 2, kind === ts.SyntaxKind.MultiLineCommentTrivia ? end - 2 : end);
    ts.addSyntheticLeadingComment(node, kind, text, true);
  }
  return node;
}

/** `node` takes the comments in front of `place`. */
export const underComments = <T extends ts.Node>(node: T, place: ts.TextRange): T =>
  place.pos < 0 || node.pos >= 0 ? node : ts.setCommentRange(node, { pos: place.pos, end: -1 });

export const withoutComments = <T extends ts.Node>(node: T): T => ts.setEmitFlags(node, ts.EmitFlags.NoLeadingComments);

/** `node` is reported at `place` in stack traces, and takes none of its comments. */
export function mapped<T extends ts.Node>(node: T, place: ts.TextRange): T {
  return place.pos < 0 || (ts.isIdentifier(node) && node.pos < 0 && ts.getOriginalNode(node) === node)
    ? node
    : ts.setSourceMapRange(node, place);
}

/** `node` takes the comments around `place`, in front of it and on its line: the code of a stage, say. */
export function noted<T extends ts.Node>(node: T, place: ts.Node, file: ts.SourceFile): T {
  const behind = file.text[place.end] === "," ? place.end + 1 : place.end;
  const comments = [
    ...(ts.getLeadingCommentRanges(file.text, place.pos) ?? []),
    ...(ts.getTrailingCommentRanges(file.text, behind) ?? []),
  ];
  for (const { kind, pos, end } of comments) {
    const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    const text = file.text.slice(pos + 2, isLine ? end : end - 2);
    ts.addSyntheticLeadingComment(node, ts.SyntaxKind.MultiLineCommentTrivia, isLine ? `${text} ` : text, false);
  }
  return node;
}
