// `a |> f(b)` is `f(a, b)`. TypeScript's parser doesn't know the operator, but it recovers from it in one way: `|`, then `>` with nothing on its left.
//
//   a |> f(b)      parsed as  a | (<missing> > f(b)), with error 1109 at the `>`
//                  repaired   f(a, b): the node of `|` becomes the call, in place
//
// Done before anything is bound, so everything that follows (types, positions, declarations, maps) sees an ordinary call. The shape of the recovery is
// the same in TypeScript 5.9 and 6.0 and is pinned by a test for each. A file without such an error costs a look at its list of errors.
//
// Must not know: macros, the runtime. The tree is changed in place, as the slots that hold the nodes can't be found.
import { nodeArray } from "../ast/build.js";
import { isOptional } from "../ast/look.js";
import { report } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { ambiguous, besideLeft, besideRight, isCast, notCallable } from "./neighbour.js";

/** What the parser keeps of its errors (internal, the same in 5.9 and 6.0). */
interface Parsed {
  parseDiagnostics: ts.DiagnosticWithLocation[];
}

/** Puts the parents right (internal, the same in 5.9 and 6.0). */
interface Internals {
  setParentRecursive(node: ts.Node, incremental: boolean): void;
}

const EXPRESSION_EXPECTED = 1109;
const TYPE_EXPECTED = 1110;

/** A call that was written with `|>`. */
export interface Piped {
  /** The value that is piped: the first argument. */
  readonly left: ts.Expression;
  /** Position of the `|`. */
  readonly operator: number;
}

const piped = new WeakMap<ts.Node, Piped>();

/** How a call was written, if with `|>`. */
export function pipedCall(node: ts.Node): Piped | undefined {
  return piped.get(node);
}

const repaired = new WeakSet<ts.SourceFile>();

/** Whether a file's tree was repaired. TypeScript must not parse the next version of such a file out of it: its nodes don't stand in the order of the text. */
export function isRepaired(file: ts.SourceFile): boolean {
  return repaired.has(file);
}

/** Where the `|>` of a file stand that was not repaired, in expressions. */
export function operatorsIn(file: ts.SourceFile): number[] {
  const { parseDiagnostics } = file as unknown as Parsed;
  const found = parseDiagnostics.filter((error) => error.code === EXPRESSION_EXPECTED && isOperator(error, file));
  return found.map(({ start }) => start - 1);
}

/** Makes calls of all `|>` in a file, or says why it can't. The file must not be bound yet. */
export function repairOperators(file: ts.SourceFile, isEnabled: boolean): void {
  const parsed = file as unknown as Parsed;
  if (!parsed.parseDiagnostics.some((error) => isOperator(error, file))) return;
  repaired.add(file);
  new Repair(file, parsed, isEnabled).run();
}

/** An error of the parser at the `>` of a `|>`. (`|>>` and `|>=` are none.) */
function isOperator({ code, start }: ts.DiagnosticWithLocation, { text }: ts.SourceFile): boolean {
  return (
    (code === EXPRESSION_EXPECTED || code === TYPE_EXPECTED) &&
    text.startsWith("|>", start - 1) &&
    text[start + 1] !== ">" &&
    text[start + 1] !== "="
  );
}

class Repair {
  /** Positions of the `>` that are still unexplained. */
  private readonly open: Set<number>;
  private readonly errors: ts.DiagnosticWithLocation[] = [];

  constructor(
    private readonly file: ts.SourceFile,
    private readonly parsed: Parsed,
    private readonly isEnabled: boolean,
  ) {
    const found = parsed.parseDiagnostics.filter((error) => isOperator(error, file));
    this.open = new Set(found.map(({ start }) => start));
  }

  run(): void {
    const { file, parsed } = this;
    const [first] = this.open;
    this.visit(file);
    if (isJavaScript(file)) this.refuseAll("operator_in_javascript", first as number);
    else if (!this.isEnabled) this.refuseAll("operator_not_enabled", first as number);
    for (const place of this.open)
      if (parsed.parseDiagnostics.some(({ code, start }) => code === TYPE_EXPECTED && start === place))
        this.say("operator_in_type", place);
    const explained = (error: ts.DiagnosticWithLocation): boolean =>
      isOperator(error, file) && !this.open.has(error.start);
    const left = parsed.parseDiagnostics.filter((error) => !explained(error));
    parsed.parseDiagnostics = [...left, ...this.errors].sort((a, b) => a.start - b.start);
    if (file.statements[0]?.parent !== undefined) (ts as unknown as Internals).setParentRecursive(file, true);
  }

  /** One error for all of them, at the first. The tree is right all the same, so no other error follows from it. */
  private refuseAll(name: "operator_in_javascript" | "operator_not_enabled", first: number): void {
    this.errors.length = 0;
    this.open.clear();
    this.say(name, first);
  }

  private say(name: "operator_in_javascript" | "operator_not_enabled" | "operator_in_type", place: number): void {
    this.open.delete(place);
    this.errors.push(report(this.file, name, { start: place - 1, length: 2 }, {}).diagnostic);
  }

  /** Children first: in `a |> f |> g` the left side is a call by the time its own turn comes. */
  private readonly visit = (node: ts.Node): void => {
    ts.forEachChild(node, this.visit);
    if (!ts.isBinaryExpression(node)) return;
    if (node.operatorToken.kind === ts.SyntaxKind.BarToken) this.visitBar(node);
    else this.visitAs(node);
  };

