// Functions that macros made to be called at once, written out where they stand:
//
//   (() => { f(); g(); })();                      f(); g();
//   (() => { const n = 1; g(n); })();             { const n = 1; g(n); }
//   log((() => { const n = f(); return n + n; })());      const n = f(); log(n + n);
//   await (async () => { await f(); })();         await f();
//
// Only where nothing runs earlier or later than before, and nothing is left by `return`; elsewhere the call stays. Names may meet each other
// here: names.ts tells them apart afterwards.
import { reach } from "../2-expand/order.js";
import * as build from "../ast/build.js";
import { bare, contains, isAsync, isFunctionValue, namesOf, ownCode } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Identities } from "./identity.js";
import type { Origins } from "./origin.js";

/** A statement is the last of its function, so that to leave one is to leave the other; `any`: nobody asks for the function's value. */
export type Last = boolean | "any";

export class Inline {
  private readonly calls = new WeakSet<ts.Node>();

  constructor(
    private readonly identities: Identities,
    private readonly origins?: Origins,
  ) {}

  /** This call is a macro's own, so its function may be written out. */
  allow(call: ts.Node): void {
    this.calls.add(call);
  }

  allows(call: ts.Node): boolean {
    return this.calls.has(call);
  }

  /** The same node with other parts: what was allowed stays so. */
  follow<T extends ts.Node>(made: T, old: ts.Node): T {
    if (made !== old && this.calls.has(old)) this.calls.add(made);
    return made;
  }

  /** `(() => value)()` is its value wherever it stands; so is `await (async () => value)()`. */
  value(node: ts.Expression): ts.Expression {
    const opened = this.open(node);
    return opened === undefined || opened.statements.length > 0 ? node : (opened.value ?? build.nothing());
  }

  /** One statement, and what of it stands before it now. `isLast`: of a function, so that leaving the statement leaves the function. */
  statement(statement: ts.Statement, isLast: Last = false): ts.Statement[] {
    const [first, ...rest] = this.statements(statement, isLast);
    if (first === undefined || first === statement) return first === undefined ? [] : [first];
    // What came to stand before a statement stands under its comments.
    const last = rest.at(-1);
    if (last !== undefined && last.pos >= 0) build.withoutComments(last);
    return [build.underComments(first, statement), ...rest];
  }

  private statements(statement: ts.Statement, isLast: Last): ts.Statement[] {
    if (ts.isExpressionStatement(statement)) {
      const opened = this.open(bare(statement.expression), isLast);
      if (opened !== undefined) {
        const end = opened.value === undefined || !hasEffect(opened.value) ? [] : [build.statement(opened.value)];
        const all = [...opened.statements, ...end.flatMap((item) => this.statement(build.mapped(item, statement)))];
        const made = all.some(declares) ? [build.mapped(build.block(all), statement)] : all;
        for (const each of made) this.origins?.follow(each, bare(statement.expression));
        return made;
      }
    }
    const before: ts.Statement[] = [];
    let rest = statement;
    for (;;) {
      const slot = firstExpression(rest);
      const found = slot === undefined ? undefined : this.first(slot);
      if (found === undefined) return [...before, rest];
      const { statements, value = build.nothing() } = this.renewed(found.opened);
      before.push(...statements);
      rest = this.replaced(rest, found.node, value) as ts.Statement;
    }
  }

  /** An arrow's value, with braces where statements come before it. */
  body(value: ts.Expression): ts.ConciseBody {
    const statements = this.statement(build.ret(value));
    return statements.length === 1 ? value : build.block(statements);
  }

  /** Names of the caller's that come out of their scope are declared anew, so that they can be told from others there. */
  private renewed(opened: Opened): Opened {
    const { statements, value } = opened;
    if (!statements.some(declares)) return opened;
    const copy = this.identities.copy(build.block([...statements, build.ret(value)]));
    const end = copy.statements.at(-1) as ts.ReturnStatement;
    return { statements: copy.statements.slice(0, -1), value: end.expression };
  }

  /** The call that is evaluated before everything else in an expression. */
  private first(expression: ts.Expression): { node: ts.Node; opened: Opened } | undefined {
    let found: { node: ts.Node; opened: Opened } | undefined;
    const isIt = (node: ts.Node): boolean => {
      const opened = this.open(node);
      if (opened !== undefined) found = { node, opened };
      return opened !== undefined;
    };
    return reach(expression, isIt, (node) => this.isClear(node)) === "found" ? found : undefined;
  }

  private isClear(expression: ts.Expression): boolean {
    const node = bare(expression);
    if (ts.isIdentifier(node)) return this.isStable(node);
    if (ts.isPropertyAccessExpression(node)) {
      const object = bare(node.expression);
      return ts.isIdentifier(object) && this.identities.of(object)?.is === "global";
    }
    return isFunctionValue(node) || ts.isLiteralExpression(node) || isWord(node);
  }

