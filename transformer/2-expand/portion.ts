// A loop that doesn't wait, in portions of a thousand turns. There is no `yield` in the loop that does the work: V8 keeps no number unboxed in a loop
// that can be left and entered in the middle, which makes a small loop three to ten times slower.
//
//   while (n > 1) n = next(n);   ->   do {
//                                       turns = 0;
//                                       while (n > 1) {
//                                         n = next(n);
//                                         if (++turns === 1000) break;
//                                       }
//                                       if (rt.tick(turns)) yield;
//                                     } while (turns === 1000);
//
// The turns are counted at the end: with two ways out at the head, `turns < 1000 && n > 1`, V8 boxes fractions once a turn, to have them ready for both (2.2 ns
// instead of 0.9 ns in `npm run bench -- loop_float`).
//
//   for (const user of users) greet(user);   ->   for (const portion of rt.portions(users)) {
//                                                   for (let i = portion.start; portion.has(i); i++) {
//                                                     const user = portion.at(i);
//                                                     greet(user);
//                                                   }
//                                                   if (rt.tick(portion.turns)) yield;
//                                                 }
//
// `break` needs no care: `turns` is below 1000 then, and a portion knows that it was not gone through. Not in portions: `do`, `for...in`, `var` in the
// head of `for...of`, and a `for` whose variables are kept by functions in it, of which every turn has its own.
import * as build from "../ast/build.js";
import { continues } from "../ast/jump.js";
import { contains, declaredNames, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { usesOf } from "./order.js";

/** Turns that a loop runs as ordinary code; the runtime's portions are as long. */
const PORTION = 1000;

/** The loop `visited` (expanded already; `loop` is how it was written) in portions, or undefined where it can't be. */
export function inPortions(
  loop: ts.IterationStatement,
  visited: ts.IterationStatement,
  labels: readonly ts.Identifier[],
  x: Expansion,
): ts.Statement | undefined {
  if (ts.isForOfStatement(loop)) return forOf(loop, visited as ts.ForOfStatement, labels, x);
  if (ts.isWhileStatement(visited)) return counted(visited.expression, undefined, visited.statement, labels, x);
  if (!ts.isForStatement(loop) || keepsNames(loop, x)) return undefined;
  const { initializer, condition, incrementor, statement } = visited as ts.ForStatement;
  const turns = counted(condition, incrementor, statement, labels, x);
  return initializer === undefined ? turns : build.block([build.initial(initializer), turns]);
}

/** Does a function in the loop keep variables of its head? */
function keepsNames(loop: ts.ForStatement, x: Expansion): boolean {
  const list = loop.initializer;
  if (list === undefined || !ts.isVariableDeclarationList(list)) return false;
  return list.declarations
    .flatMap((item) => namesOf(item.name))
    .some((name) => {
      const binding = x.scopes.bindingOf(name);
      return binding === undefined || usesOf(binding, loop, x) === Number.POSITIVE_INFINITY;
    });
}

function counted(
  condition: ts.Expression | undefined,
  step: ts.Expression | undefined,
  body: ts.Statement,
  labels: readonly ts.Identifier[],
  x: Expansion,
): ts.Statement {
  x.frame.turns ??= x.variable("turns");
  const { turns } = x.frame;
  const none = build.assign(turns, build.num(0));
  const portion = continues(body, labels)
    ? [withLabels(labels, countedAtHead(none, turns, condition, step, body))]
    : [build.statement(none), withLabels(labels, countedAtEnd(turns, condition, step, body))];
  return build.doWhile(build.block([...portion, tick(x, turns)]), build.same(turns, build.num(PORTION)));
}

/** `while (n > 1) { n = next(n); if (++turns === 1000) break; }` */
function countedAtEnd(
  turns: ts.Identifier,
  condition: ts.Expression | undefined,
  step: ts.Expression | undefined,
  body: ts.Statement,
): ts.Statement {
  const isOver = build.when(build.same(build.incremented(turns), build.num(PORTION)), build.leave());
  const end = step === undefined ? [isOver] : [build.statement(step), isOver];
  return build.whileLoop(condition ?? build.yes(), followed(body, end));
}

/** `for (turns = 0; turns < 1000 && n > 1; turns++) n = next(n);`, where a `continue` would pass by what stands at the end. */
function countedAtHead(
  none: ts.Expression,
  turns: ts.Identifier,
  condition: ts.Expression | undefined,
  step: ts.Expression | undefined,
  body: ts.Statement,
): ts.Statement {
  const notOver = build.less(turns, build.num(PORTION));
  const isEndless = condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword;
  const count = build.increment(turns);
  return build.forLoop(
    none,
    isEndless ? notOver : build.both(notOver, condition),
    step === undefined ? count : build.comma(count, step),
    body,
  );
}

/** The body with `end` behind its statements, or behind its block where that declares a name that `end` could mean. */
function followed(body: ts.Statement, end: readonly ts.Statement[]): ts.Statement {
  if (ts.isEmptyStatement(body)) return build.block(end);
  if (!ts.isBlock(body)) return build.block([body, ...end]);
  const names = new Set(body.statements.flatMap(declaredNames).map(({ text }) => text));
  const isMeant = (node: ts.Node): boolean => ts.isIdentifier(node) && names.has(node.text);
  if (names.size > 0 && end.some((statement) => contains(statement, isMeant))) return build.block([body, ...end]);
  return build.withStatements(body, [...body.statements, ...end]);
}

function forOf(
  loop: ts.ForOfStatement,
  { initializer, expression, statement }: ts.ForOfStatement,
  labels: readonly ts.Identifier[],
  x: Expansion,
): ts.Statement | undefined {
  if (ts.isVariableDeclarationList(initializer) && !isLetOrConst(initializer)) return undefined;
  const portion = x.freshName("portion", x.frame.node);
  const i = x.freshName("i", x.frame.node);
  const turns = build.forLoop(
    build.letList([[i, build.member(portion, "start")]]),
    build.call(build.member(portion, "has"), [i]),
    build.increment(i),
    build.block([head(initializer, build.call(build.member(portion, "at"), [i])), ...bodyOf(loop, statement, x)]),
  );
  return build.forOf(
    portion,
    x.rt("portions", [expression], loop.expression),
    build.block([withLabels(labels, turns), tick(x, build.member(portion, "turns"))]),
  );
}

const isLetOrConst = ({ flags }: ts.VariableDeclarationList): boolean => {
  const kind = flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Let || kind === ts.NodeFlags.Const;
};

export const withLabels = (labels: readonly ts.Identifier[], loop: ts.Statement): ts.Statement =>
  labels.reduceRight<ts.Statement>((inner, name) => build.label(name, inner), loop);

/** `if (rt.tick()) yield;`: one turn, or as many as `turns` says. */
export function tick(x: Expansion, turns?: ts.Expression): ts.Statement {
  x.frame.suspends = true;
  return build.when(x.rt("tick", turns === undefined ? [] : [turns]), build.statement(build.yieldNow()));
}

/** `const line = value;` or, for a loop over an existing name, `line = value;`. The initializer is expanded already. */
export function head(initializer: ts.ForInitializer, value: ts.Expression): ts.Statement {
  if (!ts.isVariableDeclarationList(initializer)) return build.statement(build.assign(initializer, value));
  const { name } = initializer.declarations[0] as ts.VariableDeclaration;
  return (initializer.flags & ts.NodeFlags.Const) !== 0 ? build.constant(name, value) : build.variable(name, value);
}

/** The body's statements beside the head's names, or in a block of their own where the body declares the same names again. */
export function bodyOf(loop: ts.ForOfStatement, body: ts.Statement, x: Expansion): readonly ts.Statement[] {
  if (!ts.isBlock(body)) return ts.isEmptyStatement(body) ? [] : [body];
  const declared = x.scopes.scopeOf(loop.statement)?.names;
  const names = ts.isVariableDeclarationList(loop.initializer)
    ? loop.initializer.declarations.flatMap((item) => namesOf(item.name))
    : [];
  return names.some((name) => declared?.has(name.text)) ? [body] : body.statements;
}
