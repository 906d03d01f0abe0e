// Loops in process code ask the scheduler, once a turn, whether it is another process's turn:
//
//   for (const user of users) greet(user);   ->   for (const user of users) { if (rt.tick()) yield; greet(user); }
//
// `for await` is written out with the iterator protocol, since its waiting is the scheduler's here (see forAwait below).
import * as build from "../ast/build.js";
import { namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { embedded } from "./statement.js";
import { suspension } from "./suspension.js";

export function visitLoop(loop: ts.IterationStatement, x: Expansion): ts.Statement {
  return x.visitChildren(loop, (child) => {
    if (child !== loop.statement) return x.visit(child);
    const body = embedded(loop.statement, x.scopeOf(loop), x);
    return x.frame.isProcess ? withTick(body, x) : body;
  });
}

function tick(x: Expansion): ts.Statement {
  x.frame.suspends = true;
  return build.when(x.rt("tick", []), build.statement(build.yieldNow()));
}

function withTick(body: ts.Statement, x: Expansion): ts.Statement {
  if (ts.isBlock(body)) return build.withStatements(body, [tick(x), ...body.statements]);
  return build.block(ts.isEmptyStatement(body) ? [tick(x)] : [tick(x), body]);
}

/**
 * Before: `for await (const line of lines) { use(line); }`
 * After:
 *   {
 *     const iterator = lines[Symbol.asyncIterator]?.() ?? lines[Symbol.iterator]();
 *     let open = false;                                     // a turn is under way: leaving early must call `return`
 *     try {
 *       for (;;) {
 *         if (rt.tick()) yield;
 *         open = false;
 *         const step = <wait for> iterator.next();
 *         if (step.done) break;
 *         open = true;
 *         const line = <wait for> step.value;
 *         use(line);
 *       }
 *     } finally { if (open && <wait for> iterator.return?.()) yield; }
 *   }
 * `open` starts each turn as false, so an iterator whose `next` fails is not told to return, as in JavaScript.
 */
export function visitForAwait(loop: ts.ForOfStatement, labels: readonly ts.Identifier[], x: Expansion): ts.Statement {
  const [iterator, open, step] = ["iterator", "open", "step"].map((name) => x.freshName(name, x.frame.node)) as [
    ts.Identifier,
    ts.Identifier,
    ts.Identifier,
  ];
  x.frame.source ??= x.variable("source");
  const { source } = x.frame;
  const symbol = (name: string): ts.Expression => build.element(source, build.member(build.id("Symbol"), name));
  const opened = build.orElse(
    build.optionalCall(symbolOf(x.visit(loop.expression)), []),
    build.call(symbol("iterator"), []),
  );
  function symbolOf(value: ts.Expression): ts.Expression {
    return build.element(build.paren(build.assign(source, value)), build.member(build.id("Symbol"), "asyncIterator"));
  }
  const next = x.rt("waitCall", [iterator, build.member(iterator, "next")], loop.expression);
  const value = suspension(x.rt("wait", [build.member(step, "value")]), loop.initializer, x);
  const body = build.block([
    tick(x),
    build.statement(build.assign(open, build.no())),
    build.constant(step, suspension(next, loop.expression, x)),
    build.when(build.member(step, "done"), build.leave()),
    build.statement(build.assign(open, build.yes())),
    head(loop.initializer, value, x),
    ...bodyOf(loop, x),
  ]);
  const turns = labels.reduceRight<ts.Statement>((inner, name) => build.label(name, inner), build.forever(body));
  const close = x.rt("wait", [build.optionalCall(build.member(iterator, "return"), [])]);
  x.frame.suspends = true;
  const end = build.when(
    build.both(open, build.same(close, x.runtimeName("parked"))),
    build.statement(build.yieldNow()),
  );
  return build.at(
    build.block([
      build.constant(iterator, opened),
      build.variable(open, build.no()),
      build.tryFinally(build.block([turns]), build.block([end])),
    ]),
    loop,
  );
}

/** `const line = value;` or, for a loop over an existing name, `line = value;`. */
function head(initializer: ts.ForInitializer, value: ts.Expression, x: Expansion): ts.Statement {
  if (!ts.isVariableDeclarationList(initializer)) return build.statement(build.assign(x.visit(initializer), value));
  const name = x.visit((initializer.declarations[0] as ts.VariableDeclaration).name);
  return (initializer.flags & ts.NodeFlags.Const) !== 0 ? build.constant(name, value) : build.variable(name, value);
}

/** The body's statements beside the head's names, or in a block of their own where the body declares the same names again. */
function bodyOf(loop: ts.ForOfStatement, x: Expansion): readonly ts.Statement[] {
  const body = embedded(loop.statement, x.scopeOf(loop), x);
  if (!ts.isBlock(body)) return [body];
  const declared = x.scopes.scopeOf(loop.statement)?.names;
  const names = ts.isVariableDeclarationList(loop.initializer)
    ? loop.initializer.declarations.flatMap((item) => namesOf(item.name))
    : [];
  return names.some((name) => declared?.has(name.text)) ? [body] : body.statements;
}
