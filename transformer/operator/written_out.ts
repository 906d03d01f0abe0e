// A source with every `|>` written out as a call, and the way back from its places: for tools that know no `|>` and can't be given a tree.
//
//   a |> f(b) |> g      ->   g(f(a, b))
//
// Shape: writtenOut(file) -> { text, sourceSpan }, of a file whose tree was repaired. All of the user's text stays, letter by letter, but for comments beside a `|>`; it only stands elsewhere.
import { ts } from "../ts.js";
import { pipedCall } from "./repair.js";

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface WrittenOut {
  readonly text: string;
  /** What of the source is in a span of the text: all of it that lies between the first and the last. Undefined where nothing is: a comma, a bracket. */
  sourceSpan(span: Span): Span | undefined;
  /** The same for a span that is one uncut piece of the source; undefined for all others. For who wants to change it. */
  exactSpan(span: Span): Span | undefined;
}

/** A piece of the text. `from`: where it stands in the source, if it does. */
interface Piece {
  readonly at: number;
  readonly text: string;
  readonly from: number | undefined;
}

/** A `|>`: where the call begins and ends in the source, and what is called. */
interface Chain extends Span {
  readonly left: Span;
  readonly right: number;
  readonly list: ts.NodeArray<ts.Expression>;
}

export function writtenOut(file: ts.SourceFile): WrittenOut {
  const writer = new Writer(file);
  writer.write({ start: 0, end: file.text.length });
  const { pieces } = writer;
  const text = pieces.map((piece) => piece.text).join("");
  const overlapping = ({ start, end }: Span): Span[] =>
    pieces.flatMap(({ at, text: { length }, from }) => {
      if (from === undefined || at > end || at + length < start) return [];
      const first = Math.max(start, at);
      const last = Math.min(end, at + length);
      // A piece that is only touched says nothing, unless the span is a point.
      return last > first || start === end ? [{ start: from + first - at, end: from + last - at }] : [];
    });
  return {
    text,
    sourceSpan(span) {
      const found = overlapping(span);
      if (found.length === 0) return undefined;
      return { start: Math.min(...found.map(({ start }) => start)), end: Math.max(...found.map(({ end }) => end)) };
    },
    exactSpan({ start, end }) {
      const piece = pieces.find(({ at, text: { length } }) => at <= start && end <= at + length);
      if (piece?.from === undefined) return undefined;
      return { start: piece.from + start - piece.at, end: piece.from + end - piece.at };
    },
  };
}

class Writer {
  readonly pieces: Piece[] = [];
  private length = 0;
  /** In the order of the source, outer ones first. */
  private readonly chains: Chain[] = [];
  /** Statements that begin with a chain: what comes first in it after writing out may be a bracket, which would go on with the line before. */
  private readonly statements = new Set<number>();

  constructor(private readonly file: ts.SourceFile) {
    this.collect(file);
    this.chains.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  write({ start, end }: Span): void {
    let at = start;
    for (let i = this.firstFrom(start); i < this.chains.length; i++) {
      const chain = this.chains[i] as Chain;
      if (chain.start >= end) break;
      if (chain.start < at || chain.end > end) continue;
      this.put(this.file.text.slice(at, chain.start), at);
      this.writeChain(chain);
      at = chain.end;
    }
    this.put(this.file.text.slice(at, end), at);
  }

  /** The first chain that begins at a place or behind it. */
  private firstFrom(start: number): number {
    let [low, high] = [0, this.chains.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.chains[middle] as Chain).start < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private writeChain({ start, end, left, right, list }: Chain): void {
    const { text } = this.file;
    if (text[right] === "(" && this.statements.has(start)) this.put(";");
    this.write({ start: right, end: list.pos });
    const hasList = text[list.pos - 1] === "(";
    if (!hasList) this.put("(");
    this.write(left);
    if (!hasList) this.put(")");
    else if (list.length > 1) this.put(", ");
    this.write({ start: list.pos, end });
  }

  private put(text: string, from?: number): void {
    if (text === "") return;
    this.pieces.push({ at: this.length, text, from });
    this.length += text.length;
  }

  private readonly collect = (node: ts.Node): void => {
    const { file } = this;
    const piped = pipedCall(node);
    if (piped !== undefined) {
      const { left, operator } = piped;
      const start = left.getStart(file);
      const right = operator + 2 + (trivia.exec(file.text.slice(operator + 2))?.[0].length ?? 0);
      this.chains.push({ start, end: node.end, left: { start, end: left.end }, right, list: listOf(node) });
    }
    if (isBlockLike(node)) for (const statement of node.statements) this.statements.add(statement.getStart(file));
    ts.forEachChild(node, this.collect);
  };
}

const isBlockLike = (node: ts.Node): node is ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause =>
  ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);

/** Blanks and comments. */
const trivia = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/;

/** The arguments that the piped value is the first of. */
function listOf(node: ts.Node): ts.NodeArray<ts.Expression> {
  let call = node;
  while (ts.isAwaitExpression(call) || ts.isNonNullExpression(call)) call = call.expression;
  return (call as ts.CallExpression).arguments;
}
