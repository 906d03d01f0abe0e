// The walk over the user's code: one step per kind of node, each explained in its own file. What no step knows is kept as it is.
//
// Flow: a macro's call -> the macro; a name -> name.ts; a function -> function.ts or process_code.ts; `await` and `return` of process code ->
// suspension.ts; loops -> loop.ts; lists of statements -> statement.ts.

import type { Found } from "../1-find/find.js";
import type { Binding, Scope } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { bare, type FunctionCode, isForAwait, isLoop, leftmost } from "../ast/look.js";
import { byKind, kinds, ts } from "../ts.js";
import { type Accepting, type Engine, type ExpandOptions, Expansion, type Mistake, type Taker } from "./expansion.js";
import { functionBody, visitFunction } from "./function.js";
import { visitForAwait, visitLoop } from "./loop.js";
import { macroValue, visitName, visitNamedCall, visitShorthand, visitTag } from "./name.js";
import { processValue } from "./process_code.js";
import { awaited, returned, unused } from "./returned.js";
import { visitStatements } from "./statement.js";
import { operationOf, suspension, suspensionStatement } from "./suspension.js";

export interface Expanded {
  readonly statements: readonly ts.Statement[];
  /** The name under which the output imports the runtime; undefined when it needs none. */
  readonly runtime: ts.Identifier | undefined;
  /** Gives it that name, where it needs the runtime after all. */
  readonly nameRuntime: () => ts.Identifier;
  readonly mistakes: readonly Mistake[];
  readonly accepting: ReadonlyMap<Taker, Accepting>;
  /** Imports of which a use stands in the statements. */
  readonly left: ReadonlySet<Binding>;
}

/** Expands everything in a file. */
export function expand(file: ts.SourceFile, found: Found, options: ExpandOptions): Expanded {
  const x = new Expansion(file, found, options, engine);
  const visited = visitStatements(file.statements, x.scopeOf(file), x);
  const statements = options.finish?.(visited, x) ?? visited;
  const { runtime, mistakes, accepting, left } = x;
  return { statements, runtime, nameRuntime: () => x.nameRuntime(), mistakes, accepting, left };
}

const engine: Engine = { visit, processValue };

function visit(node: ts.Node, x: Expansion): ts.Node {
  const given = x.given.get(node);
  if (given !== undefined) return given();
  if (x.stays(node)) return node;
  return steps[node.kind]?.(node as never, x) ?? x.visitChildren(node);
}

/** What a kind of node becomes; undefined where that is itself with its children expanded. */
type Step = (node: never, x: Expansion) => ts.Node | undefined;

const unchanged = (node: ts.Node): ts.Node => node;

