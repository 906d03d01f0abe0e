// The walk over the user's code: one step per kind of node, each explained in its own file. What no step knows is kept as it is.
//
// Flow: a macro's call -> the macro; a name -> name.ts; a function -> function.ts or process_code.ts; `await` and `return` of process code ->
// suspension.ts; loops -> loop.ts; lists of statements -> statement.ts.

import type { Found } from "../1-find/find.js";
import type { Scope } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { bare, isForAwait, isFunctionCode, isLoop, isType, leftmost } from "../ast/look.js";
import { ts } from "../ts.js";
import { type Engine, type ExpandOptions, Expansion, type Mistake } from "./expansion.js";
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
  readonly mistakes: readonly Mistake[];
}

/** Expands everything in a file. */
export function expand(file: ts.SourceFile, found: Found, options: ExpandOptions): Expanded {
  const x = new Expansion(file, found, options, engine);
  const visited = visitStatements(file.statements, x.scopeOf(file), x);
  const statements = options.finish?.(visited, x) ?? visited;
  return { statements, runtime: x.runtime, mistakes: x.mistakes };
}

const engine: Engine = { visit, processValue };

function visit(node: ts.Node, x: Expansion): ts.Node {
  const given = x.given.get(node);
  if (given !== undefined) return given();
  if (x.given.size === 0 && x.replaced.size === 0 && !x.found.isLive(node) && !x.frame.insideProcess) return node;
  if (isType(node)) return node;
  if (isFunctionCode(node)) return x.isProcessCode(node) ? x.processValue(node) : visitFunction(node, x);
  if (ts.isForOfStatement(node) && x.frame.isProcess && isAwaitUsing(node.initializer))
    return build.statement(x.reject("await_using", node.initializer, {}));
  if (isLoop(node)) return x.frame.isProcess && isForAwait(node) ? visitForAwait(node, [], x) : visitLoop(node, [], x);
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
    x.hint(node.initializer, node.name);
  return visitExpression(node, x) ?? visitStatement(node, x) ?? visitClassMember(node, x) ?? x.visitChildren(node);
}

function visitExpression(node: ts.Node, x: Expansion): ts.Node | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return visitName(node as ts.Identifier, x);
    case ts.SyntaxKind.CallExpression:
      return visitCall(node as ts.CallExpression, x);
    case ts.SyntaxKind.PropertyAccessExpression: {
      const access = node as ts.PropertyAccessExpression;
      return x.names.nameOf(access) === undefined ? undefined : macroValue(access, x);
    }
    case ts.SyntaxKind.ShorthandPropertyAssignment:
      return visitShorthand(node as ts.ShorthandPropertyAssignment, x);
    case ts.SyntaxKind.TaggedTemplateExpression:
      return visitTag(node as ts.TaggedTemplateExpression, x);
    case ts.SyntaxKind.AwaitExpression:
      return visitAwait(node as ts.AwaitExpression, x);
    case ts.SyntaxKind.JsxExpression:
    case ts.SyntaxKind.JsxSpreadAttribute:
      return build.withoutComma(x.visitChildren(node as ts.JsxExpression | ts.JsxSpreadAttribute));
    case ts.SyntaxKind.ThisKeyword:
      x.noteThis();
      return node;
    case ts.SyntaxKind.SuperKeyword:
    case ts.SyntaxKind.MetaProperty:
      if (x.frame.isProcess && x.frame.isTransparent && !isImportMeta(node)) x.frame.borrowed.push(node);
      return node;
    default:
      return undefined;
  }
}

const isImportMeta = (node: ts.Node): boolean =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

function visitCall(call: ts.CallExpression, x: Expansion): ts.Expression | undefined {
  if (x.isDeferred(call)) return build.withCall(call, call.expression, x.visitAll(call.arguments));
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

function visitStatement(node: ts.Node, x: Expansion): ts.Node | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.Block:
      return build.withStatements(node as ts.Block, visitStatements((node as ts.Block).statements, x.scopeOf(node), x));
    case ts.SyntaxKind.ModuleBlock:
      return build.withModuleStatements(
        node as ts.ModuleBlock,
        visitStatements((node as ts.ModuleBlock).statements, x.scopeOf(node), x),
      );
    case ts.SyntaxKind.CaseBlock:
      return x.visitChildren(node, (clause) => visitClause(clause as ts.CaseOrDefaultClause, x.scopeOf(node), x));
    case ts.SyntaxKind.ExpressionStatement: {
      const inner = bare((node as ts.ExpressionStatement).expression);
      const made = unused(inner, x);
      if (made !== undefined) return build.at(build.statement(made), node);
      if (!x.frame.isProcess) return undefined;
      if (ts.isAwaitExpression(inner))
        return x.isDeferred(bare(inner.expression))
          ? undefined
          : suspensionStatement(operationOf(inner.expression, x), node, x);
      return x.macroOf(inner)?.waits === "always" ? suspensionStatement(operationOf(inner, x), node, x) : undefined;
    }
    case ts.SyntaxKind.IfStatement:
      return visitIf(node as ts.IfStatement, x);
    case ts.SyntaxKind.ReturnStatement: {
      const statement = node as ts.ReturnStatement;
      if (statement.expression === undefined) return node;
      return build.withReturn(statement, returned(statement.expression, x));
    }
    case ts.SyntaxKind.TryStatement: {
      x.frame.tries++;
      const made = x.visitChildren(node);
      x.frame.tries--;
      return made;
    }
    case ts.SyntaxKind.VariableStatement:
      return x.frame.isProcess && isAwaitUsing((node as ts.VariableStatement).declarationList)
        ? build.statement(x.reject("await_using", node, {}))
        : undefined;
    case ts.SyntaxKind.LabeledStatement: {
      const labels: ts.Identifier[] = [];
      let inner = node as ts.Statement;
      while (ts.isLabeledStatement(inner)) {
        labels.push(inner.label);
        inner = inner.statement;
      }
      if (!x.frame.isProcess || !isLoop(inner)) return undefined;
      return isForAwait(inner) ? visitForAwait(inner, labels, x) : visitLoop(inner, labels, x);
    }
    case ts.SyntaxKind.ImportDeclaration:
    case ts.SyntaxKind.ImportEqualsDeclaration:
    case ts.SyntaxKind.ExportDeclaration:
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.TypeAliasDeclaration:
      return node;
    default:
      return undefined;
  }
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

/** Classes, their members and those of objects, and the defaults of parameters: each has a `this`, or a lack of statements, of its own. */
function visitClassMember(node: ts.Node, x: Expansion): ts.Node | undefined {
  // The name that is declared is no use of it.
  if (ts.isClassLike(node) || ts.isEnumDeclaration(node))
    return x.visitChildren(node, (child) => (child === node.name ? child : x.visit(child)));
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isConstructorDeclaration(node))
    return visitFunction(node, x);
  if (ts.isClassStaticBlockDeclaration(node))
    return x.inFrame("plain", node, () =>
      x.visitChildren(node, (child) => functionBody(child as ts.Block, node, x, (expression) => expression)),
    );
  const noStatements =
    ts.isPropertyDeclaration(node) ||
    (x.frame.kind === "parameters" && (ts.isParameter(node) || ts.isBindingElement(node)));
  if (!noStatements) return undefined;
  const { initializer } = node;
  const scope = x.scopeOf(x.frame.node);
  return x.visitChildren(node, (child) =>
    child === initializer ? x.initialiser(initializer as ts.Expression, scope) : x.visit(child),
  );
}