  private visitBar(node: ts.BinaryExpression): void {
    const remainder = this.remainderOf(node.right);
    if (isMissing(node.left)) return;
    if (remainder === undefined) {
      if (piped.has(node.left)) this.errors.push(ambiguous(node.operatorToken, this.file));
      return;
    }
    const operator = remainder.operatorToken.end - 1;
    this.open.delete(operator);
    const beside = besideLeft(node.left) ?? besideRight(node.right, remainder);
    if (beside !== undefined) this.errors.push(ambiguous(beside, this.file));
    const { left, right } = node;
    const call = this.callOf(remainder, left);
    if (right !== remainder) {
      become(remainder, call);
      startAt(left.pos, right, remainder);
    }
    become(node, right === remainder ? call : right);
    piped.set(right === remainder ? node : remainder, { left, operator: operator - 1 });
  }

  /** `x as T |> f`: the parser took `T |` for the beginning of a type. */
  private visitAs(node: ts.BinaryExpression): void {
    const { left, operatorToken } = node;
    if (!this.open.has(operatorToken.end - 1) || !isCast(left)) return;
    this.open.delete(operatorToken.end - 1);
    this.errors.push(ambiguous(left, this.file));
  }

  /** The `<missing> > f(b)` that the right side of a `|` begins with. */
  private remainderOf(right: ts.Expression): ts.BinaryExpression | undefined {
    let node = right;
    for (;;) {
      if (isCast(node)) node = node.expression;
      else if (!ts.isBinaryExpression(node)) return undefined;
      else if (isMissing(node.left) && this.open.has(node.operatorToken.end - 1)) return node;
      else node = node.left;
    }
  }

  /** The call that `<missing> > right` stands for, with `value` as its first argument. */
  private callOf(remainder: ts.BinaryExpression, value: ts.Expression): ts.Expression {
    const { right } = remainder;
    const problem = notCallable(right, this.file);
    if (problem !== undefined) this.errors.push(problem);
    return pipeInto(right, value, remainder);
  }
}

/** `await f()`, `f()!`: the value goes into the call inside. Everything else that isn't a call is called. */
function pipeInto(right: ts.Expression, value: ts.Expression, spare: ts.Node): ts.Expression {
  if (ts.isAwaitExpression(right) || (ts.isNonNullExpression(right) && holdsCall(right))) {
    const inner = pipeInto(right.expression, value, spare);
    return Object.assign(right, { expression: inner, pos: value.pos });
  }
  if (ts.isCallExpression(right) || ts.isNewExpression(right)) {
    const written = right.arguments;
    const list = nodeArray([value, ...(written ?? [])], written ?? { pos: right.end, end: right.end });
    return Object.assign(right, { arguments: list, pos: value.pos });
  }
  const hasTypes = ts.isExpressionWithTypeArguments(right);
  const end = { pos: right.end, end: right.end };
  const call = {
    kind: ts.SyntaxKind.CallExpression,
    pos: value.pos,
    end: right.end,
    flags: isOptional(right) ? spare.flags | ts.NodeFlags.OptionalChain : spare.flags,
    expression: hasTypes ? right.expression : right,
    questionDotToken: undefined,
    typeArguments: hasTypes ? right.typeArguments : undefined,
    arguments: nodeArray([value], end),
  };
  return replaceFields(newNode(spare), call) as ts.Expression;
}

/** A node of the same class, for the parser's: the old one may come to stand around it, as in `x |> await f > 2`. */
function newNode(old: ts.Node): ts.Node {
  const node = Object.assign(Object.create(Object.getPrototypeOf(old)), old);
  delete node.id;
  return node;
}

const holdsCall = ({ expression }: ts.NonNullExpression): boolean =>
  ts.isCallExpression(expression) || (ts.isNonNullExpression(expression) && holdsCall(expression));

/** Fields of every node, which belong to its place in the tree and not to what it says. */
const ofThePlace = new Set(["pos", "end", "parent", "id", "modifierFlagsCache", "transformFlags"]);

/** `node` says what `other` says, in its own place and with its own range. */
function become(node: ts.Node, other: ts.Node): void {
  if (node === other) return;
  const { transformFlags } = node as { transformFlags?: number };
  const said = Object.fromEntries(Object.entries(other).filter(([field]) => !ofThePlace.has(field)));
  replaceFields(node, { ...said, flags: node.flags | (other.flags & ts.NodeFlags.OptionalChain) });
  Object.assign(node, {
    transformFlags: (transformFlags ?? 0) | ((other as { transformFlags?: number }).transformFlags ?? 0),
  });
}

function replaceFields(node: ts.Node, fields: object): ts.Node {
  for (const field of Object.keys(node))
    if (!ofThePlace.has(field) && !(field in fields)) delete (node as unknown as Record<string, unknown>)[field];
  return Object.assign(node, fields);
}

/** What lies around the call, whose first argument stands in front of it all: `x |> f(1) > 2`. */
function startAt(pos: number, outer: ts.Expression, call: ts.Expression): void {
  for (let node = outer; ; node = ts.isBinaryExpression(node) ? node.left : (node as ts.AsExpression).expression) {
    Object.assign(node, { pos });
    if (node === call) return;
  }
}

const isMissing = (node: ts.Node): boolean => ts.isIdentifier(node) && node.pos === node.end;

const isJavaScript = (file: ts.SourceFile): boolean => (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;