  private isStable(name: ts.Identifier): boolean {
    const identity = this.identities.of(name);
    if (identity?.is === undefined || identity.is === "fresh")
      return identity?.written === false && identity.kind !== "var";
    return identity.is !== "theirs";
  }

  private replaced(node: ts.Node, old: ts.Node, by: ts.Node): ts.Node {
    const visit = (part: ts.Node): ts.Node => {
      if (part === old) return by;
      return ts.isFunctionLike(part) ? part : this.follow(ts.visitEachChild(part, visit, undefined), part);
    };
    return visit(node);
  }

  private open(node: ts.Node, isLast: Last = false): Opened | undefined {
    const isAwait = ts.isAwaitExpression(node);
    const call = isAwait ? bare(node.expression) : node;
    if (!this.calls.has(call) || !ts.isCallExpression(call)) return undefined;
    const fn = bare(call.expression);
    if (!ts.isArrowFunction(fn) || isAsync(fn) !== isAwait || call.arguments.length > fn.parameters.length)
      return undefined;
    if (call.arguments.some(ts.isSpreadElement) || !fn.parameters.every(isPlain)) return undefined;
    const bound = fn.parameters.map(({ name }, i) => this.bind(name, call.arguments[i] ?? build.nothing()));
    if (!ts.isBlock(fn.body)) return this.from(call, { statements: bound, value: waited(fn.body, isAwait) });
    const last = fn.body.statements.at(-1);
    const end = last !== undefined && ts.isReturnStatement(last) ? last : undefined;
    if (leavesElsewhere(fn.body, end, isLast)) return undefined;
    const statements = end === undefined ? fn.body.statements : fn.body.statements.slice(0, -1);
    return this.from(call, {
      statements: [...bound, ...statements],
      value: end?.expression === undefined ? undefined : waited(end.expression, isAwait),
    });
  }

  private from(call: ts.Node, opened: Opened): Opened {
    const { statements, value } = opened;
    for (const each of value === undefined ? statements : [...statements, value]) this.origins?.follow(each, call);
    return opened;
  }

  private bind(name: ts.BindingName, value: ts.Expression): ts.Statement {
    const isWritten = namesOf(name).some((each) => {
      const identity = this.identities.of(each);
      return (identity?.is === undefined || identity.is === "fresh") && identity?.written === true;
    });
    return isWritten ? build.variable(name, value) : build.constant(name, value);
  }
}

interface Opened {
  readonly statements: readonly ts.Statement[];
  readonly value: ts.Expression | undefined;
}

const isPlain = ({ initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean =>
  initializer === undefined && dotDotDotToken === undefined;

/** What an async function returns is waited for. */
const waited = (value: ts.Expression, isAwait: boolean): ts.Expression =>
  isAwait && !isSettled(bare(value)) ? build.waitFor(value) : value;

const isSettled = (value: ts.Expression): boolean =>
  ts.isAwaitExpression(value) || ts.isLiteralExpression(value) || ts.isTemplateExpression(value);

/** A `return` that is not the last statement, or a `var`, which belongs to the function. */
function leavesElsewhere(body: ts.Block, end: ts.Statement | undefined, isLast: Last): boolean {
  let found = false;
  ownCode(body, (node) => {
    if (ts.isReturnStatement(node) && node !== end && !(isLast === "any" || (isLast && node.expression === undefined)))
      found = true;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) found = true;
  });
  return found;
}

/** What a statement evaluates before anything else, once. */
function firstExpression(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.initializer;
  const hasOne =
    ts.isExpressionStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isIfStatement(statement) ||
    ts.isSwitchStatement(statement) ||
    ts.isForOfStatement(statement) ||
    ts.isForInStatement(statement) ||
    ts.isExportAssignment(statement);
  return hasOne ? statement.expression : undefined;
}

export const declares = (statement: ts.Statement): boolean =>
  ts.isVariableStatement(statement) ||
  ts.isFunctionDeclaration(statement) ||
  ts.isClassDeclaration(statement) ||
  ts.isEnumDeclaration(statement);

const isWord = (node: ts.Node): boolean =>
  node.kind === ts.SyntaxKind.ThisKeyword ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  node.kind === ts.SyntaxKind.NullKeyword;

/** Would leaving the expression out be noticed? */
const hasEffect = (expression: ts.Expression): boolean =>
  !isFunctionValue(bare(expression)) &&
  contains(
    expression,
    (node) =>
      !ts.isIdentifier(node) && !ts.isLiteralExpression(node) && !ts.isParenthesizedExpression(node) && !isWord(node),
  );
