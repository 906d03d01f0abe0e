// Code that macros made, printed by TypeScript, with holes for the user's code in it.
//
//   rt.call((state) => <user's body>)   ->   prints  rt.call((state) => $hole0$)   and puts the body's text in
//
// Names that TypeScript would make unique while it prints (`tmp_1`) get their numbers here, since a file is printed in pieces.
import * as build from "../ast/build.js";
import { ts } from "../ts.js";
import { indent, type Style } from "./layout.js";

/** The user's code: its text, with the comments around it or without. */
export interface Taken {
  readonly pos: number;
  text(withComments: boolean): string;
}

/** Internal, the same in 5.9 and 6.0: a name that the printer makes unique. */
interface Generated {
  readonly emitNode?: { readonly autoGenerate?: { readonly id: number } };
}

export class Shell {
  private readonly printer: ts.Printer;
  private readonly names = new Map<number, string>();
  private readonly taken: Set<string>;

  constructor(
    private readonly file: ts.SourceFile,
    private readonly style: Style,
    /** Tells of a node whether it is the user's. */
    private readonly takenFrom: (node: ts.Node) => Taken | undefined,
  ) {
    this.printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
    this.taken = new Set(file.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  }

  /** The text of a node that was made. The comments in front of it are not its own. */
  print(node: ts.Node): string {
    const holes: string[] = [];
    /** Places whose comments are written already, or by somebody else. */
    const claimed = new Set([node.pos]);
    const visit = (child: ts.Node): ts.Node => {
      const isNew = !claimed.has(child.pos);
      const taken = this.takenFrom(child);
      if (taken === undefined) {
        if (child.pos >= 0) claimed.add(child.pos);
        return this.quiet(this.leaf(child) ?? ts.visitEachChild(child, visit, undefined), isNew);
      }
      claimed.add(taken.pos);
      holes.push(taken.text(isNew));
      return build.placeholder(child, String(holes.length - 1));
    };
    const shell = this.quiet(this.leaf(node) ?? ts.visitEachChild(node, visit, undefined), false);
    return this.filled(this.printer.printNode(ts.EmitHint.Unspecified, shell, this.file), holes);
  }

  /** Comments behind a node are never the shell's; those in front where nobody else writes them. */
  private quiet(node: ts.Node, isNew: boolean): ts.Node {
    if (node.pos < 0) return node;
    const { NoLeadingComments, NoTrailingComments } = ts.EmitFlags;
    return ts.setEmitFlags(node, isNew ? NoTrailingComments : NoTrailingComments | NoLeadingComments);
  }

  private leaf(node: ts.Node): ts.Node | undefined {
    if (ts.isIdentifier(node)) {
      const id = (node as Generated).emitNode?.autoGenerate?.id;
      return id === undefined ? undefined : build.id(this.nameOf(id, node.text));
    }
    const isText = ts.isStringLiteral(node) && node.pos < 0;
    return isText ? build.quoted(node.text, this.style.singleQuotes) : undefined;
  }

  private nameOf(id: number, base: string): string {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    let i = 1;
    while (this.taken.has(`${base}_${i}`)) i++;
    const name = `${base}_${i}`;
    this.taken.add(name);
    this.names.set(id, name);
    return name;
  }

  private filled(printed: string, holes: readonly string[]): string {
    const lines = compact(build.withoutShapes(printed)).split("\n");
    return lines
      .map((line) => {
        const depth = /^ */.exec(line)?.[0].length ?? 0;
        const around = this.style.unit.repeat(Math.floor(depth / 4));
        const code = line
          .slice(depth)
          .replace(build.placeholderPattern, (_, number: string) => indent(holes[Number(number)] ?? "", around));
        return around + code;
      })
      .join("\n");
  }
}

/** As people write it: `} finally {` and `if (done) break;` on one line, `f<string>` without parentheses around it. */
const compact = (printed: string): string =>
  printed
    .replace(/\((\$hole\d+\$|[\w$.]+)<([^()\n]*)>\)(?=[,)])/g, "$1<$2>")
    .replace(/\}\n\s*(?=(?:else|catch|finally)\b)/g, "} ")
    .replace(/^( *(?:if|else if) \(.*\))\n +((?:yield|break|continue|return)\b.*;)$/gm, "$1 $2");