const steps = byKind<Step>(() => {
  const kind = ts.SyntaxKind;
  const entries: (readonly [ts.SyntaxKind, Step])[] = [];
  const on = <N extends ts.Node>(
    these: readonly ts.SyntaxKind[],
    step: (node: N, x: Expansion) => ts.Node | undefined,
  ): void => {
    for (const each of these) entries.push([each, step as unknown as Step]);
  };
  on(kinds(kind.FirstToken, kind.LastToken), unchanged);
  on(kinds(kind.FirstTypeNode, kind.LastTypeNode), unchanged);
  on([kind.ImportDeclaration, kind.ImportEqualsDeclaration], unchanged);
  on<ts.ExportDeclaration>([kind.ExportDeclaration], (node, x) => {
    x.scopes.namesIn(node, (name) => x.leave(name));
    return node;
  });
  on([kind.InterfaceDeclaration, kind.TypeAliasDeclaration], unchanged);

  on([kind.Identifier], visitName);
  on([kind.CallExpression], visitCall);
  on<ts.PropertyAccessExpression>([kind.PropertyAccessExpression], (node, x) =>
    x.names.nameOf(node) === undefined ? undefined : macroValue(node, x),
  );
  on([kind.ShorthandPropertyAssignment], visitShorthand);
  on([kind.TaggedTemplateExpression], visitTag);
  on([kind.AwaitExpression], visitAwait);
  on<ts.JsxExpression | ts.JsxSpreadAttribute>([kind.JsxExpression, kind.JsxSpreadAttribute], (node, x) =>
    build.withoutComma(x.visitChildren(node)),
  );
  on([kind.ThisKeyword], (node, x) => {
    x.noteThis();
    return node;
  });
  on([kind.SuperKeyword, kind.MetaProperty], (node, x) => {
    if (x.frame.isProcess && x.frame.isTransparent && !isImportMeta(node)) x.frame.borrowed.push(node);
    return node;
  });

  on<FunctionCode>([kind.FunctionDeclaration, kind.FunctionExpression, kind.ArrowFunction], (node, x) =>
    x.isProcessCode(node) ? x.processValue(node) : visitFunction(node, x),
  );
  on<ts.IterationStatement>(
    [kind.ForStatement, kind.ForInStatement, kind.ForOfStatement, kind.WhileStatement, kind.DoStatement],
    (node, x) => visitAnyLoop(node, [], x),
  );
  on<ts.VariableDeclaration | ts.PropertyAssignment>([kind.VariableDeclaration, kind.PropertyAssignment], (node, x) => {
    x.hint(node.initializer, node.name);
    return undefined;
  });

  on<ts.Block>([kind.Block], (node, x) =>
    build.withStatements(node, visitStatements(node.statements, x.scopeOf(node), x)),
  );
  on<ts.ModuleBlock>([kind.ModuleBlock], (node, x) =>
    build.withModuleStatements(node, visitStatements(node.statements, x.scopeOf(node), x)),
  );
  on([kind.CaseBlock], (node, x) =>
    x.visitChildren(node, (clause) => visitClause(clause as ts.CaseOrDefaultClause, x.scopeOf(node), x)),
  );
  on([kind.ExpressionStatement], visitExpressionStatement);
  on([kind.IfStatement], visitIf);
  on<ts.ReturnStatement>([kind.ReturnStatement], (node, x) =>
    node.expression === undefined ? node : build.withReturn(node, returned(node.expression, x)),
  );
  on([kind.TryStatement], (node, x) => {
    x.frame.tries++;
    const made = x.visitChildren(node);
    x.frame.tries--;
    return made;
  });
  on<ts.VariableStatement>([kind.VariableStatement], (node, x) =>
    x.frame.isProcess && isAwaitUsing(node.declarationList)
      ? build.statement(x.reject("await_using", node, {}))
      : undefined,
  );
  on([kind.LabeledStatement], visitLabeled);

  on<ts.ClassLikeDeclaration | ts.EnumDeclaration>(
    [kind.ClassDeclaration, kind.ClassExpression, kind.EnumDeclaration],
    // The name that is declared is no use of it.
    (node, x) => x.visitChildren(node, (child) => (child === node.name ? child : x.visit(child))),
  );
  on<ts.FunctionLikeDeclaration>(
    [kind.MethodDeclaration, kind.GetAccessor, kind.SetAccessor, kind.Constructor],
    visitFunction,
  );
  on([kind.ClassStaticBlockDeclaration], (node, x) =>
    x.inFrame("plain", node, () =>
      x.visitChildren(node, (child) => functionBody(child as ts.Block, node, x, (expression) => expression)),
    ),
  );
  on<ts.PropertyDeclaration>([kind.PropertyDeclaration], (node, x) => {
    x.hint(node.initializer, node.name);
    return visitInitialised(node, x);
  });
  on<ts.ParameterDeclaration | ts.BindingElement>([kind.Parameter, kind.BindingElement], (node, x) =>
    x.frame.kind === "parameters" ? visitInitialised(node, x) : undefined,
  );
  return entries;
});

const isImportMeta = (node: ts.Node): boolean =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

function visitCall(call: ts.CallExpression, x: Expansion): ts.Expression | undefined {
  if (x.isDeferred(call)) return build.withCall(call, x.leave(call.expression), x.visitAll(call.arguments));
  const macro = x.macroOf(call);
  if (macro === undefined) return visitNamedCall(call, x);
  const made = x.expanding(call, () => macro.expand(call, x));
  return standingFor(call, made, x);
}

