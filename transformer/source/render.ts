// An expanded file as text: what the user wrote is taken over letter by letter, and only what macros made is printed.
//
//   the user's own node       its text
//   one that was changed      its text, with the changed parts put in
//   one that was made         printed, with holes for the user's code in it (shell.ts)
//
// Which of the three a node is, its range says: a changed node has kind and range of the node that it was. Comments and blank lines stand between the
// nodes of a list, and stay with the node they stand before (or behind, on its line).
import { isRepaired, pipedCall } from "../operator/repair.js";
import { ts } from "../ts.js";
import { dedent, heldLine, indent, indentationAt, type Style, styleOf } from "./layout.js";
import { Shell } from "./shell.js";
import { behindComment, type ListSource, sameRange, statementList } from "./statement_list.js";

/** The text of a file whose statements are now these. */
export function render(file: ts.SourceFile, statements: readonly ts.Statement[]): string {
  const renderer = new Renderer(file);
  return renderer.finish(renderer.file(statements));
}

/** The text of a piece of it. */
export function renderPiece(file: ts.SourceFile, node: ts.Node): string {
  const renderer = new Renderer(file);
  return renderer.finish(renderer.text(node));
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Properties of a node that lead away from it. */
const notParts = new Set(["parent", "original", "emitNode", "jsDoc", "nextContainer", "endOfFileToken"]);

type Part = ts.Node | ts.NodeArray<ts.Node>;

class Renderer {
  private readonly originals = new Map<string, ts.Node>();
  private readonly source: string;
  private readonly style: Style;
  private readonly shell: Shell;
  private readonly lists: ListSource;
  /** Calls that were written with `|>`: their parts don't stand in the order of the text. */
  private readonly disordered = new Set<ts.Node>();
  /** What has a `|>` in it: it does not stay as it is written. */
  private readonly piped = new Set<ts.Node>();

  constructor(private readonly sourceFile: ts.SourceFile) {
    this.source = holdLiterals(sourceFile);
    this.style = styleOf(sourceFile.text);
    this.shell = new Shell(sourceFile, this.style, (node) => {
      const own = this.originalOf(node);
      return (
        own && { pos: own.pos, text: (withComments) => (withComments ? this.commented(node, own) : this.text(node)) }
      );
    });
    const mark = (node: ts.Node): boolean => {
      let isPiped = pipedCall(node) !== undefined;
      if (isPiped) for (const part of callIn(node)) this.disordered.add(part);
      ts.forEachChild(node, (child) => {
        isPiped = mark(child) || isPiped;
      });
      if (isPiped) this.piped.add(node);
      return isPiped;
    };
    if (isRepaired(sourceFile)) mark(sourceFile);
    const { source: text, style } = this;
    this.lists = {
      file: sourceFile,
      text,
      unit: style.unit,
      textOf: (node) => this.text(node),
      isSame: (before, after) => this.isSame(before, after),
    };
    const note = (node: ts.Node): void => {
      const key = keyOf(node);
      if (!this.originals.has(key)) this.originals.set(key, node);
      ts.forEachChild(node, note);
    };
    ts.forEachChild(sourceFile, note);
  }

  finish(text: string): string {
    const lines = text.replaceAll(heldLine, "\n");
    return this.style.newLine === "\n" ? lines : lines.replace(/\r?\n/g, this.style.newLine);
  }

  file(statements: readonly ts.Statement[]): string {
    const extent = { start: 0, end: this.sourceFile.end, around: "", isClosed: true };
    return statementList(this.sourceFile.statements, statements, extent, this.lists);
  }

  /** The node of the file that this one is, or was before it was changed. */
  private originalOf(node: ts.Node): ts.Node | undefined {
    const own = node.pos < 0 ? undefined : this.originals.get(keyOf(node));
    return own !== undefined && this.disordered.has(own) ? undefined : own;
  }

  private hasPiped(part: Part | undefined): boolean {
    if (part === undefined) return false;
    return isList(part) ? part.some((item) => this.piped.has(item)) : this.piped.has(part);
  }

  private isSame(before: ts.Node, after: ts.Node | undefined): boolean {
    return before === after && !this.piped.has(before);
  }

  /** Lines after the first are relative to the line that the node begins on. */
  text(node: ts.Node): string {
    const own = this.originalOf(node);
    if (own === undefined) return this.shell.print(node);
    const start = own.getStart(this.sourceFile);
    const noted = (ts.getSyntheticLeadingComments(node) ?? []).map((comment) => `/*${comment.text}*/ `).join("");
    const changed = this.isSame(own, node) ? this.source.slice(start, own.end) : this.changed(own, node);
    if (changed === undefined) return this.shell.print(node);
    return noted + dedent(changed, indentationAt(this.source, start));
  }

  /** In a hole nothing around the node tells its comments, so it brings them along. */
  private commented(node: ts.Node, own: ts.Node): string {
    const start = own.getStart(this.sourceFile);
    const comments = ts.getLeadingCommentRanges(this.sourceFile.text, own.pos) ?? [];
    const isLine = ts.isStatement(own) || ts.isObjectLiteralElement(own);
    const written = comments.map(({ kind, pos, end }) => {
      const text = dedent(this.source.slice(pos, end), indentationAt(this.source, start));
      if (isLine) return `${text}\n`;
      return kind === ts.SyntaxKind.MultiLineCommentTrivia ? `${text} ` : `/*${text.slice(2)} */ `;
    });
    return written.join("") + this.text(node);
  }

  /** The text of `own` with what is different in `node`; undefined where the two have too little in common. */
  private changed(own: ts.Node, node: ts.Node): string | undefined {
    if (ts.isBlock(own) && ts.isBlock(node)) {
      const start = own.getStart(this.sourceFile);
      const extent = { start: start + 1, end: own.end - 1, around: indentationAt(this.source, start), isClosed: true };
      return `{${statementList(own.statements, node.statements, extent, this.lists)}}`;
    }
    const edits = this.edits(own, node);
    if (edits === undefined) return undefined;
    let place = own.getStart(this.sourceFile);
    let made = "";
    for (const edit of edits.sort((a, b) => a.start - b.start)) {
      if (edit.start < place) return undefined;
      made += this.source.slice(place, edit.start) + edit.text;
      place = edit.end;
    }
    return made + this.source.slice(place, own.end);
  }

  private edits(own: ts.Node, node: ts.Node): Edit[] | undefined {
    const edits: Edit[] = [];
    const names = new Set([...Object.keys(own), ...Object.keys(node)].filter((name) => !notParts.has(name)));
    for (const name of names) {
      const [before, after] = [partOf(own, name), partOf(node, name)];
      if (before === after && !this.hasPiped(before)) continue;
      const made = this.editsOfPart(before, after, own, name);
      if (made === undefined) return undefined;
      edits.push(...made);
    }
    return edits;
  }

  private editsOfPart(
    before: Part | undefined,
    after: Part | undefined,
    own: ts.Node,
    name: string,
  ): Edit[] | undefined {
    if (before === undefined || after === undefined) {
      // `async` goes where process code is an ordinary function.
      if (name !== "modifiers" || !isList(before) || before[0] === undefined) return undefined;
      const next = /\s*/y;
      next.lastIndex = before.end;
      return [
        {
          start: before[0].getStart(this.sourceFile),
          end: before.end + (next.exec(this.source)?.[0].length ?? 0),
          text: "",
        },
      ];
    }
    if (isList(before) && isList(after)) return this.editsOfList(before, after, own, name === "statements");
    if (isList(before) || isList(after)) return undefined;
    // A body that gets braces has them on the line of what it is the body of.
    if (ts.isBlock(after) && !ts.isBlock(before) && this.isBare(before)) {
      const around = indentationAt(this.source, own.getStart(this.sourceFile));
      return [{ start: before.pos, end: before.end, text: ` ${indent(this.text(after), around)}` }];
    }
    if (ts.isToken(before) && !("text" in before) && before.kind === after.kind) return [];
    return [this.replace(before, after)];
  }

  /** Nothing but white space is in front of it. */
  private isBare(node: ts.Node): boolean {
    return this.source.slice(node.pos, node.getStart(this.sourceFile)).trim() === "";
  }

  private replace(before: ts.Node, after: ts.Node): Edit {
    const start = before.getStart(this.sourceFile);
    return { start, end: before.end, text: indent(this.text(after), indentationAt(this.source, start)) };
  }

  private editsOfList(
    before: ts.NodeArray<ts.Node>,
    after: ts.NodeArray<ts.Node>,
    own: ts.Node,
    isStatements: boolean,
  ): Edit[] | undefined {
    if (isStatements && (ts.isCaseOrDefaultClause(own) || ts.isModuleBlock(own))) {
      const around = indentationAt(this.source, own.getStart(this.sourceFile));
      const isClosed = ts.isModuleBlock(own);
      const extent = { start: before.pos, end: isClosed ? own.end - 1 : before.end, around, isClosed };
      const [old, statements] = [before, after] as unknown as [readonly ts.Statement[], readonly ts.Statement[]];
      return [{ ...extent, text: statementList(old, statements, extent, this.lists) }];
    }
    if (before.length === after.length)
      return before.flatMap((item, i) =>
        this.isSame(item, after[i]) ? [] : [this.replace(item, after[i] as ts.Node)],
      );
    const places = after.map((item) => before.findIndex((other) => sameRange(item, other)));
    const kept = places.filter((place) => place !== -1);
    if (kept.some((place, i) => i > 0 && place <= (kept[i - 1] as number))) return undefined;
    if (after.length > 0 && kept.length === after.length) return this.fewer(before, after, kept);
    if (ts.isCaseBlock(own)) return this.atEnd(before, after);
    const added = places.findIndex((place) => place !== -1);
    const isFront =
      kept.length === before.length && (added === -1 || places.slice(added).every((place) => place !== -1));
    return isFront ? this.inFront(before, after, added === -1 ? after.length : added, own) : undefined;
  }

  /** `{ call, cast, self }` -> `{ self }` */
  private fewer(before: ts.NodeArray<ts.Node>, after: ts.NodeArray<ts.Node>, kept: readonly number[]): Edit[] {
    const edits = kept.flatMap((place, i) =>
      this.isSame(before[place] as ts.Node, after[i])
        ? []
        : [this.replace(before[place] as ts.Node, after[i] as ts.Node)],
    );
    const start = (i: number): number => (before[i] as ts.Node).getStart(this.sourceFile);
    const last = kept.at(-1) ?? -1;
    for (let i = 0; i < before.length; i++) {
      if (kept.includes(i)) continue;
      if (i < last) edits.push({ start: start(i), end: start(i + 1), text: "" });
      else if (i === last + 1 && last >= 0)
        edits.push({ start: (before[last] as ts.Node).end, end: (before.at(-1) as ts.Node).end, text: "" });
    }
    return edits;
  }

  /** A `default` at the end of a `switch`. */
  private atEnd(before: ts.NodeArray<ts.Node>, after: ts.NodeArray<ts.Node>): Edit[] | undefined {
    const last = before.at(-1);
    if (last === undefined || !before.every((item, i) => sameRange(item, after[i] as ts.Node))) return undefined;
    const edits = before.flatMap((item, i) =>
      this.isSame(item, after[i]) ? [] : [this.replace(item, after[i] as ts.Node)],
    );
    const end = behindComment(last.end, this.sourceFile.end, this.lists);
    const around = indentationAt(this.source, last.getStart(this.sourceFile));
    const more = after.slice(before.length).map((item) => `\n${around}${indent(this.text(item), around)}`);
    return [...edits, { start: end, end, text: more.join("") }];
  }

  /** `(user)` -> `(state, user)` */
  private inFront(
    before: ts.NodeArray<ts.Node>,
    after: ts.NodeArray<ts.Node>,
    count: number,
    own: ts.Node,
  ): Edit[] | undefined {
    const [first] = before;
    const start = first?.getStart(this.sourceFile) ?? before.pos;
    const opening = this.source.slice(own.getStart(this.sourceFile), start).trimEnd().at(-1);
    if (opening !== "(") return undefined;
    const text = after
      .slice(0, count)
      .map((item) => this.text(item))
      .join(", ");
    const rest = before.flatMap((item, i) =>
      this.isSame(item, after[count + i]) ? [] : [this.replace(item, after[count + i] as ts.Node)],
    );
    return [{ start, end: start, text: first === undefined ? text : `${text}, ` }, ...rest];
  }
}

const keyOf = (node: ts.Node): string => `${node.kind}:${node.pos}:${node.end}`;
const isList = (part: Part | undefined): part is ts.NodeArray<ts.Node> => Array.isArray(part);

function partOf(node: ts.Node, name: string): Part | undefined {
  const part = (node as unknown as Record<string, unknown>)[name];
  if (Array.isArray(part)) return part as unknown as ts.NodeArray<ts.Node>;
  return typeof part === "object" && part !== null && "kind" in part ? (part as ts.Node) : undefined;
}

/** The text of a file, with the line ends inside of literals held. */
function holdLiterals(file: ts.SourceFile): string {
  let text = "";
  let place = 0;
  const look = (node: ts.Node): void => {
    const isText = ts.isTemplateLiteralToken(node) || ts.isJsxText(node);
    if (isText && node.pos >= 0) {
      const start = ts.isJsxText(node) ? node.pos : node.getStart(file);
      text += file.text.slice(place, start) + file.text.slice(start, node.end).replaceAll("\n", heldLine);
      place = node.end;
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return text + file.text.slice(place);
}

/** The call in `await f(a)` and `f(a)!`, with what is around it. */
function callIn(node: ts.Node): ts.Node[] {
  const inner = ts.isAwaitExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node);
  return inner ? [node, ...callIn(node.expression)] : [node];
}
