// What belongs to the function around it still does, now that macros have moved code about; and labels of quotes meet no others.
//
//   const v = 1 + first(cached, await load());   ->   const v = 1 + await (async () => { if (cached) return cached; return await load(); })();
//   const f = later(yield 1);                         a function of the macro's that is called some time: reported
//   outer: for (...)  of a quote, in a loop that is called `outer` as well   ->   outer_1: for (...)
//
// Flow: one walk over the file, with the functions around the code and the labels that it is in.
import * as build from "../ast/build.js";
import { bare, contains, isAsync, isType } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Called, Calling } from "./calling.js";
import type { Inline } from "./inline.js";
import type { Origins } from "./origin.js";

export function placed(
  statements: readonly ts.Statement[],
  calling: Calling,
  inline: Inline,
  origins?: Origins,
): ts.Statement[] {
  const placement = new Placement(calling, inline, origins);
  return statements.map((statement) => placement.visit(statement) as ts.Statement);
}

/** A function around the code. */
interface Around {
  /** The macro that wrote it. */
  readonly called: Called | undefined;
  readonly isArrow: boolean;
  readonly isAsync: boolean;
  /** It is called where it stands, so it can become one that waits, or yields. */
  readonly isOpen: boolean;
  readonly outer: Around | undefined;
  waits: boolean;
  yields: boolean;
}

/** A label around the code. */
interface Label {
  /** The copy of a quote that it belongs to. */
  readonly quote: object | undefined;
  readonly written: string;
  readonly text: string;
}

class Placement {
  private inner: Around | undefined;
  private labels: readonly Label[] = [];

  constructor(
    private readonly calling: Calling,
    private readonly inline: Inline,
    private readonly origins: Origins | undefined,
  ) {}

  readonly visit = (node: ts.Node): ts.Node => {
    if (isType(node)) return node;
    if (ts.isLabeledStatement(node)) return this.labelled(node);
    if (ts.isBreakOrContinueStatement(node)) return this.jump(node);
    if (this.isCalledHere(node)) return this.open(node);
    if (isFrame(node)) return this.within(node, false, () => this.children(node));
    const made = this.children(node);
    if (waits(made)) return this.waiting(made);
    if (ts.isYieldExpression(made)) return this.isUsers(made) ? this.yielding(made) : made;
    return this.isOfFunction(made) && this.isUsers(made) ? this.ofFunction(made) : made;
  };

  private readonly children = <T extends ts.Node>(node: T): T => ts.visitEachChild(node, this.visit, undefined);

  /* ---- functions ---- */

  private within<T>(node: ts.Node, isOpen: boolean, body: (own: Around) => T): T {
    const outer = this.inner;
    const { labels } = this;
    const own: Around = {
      called: this.writerOf(node),
      isArrow: ts.isArrowFunction(node),
      isAsync: isAsync(node),
      isOpen,
      outer,
      waits: false,
      yields: false,
    };
    this.inner = own;
    this.labels = [];
    const made = body(own);
    this.inner = outer;
    this.labels = labels;
    return made;
  }

  /** `(() => { ... })()` of a macro's. */
  private isCalledHere(node: ts.Node): node is ts.CallExpression {
    if (!ts.isCallExpression(node) || !this.inline.allows(ts.getOriginalNode(node))) return false;
    const callee = bare(node.expression);
    return ts.isArrowFunction(callee) && !isAsync(callee) && this.writerOf(callee) !== undefined;
  }

  private open(call: ts.CallExpression): ts.Node {
    const fn = bare(call.expression) as ts.ArrowFunction;
    const args = call.arguments.map((argument) => this.visit(argument) as ts.Expression);
    const { made, own } = this.within(fn, true, (own) => ({ made: this.children(fn), own }));
    let whole: ts.Expression;
    if (own.yields) whole = build.yieldAll(build.callWithThis(build.asGenerator(made, own.waits), args));
    else if (own.waits) whole = build.waitFor(build.call(build.paren(build.asAsync(made)), args));
    else whole = build.withCall(call, build.paren(made), args);
    this.origins?.follow(whole, call);
    return whole;
  }

  /** Whose function it is: of macros where they wrote it and it isn't the user's own, changed. */
  private writerOf(node: ts.Node): Called | undefined {
    return this.calling.owners.get(ts.getOriginalNode(node));
  }

  private isUsers(node: ts.Node): boolean {
    return ts.getOriginalNode(node).pos >= 0;
  }

  /* ---- what belongs to a function ---- */

  private waiting<T extends ts.Node>(node: T): ts.Node {
    const { inner } = this;
    if (inner?.called === undefined || inner.isAsync) return node;
    return this.mayBecome(inner, "waits") ? node : this.moved(node, "await", inner.called);
  }

  private yielding(node: ts.YieldExpression): ts.Node {
    const { inner } = this;
    if (inner?.called === undefined) return node;
    return this.mayBecome(inner, "yields") ? node : this.moved(node, "yield", inner.called);
  }

  /** Marks the functions up to the caller's own; false where one on the way is no function that is called where it stands. */
  private mayBecome(inner: Around, what: "waits" | "yields"): boolean {
    const way: Around[] = [];
    for (
      let at: Around | undefined = inner;
      at?.called !== undefined && !(what === "waits" && at.isAsync);
      at = at.outer
    ) {
      if (!at.isOpen) return false;
      way.push(at);
    }
    for (const each of way) each[what] = true;
    return true;
  }

  private isOfFunction(node: ts.Node): boolean {
    return (
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword) ||
      (ts.isIdentifier(node) && node.text === "arguments" && this.calling.identities.of(node)?.is === "global")
    );
  }

  private ofFunction(node: ts.Node): ts.Node {
    let at = this.inner;
    while (at?.isArrow === true) at = at.outer;
    return at?.called === undefined ? node : this.moved(node, this.calling.textOf(node), at.called);
  }

  private moved(node: ts.Node, what: string, { name: macro }: Called): ts.Node {
    const text = this.calling.textOf(node);
    const made = this.calling.rejectAt("macro_moved", node, { what, macro, text });
    return ts.isExpression(node) ? made : build.statement(made);
  }

  /* ---- labels ---- */

  private labelled(node: ts.LabeledStatement): ts.Node {
    const quote = this.calling.identities.quoteOfLabel(node.label);
    const { text: written } = node.label;
    const text = quote === undefined ? written : this.free(written, node);
    const outer = this.labels;
    this.labels = [...outer, { quote, written, text }];
    const statement = this.visit(node.statement) as ts.Statement;
    this.labels = outer;
    return build.withLabel(node, text, statement);
  }

  /** `outer`, or `outer_1` and so on where there is another one around it, or in it. */
  private free(base: string, node: ts.LabeledStatement): string {
    const { identities } = this.calling;
    const isTaken = (text: string): boolean =>
      this.labels.some((label) => label.text === text) ||
      contains(
        node.statement,
        (part) =>
          ts.isLabeledStatement(part) && part.label.text === text && identities.quoteOfLabel(part.label) === undefined,
      );
    let text = base;
    for (let i = 1; isTaken(text); i++) text = `${base}_${i}`;
    return text;
  }

  private jump(node: ts.BreakOrContinueStatement): ts.Node {
    const { label } = node;
    if (label === undefined) return node;
    const quote = this.calling.identities.quoteOfLabel(label);
    const target = this.labels.findLast((each) => each.quote === quote && each.written === label.text);
    return target === undefined || target.text === label.text ? node : build.withTarget(node, target.text);
  }
}

/** Code with a `this` of its own, or at least with an `await` of its own. */
const isFrame = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node);

const waits = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) ||
  (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
  (ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing);
