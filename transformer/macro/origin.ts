// Which call of the user's a piece of made code came of: for people who look at what one call became (`tincture expand room.ts:12`).
//
// Flow: the macros' code is noted where it comes into the file (calling.ts, inline.ts) -> `settle` spreads that to all that is in it -> what later phases make of it follows.
import { ts } from "../ts.js";

export class Origins {
  /** The calls of the user's that were written out, in the order of the code. */
  readonly calls = new Set<ts.Node>();
  private readonly noted = new WeakMap<ts.Node, ts.Node>();
  private readonly settled = new WeakMap<ts.Node, ts.Node>();

  /** Code that came of a call. */
  note(made: ts.Node, call: ts.Node): void {
    this.calls.add(call);
    if (this.callOf(made) === undefined) this.noted.set(ts.getOriginalNode(made), call);
  }

  /** Made code that stands for other code now. */
  follow(made: ts.Node, old: ts.Node): void {
    const call = this.callOf(old);
    if (made === old || call === undefined || this.callOf(made) !== undefined) return;
    if (this.settled.has(old)) this.settled.set(made, call);
    else this.noted.set(ts.getOriginalNode(made), call);
  }

  private callOf(node: ts.Node): ts.Node | undefined {
    return this.settled.get(node) ?? this.noted.get(ts.getOriginalNode(node));
  }

  /** All is written out: what is in a noted piece came of the same call, but for what came of a call in there. */
  settle(file: ts.SourceFile): void {
    const spread = (node: ts.Node, around: ts.Node | undefined): void => {
      const call = this.callOf(node) ?? around;
      if (call !== undefined) this.settled.set(node, call);
      ts.forEachChild(node, (child) => spread(child, call));
    };
    ts.forEachChild(file, (statement) => spread(statement, undefined));
  }

  /** The pieces of these statements that came of a call, or of calls in it. */
  piecesOf(call: ts.Node, statements: readonly ts.Statement[]): ts.Node[] {
    const found: ts.Node[] = [];
    const look = (node: ts.Node): void => {
      const origin = this.callOf(node);
      if (origin !== undefined && origin.pos >= call.pos && origin.end <= call.end) found.push(node);
      else ts.forEachChild(node, look);
    };
    for (const statement of statements) look(statement);
    return found;
  }
}
