// Loops in process code let other processes have their turn. What waits anyway asks the scheduler once a turn:
//
//   for (const user of users) await greet(user);   ->   for (const user of users) { if (rt.tick()) yield; <wait for> greet(user); }
//
// A loop that doesn't wait runs a thousand turns as ordinary code: see portion.ts. One that surely ends soon stays as it is: see short_loop.ts. `for await` is written out with the iterator protocol, since its
// waiting is the scheduler's here (see visitForAwait below).
import * as build from "../ast/build.js";
import { isShortLoop } from "../ast/short_loop.js";
import { ts } from "../ts.js";
import type { Expansion } from "./expansion.js";
import { bodyOf, head, inPortions, tick, withLabels } from "./portion.js";
import { embedded } from "./statement.js";
import { suspension } from "./suspension.js";

/** A loop, with the labels in front of it. */
export function visitLoop(loop: ts.IterationStatement, labels: readonly ts.Identifier[], x: Expansion): ts.Statement {
  const { frame } = x;
  const visitPart = (child: ts.Node): ts.Node =>
    child === loop.statement ? embedded(loop.statement, x.scopeOf(loop), x) : x.visit(child);
  if (!frame.isProcess || isShortLoop(loop)) return withLabels(labels, x.visitChildren(loop, visitPart));
  const once = ts.isForStatement(loop) ? loop.initializer : ts.isForOfStatement(loop) ? loop.expression : undefined;
  const suspended = frame.suspends;
  let waits = false;
  const visited = x.visitChildren(loop, (child) => {
    frame.suspends = false;
    const made = visitPart(child);
    waits ||= frame.suspends && child !== once;
    return made;
  });
  frame.suspends = suspended;
  // Source for people has one form of loop: the one that they would write.
  const isPlain = waits || x.options.typing !== undefined;
  const portions = isPlain ? undefined : inPortions(loop, visited, labels, x);
  if (portions !== undefined) return build.at(portions, loop);
  const body = visited.statement;
  return withLabels(
    labels,
    x.visitChildren(visited, (child) => (child === body ? withTick(body, x) : child)),
  );
}

function withTick(body: ts.Statement, x: Expansion): ts.Statement {
  if (ts.isBlock(body)) return build.withStatements(body, [tick(x), ...body.statements]);
  return build.block(ts.isEmptyStatement(body) ? [tick(x)] : [tick(x), body]);
}

/**
 * Before: `for await (const line of lines) { use(line); }`
 * After:
 *   {
 *     const iterator = rt.iterator(lines);
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
  const opened = x.rt("iterator", [x.visit(loop.expression)], loop.expression);
  const next = x.rt("waitCall", [iterator, build.member(iterator, "next")], loop.expression);
  const value = suspension(x.rt("wait", [build.member(step, "value")]), loop.initializer, x);
  const body = build.block([
    tick(x),
    build.statement(build.assign(open, build.no())),
    build.constant(step, suspension(next, loop.expression, x)),
    build.when(build.member(step, "done"), build.leave()),
    build.statement(build.assign(open, build.yes())),
    head(x.visit(loop.initializer), value),
    ...bodyOf(loop, embedded(loop.statement, x.scopeOf(loop), x), x),
  ]);
  const turns = withLabels(labels, build.forLoop(undefined, undefined, undefined, body));
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
