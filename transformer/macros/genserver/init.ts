// The start of a genserver: one object with all of the state, its fields in the order of the source and there from the beginning.
//
//   (room, { limit = 5 }) => { let users = new Map(); log(users); let total = count(users); return ... }
//   init(room, { limit = 5 }) { const state = { room, limit, users: new Map(), total: undefined }; log(state.users); state.total = count(state.users); return state; }
//
// What needs nothing of the block stands in the literal; from the first that does, fields are assigned in their turn between the statements.

import type { Binding, Scope } from "../../1-find/scope.js";
import type { Expansion } from "../../2-expand/expansion.js";
import { visitParameters } from "../../2-expand/function.js";
import { generator } from "../../2-expand/process_code.js";
import { visitStatements } from "../../2-expand/statement.js";
import * as build from "../../ast/build.js";
import { contains, isAssignment, namesOf } from "../../ast/look.js";
import { ts } from "../../ts.js";
import type { Block, Helper } from "./block.js";
import type { State } from "./state.js";

interface InitParts {
  readonly block: Block;
  readonly state: State;
  /** Helpers that are made at the start: classes that use the state. */
  readonly hidden: readonly Helper[];
  /** Of a durable server: the variables that may have a kept value. They get it before anything sees them. */
  readonly keeps: readonly string[];
  readonly isState: (binding: Binding) => boolean;
  readonly needsState: (binding: Binding) => boolean;
  readonly writeHidden: (helper: Helper) => ts.Statement;
}

/** `init(...) { ... }` of the definition. */
export function buildInit(parts: InitParts, x: Expansion): ts.ObjectLiteralElementLike {
  const { block } = parts;
  const { fn } = block;
  const state = parts.state.name;
  return x.inFrame("process", fn, (frame) => {
    const inner = x.scopes.scopeOf(fn.body) ?? x.scopeOf(fn);
    const late = capturesParameters(block, x);
    const parameters = late
      ? [build.restParameter(x.freshName("args", fn), parts.state.argumentTypes(fn))]
      : visitParameters(fn, x);
    const { fields, remaining } = fieldsOf(parts, late, x);
    for (const name of [...block.parameters, ...block.variables])
      x.replaced.set(x.scopes.bindingOf(name) as Binding, { kind: "state", state, field: name.text });
    const opened = late ? [assignParameters(block, parameters[0] as ts.ParameterDeclaration, x)] : [];
    const rest = [...opened, ...remaining.flatMap((piece) => piece(inner))];
    const hasComments = block.statements.some((statement) => hasCommentBefore(statement, x.file));
    const literal = build.object(fields, fields.length > 3 || (fields.length > 0 && hasComments));
    const statements =
      rest.length === 0
        ? [build.ret(literal)]
        : [build.constant(state, literal, false, parts.state.type()), ...rest, build.ret(state)];
    const body = build.block([...frame.openings(), ...statements], ts.isBlock(fn.body) ? fn.body : undefined);
    const result = parts.state.type();
    // `this` of an arrow is that of the code around the server.
    const outer = ts.isArrowFunction(fn) && (frame.usesThis || frame.borrowed.length > 0);
    if (!outer) {
      const frameType = result !== undefined && frame.suspends ? x.runtimeType("Frame", [result]) : result;
      return build.method("init", frame.suspends, parameters, body, frameType);
    }
    return build.property(
      "init",
      frame.suspends ? generator(fn, frame, parameters, body, { result }, x) : build.arrow(parameters, body, result),
    );
  });
}

const hasCommentBefore = (statement: ts.Statement, file: ts.SourceFile): boolean =>
  ts.isVariableStatement(statement) && ts.getLeadingCommentRanges(file.text, statement.pos) !== undefined;

type Piece = (scope: Scope) => ts.Statement[];