/**
 * What a macro made, in the place of its call. The user's code may now begin with what stood further on; a comment before that must not part it from
 * a `return` in front of it.
 */
function standingFor(call: ts.CallExpression, made: ts.Expression, x: Expansion): ts.Expression {
  const first = leftmost(made);
  const comments =
    first.pos < 0 || first.pos === call.pos ? undefined : ts.getLeadingCommentRanges(x.file.text, first.pos);
  return build.at(comments === undefined ? made : build.paren(made), call);
}

function visitAwait(node: ts.AwaitExpression, x: Expansion): ts.Expression {
  if (x.isDeferred(bare(node.expression))) {
    x.frame.suspends ||= x.frame.isProcess;
    return x.visitChildren(node);
  }
  if (x.frame.isProcess) return suspension(operationOf(node.expression, x), node, x);
  return awaited(bare(node.expression), x) ?? x.visitChildren(node);
}

function visitExpressionStatement(node: ts.ExpressionStatement, x: Expansion): ts.Node | undefined {
  const inner = bare(node.expression);
  const made = unused(inner, x);
  if (made !== undefined) return build.at(build.statement(made), node);
  if (!x.frame.isProcess) return undefined;
  if (ts.isAwaitExpression(inner))
    return x.isDeferred(bare(inner.expression))
      ? undefined
      : suspensionStatement(operationOf(inner.expression, x), node, x);
  return x.macroOf(inner)?.waits === "always" ? suspensionStatement(operationOf(inner, x), node, x) : undefined;
}

function visitAnyLoop(loop: ts.IterationStatement, labels: readonly ts.Identifier[], x: Expansion): ts.Statement {
  if (!x.frame.isProcess) return visitLoop(loop, labels, x);
  if (ts.isForOfStatement(loop) && isAwaitUsing(loop.initializer))
    return build.statement(x.reject("await_using", loop.initializer, {}));
  return isForAwait(loop) ? visitForAwait(loop, labels, x) : visitLoop(loop, labels, x);
}

function visitLabeled(node: ts.LabeledStatement, x: Expansion): ts.Node | undefined {
  const labels: ts.Identifier[] = [];
  let inner: ts.Statement = node;
  while (ts.isLabeledStatement(inner)) {
    labels.push(inner.label);
    inner = inner.statement;
  }
  return x.frame.isProcess && isLoop(inner) ? visitAnyLoop(inner, labels, x) : undefined;
}

/** An `else` belongs to the nearest `if`: what stands in front of it gets braces when it has come to end with an `if` of ours. */
function visitIf(node: ts.IfStatement, x: Expansion): ts.IfStatement {
  const made = x.visitChildren(node);
  if (made.elseStatement === undefined || !endsWithIf(made.thenStatement)) return made;
  return build.withThen(made, build.block([made.thenStatement]));
}

/** Whether an `else` right behind the statement would be taken for a part of it. */
function endsWithIf(statement: ts.Statement): boolean {
  if (ts.isIfStatement(statement)) return statement.elseStatement === undefined || endsWithIf(statement.elseStatement);
  return (
    (ts.isLabeledStatement(statement) || ts.isIterationStatement(statement, false)) && endsWithIf(statement.statement)
  );
}

const isAwaitUsing = (node: ts.Node): boolean =>
  ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing;

function visitClause(clause: ts.CaseOrDefaultClause, scope: Scope, x: Expansion): ts.CaseOrDefaultClause {
  const test = ts.isCaseClause(clause) ? x.visit(clause.expression) : undefined;
  return build.withClauseStatements(clause, test, visitStatements(clause.statements, scope, x));
}

/** A field of a class, or a parameter with a default: what stands there has no statements of its own. */
function visitInitialised(
  node: ts.PropertyDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  x: Expansion,
): ts.Node {
  const { initializer } = node;
  const scope = x.scopeOf(x.frame.node);
  return x.visitChildren(node, (child) =>
    child === initializer ? x.initialiser(initializer as ts.Expression, scope) : x.visit(child),
  );
}