/** The fields of the literal, and what is left to do after it, in the order of the source. */
function fieldsOf(
  parts: InitParts,
  late: boolean,
  x: Expansion,
): { fields: ts.ObjectLiteralElementLike[]; remaining: Piece[] } {
  const { block, hidden, state, keeps } = parts;
  const fields = block.parameters.map((name) =>
    late ? build.property(name.text, state.later(name, x)) : build.mapped(build.shorthand(name.text), name),
  );
  const remaining: Piece[] = [];
  const declared = block.parameters.map((name) => name.text);
  /** `rt.restore(state, "users");` for what was declared since the last time. */
  const restore = (): void => {
    const names = declared.splice(0).filter((name) => keeps.includes(name));
    if (names.length > 0)
      remaining.push(() => [build.statement(x.rt("restore", [state.name, ...names.map(build.str)]))]);
  };
  let early = !late;
  // `comments`: the statement whose comments the field takes along; of several variables in a statement the first does.
  const declare = (item: ts.VariableDeclaration, comments: ts.Statement | undefined): void => {
    const field = (value: ts.Expression): ts.ObjectLiteralElementLike => {
      const made = build.property(item.name as ts.Identifier, value);
      return comments === undefined ? made : build.commented(made, comments, x.file);
    };
    if (!ts.isIdentifier(item.name)) {
      early = false;
      restore();
      declared.push(...namesOf(item.name).map((name) => name.text));
      fields.push(...namesOf(item.name).map((name) => build.property(name.text, state.later(name, x))));
      remaining.push((scope) => assignLater(item, comments, scope, x));
      return;
    }
    const initial = item.initializer;
    const isField = initial === undefined || isLiteral(initial) || (early && standsAlone(initial, parts, x));
    if (!isField) restore();
    declared.push(item.name.text);
    if (initial === undefined) fields.push(field(build.nothing()));
    else if (isField) fields.push(field(x.visit(initial)));
    else {
      early = false;
      fields.push(build.property(item.name.text, state.later(item.name, x)));
      remaining.push((scope) => assignLater(item, comments, scope, x));
    }
  };
  const isHelper = (item: ts.VariableDeclaration): boolean =>
    block.helpers.some(({ binding }) => binding === x.scopes.bindingOf(item.name));
  const all = [...block.statements, ...hidden.map((helper) => helper.statement)].sort((a, b) => a.pos - b.pos);
  for (const statement of new Set(all)) {
    const classes = hidden.filter((helper) => helper.statement === statement);
    if (classes.length > 0) {
      early = false;
      remaining.push(() => classes.map(parts.writeHidden));
    }
    if (!block.statements.includes(statement)) continue;
    if (!ts.isVariableStatement(statement)) {
      early = false;
      restore();
      remaining.push((scope) => visitStatements([statement], scope, x));
      continue;
    }
    const own = statement.declarationList.declarations.filter((item) => !isHelper(item));
    own.forEach((item, i) => {
      declare(item, i === 0 ? statement : undefined);
    });
  }
  return { fields, remaining };
}

/** A literal has the same value in its place and at the start. */
const isLiteral = (node: ts.Expression): boolean =>
  ts.isStringLiteral(node) ||
  ts.isNumericLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind) ||
  (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand));

/** Needs nothing that exists only with the state: no variable of the block, no function over the state, no waiting. */
function standsAlone(initial: ts.Expression, { block, isState, needsState }: InitParts, x: Expansion): boolean {
  const own = new Set(block.variables.map((name) => x.scopes.bindingOf(name)));
  if (x.scopes.uses(initial, (binding) => own.has(binding) || needsState(binding))) return false;
  const captures = (node: ts.Node): boolean =>
    (ts.isFunctionLike(node) || ts.isClassLike(node)) && x.scopes.uses(node, isState);
  return !contains(initial, (node) => captures(node) || isAssignment(node) || isStep(node) || waits(node, x));
}

const isStep = (node: ts.Node): boolean =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken);
const waits = (node: ts.Node, x: Expansion): boolean =>
  ts.isAwaitExpression(node) || x.macroOf(node)?.waits === "always";

/** A default that keeps another parameter in a function must see the state, not the parameter. */
function capturesParameters({ fn, parameters }: Block, x: Expansion): boolean {
  const own = new Set(parameters.map((name) => x.scopes.bindingOf(name)));
  const captures = (node: ts.Node): boolean =>
    (ts.isFunctionLike(node) || ts.isClassLike(node)) && x.scopes.uses(node, (binding) => own.has(binding));
  return fn.parameters.some((parameter) => contains(parameter, captures));
}

/** `[state.room, state.log = () => state.room] = args;` */
function assignParameters({ fn }: Block, { name }: ts.ParameterDeclaration, x: Expansion): ts.Statement {
  const targets = fn.parameters.map((parameter) => {
    const target = pattern(parameter.name, x);
    if (parameter.dotDotDotToken !== undefined) return build.spread(target);
    return parameter.initializer === undefined ? target : build.assign(target, x.visit(parameter.initializer));
  });
  return build.statement(build.assign(build.array(targets), name as ts.Identifier));
}

/** `const { a, b } = f();` -> `({ a: state.a, b: state.b } = f());` */
function assignLater(
  item: ts.VariableDeclaration,
  comments: ts.Statement | undefined,
  scope: Scope,
  x: Expansion,
): ts.Statement[] {
  const { result, before } = x.inPlace(scope, () =>
    // A pattern without a value is an error of TypeScript's, not of ours.
    build.assign(pattern(item.name, x), item.initializer === undefined ? build.nothing() : x.visit(item.initializer)),
  );
  const made = build.statement(build.mapped(result, item));
  return [...before, comments === undefined ? made : build.at(made, comments)];
}

/** A pattern that declares names, as a pattern that assigns to the state. */
function pattern(name: ts.BindingName, x: Expansion): ts.Expression {
  if (ts.isIdentifier(name)) return x.visit(name) as ts.Expression;
  const target = (item: ts.BindingElement): ts.Expression => {
    const inner = pattern(item.name, x);
    return item.initializer === undefined ? inner : build.assign(inner, x.visit(item.initializer));
  };
  if (ts.isArrayBindingPattern(name))
    return build.array(
      name.elements.map((item) =>
        ts.isOmittedExpression(item) ? item : item.dotDotDotToken ? build.spread(target(item)) : target(item),
      ),
    );
  const fields = name.elements.map((item) => {
    if (item.dotDotDotToken !== undefined) return build.spreadProperty(target(item));
    const key = item.propertyName ?? (item.name as ts.Identifier);
    return build.property(ts.isIdentifier(key) ? key.text : x.visit(key), target(item));
  });
  return build.object(fields);
}
