// Quotes of a macro module: what `quote(() => ...)` says, with its holes, and a copy of it for one expansion.
//
//   quote(() => { if (!unquote(condition)) unquote(body)(); })      two holes; `condition` and `body` are evaluated where the macro runs
//   bindQuoted({ n }, ({ n }) => n * n)                             the same as a function that is called with the values
//
// A copy is an expression: the value of an arrow without braces, else the call of the arrow, which inline.ts writes out where it can.
import type { Names } from "../1-find/names.js";
import type { Binding, Scopes } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { copiedAway } from "../ast/copy.js";
import { jumpText, strayJump } from "../ast/jump.js";
import { bare, isAsync, isFunctionValue, isType } from "../ast/look.js";
import { type MessageName, type MessageValues, type Mistake, report } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { type Fresh, freshOf, type Identities } from "./identity.js";

export interface Template {
  readonly code: ts.ArrowFunction;
  /** The calls of `unquote` and `unquoteSplicing`, with their place in the list of values. */
  readonly holes: ReadonlyMap<ts.Node, number>;
  /** The names that `bindQuoted` binds: `{ n: m }` is `m` for the value `n`. */
  readonly bound: readonly { readonly key: string; readonly name: ts.Identifier }[];
  /** Labels, and the words behind `break` and `continue`. */
  readonly labels: ReadonlySet<ts.Node>;
  /** What its code uses of its file's top: imports and declarations. */
  readonly free: ReadonlySet<Binding>;
  readonly source: Source;
}

/** The file that a quote stands in. */
export interface Source {
  readonly file: ts.SourceFile;
  readonly scopes: Scopes;
  readonly names: Names;
}

export interface Quote {
  readonly template: Template;
  /** What fills the holes, evaluated in the macro: for `bindQuoted` the object of values comes first. */
  readonly values: readonly ts.Expression[];
}

/** The names of tincture/macro that a quote begins with. */
export const isQuote = (name: string | undefined): boolean => name === "macro:quote" || name === "macro:bindQuoted";
export const isHole = (name: string | undefined): boolean =>
  name === "macro:unquote" || name === "macro:unquoteSplicing";

/** Reads a call of `quote` or `bindQuoted`; what is wrong with it goes to `mistakes`. */
export function readQuote(
  call: ts.CallExpression,
  source: Source,
  mistakes: Mistake[],
  shownFile: ts.SourceFile,
): Quote | undefined {
  const { file, scopes, names } = source;
  const reject = <N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): undefined => {
    mistakes.push(report(shownFile, name, place, values));
    return undefined;
  };
  const kind = names.callOf(call) === "macro:quote" ? "quote" : "bindQuoted";
  const argument = call.arguments[kind === "quote" ? 0 : 1];
  const code = argument && bare(argument);
  if (code === undefined || !ts.isArrowFunction(code) || (kind === "quote" && code.parameters.length > 0))
    return reject("quote_not_in_place", argument ?? call, { quote: kind });
  const bound = kind === "quote" ? [] : boundNames(code);
  if (bound === undefined) return reject("quote_not_in_place", argument ?? call, { quote: kind });
  const values: ts.Expression[] = kind === "quote" ? [] : [call.arguments[0] as ts.Expression];
  const holes = new Map<ts.Node, number>();
  const labels = new Set<ts.Node>();
  const free = new Set<Binding>();
  const jump = strayJump(code);
  if (jump !== undefined) return reject("quote_jump", jump, { jump: jumpText(jump) });
  const look = (node: ts.Node): void => {
    if (isType(node)) return;
    if (ts.isCallExpression(node) && isHole(names.callOf(node))) {
      const [value] = node.arguments;
      if (value === undefined)
        return reject("unquote_empty", node, { unquote: names.callOf(node)?.replace("macro:", "") ?? "" });
      const inner = nameWithin(value, code, scopes);
      if (inner !== undefined) reject("unquote_of_quoted", inner, { name: inner.text });
      holes.set(node, values.length);
      values.push(value);
      return;
    }
    const label = ts.isLabeledStatement(node) || ts.isBreakOrContinueStatement(node) ? node.label : undefined;
    if (label !== undefined) labels.add(label);
    const binding = ts.isIdentifier(node) ? scopes.bindingOf(node) : undefined;
    if (binding !== undefined && !isWithin(binding, code)) {
      if (binding.scope.node === file) free.add(binding);
      else reject("quote_of_local", node, { name: binding.name });
    }
    ts.forEachChild(node, look);
  };
  look(code.body);
  return { template: { code, holes, bound, labels, free, source }, values };
}

/** `({ a, b: c }) => ...` */
function boundNames(code: ts.ArrowFunction): Template["bound"] | undefined {
  const [parameter] = code.parameters;
  if (code.parameters.length !== 1 || parameter === undefined || !ts.isObjectBindingPattern(parameter.name))
    return undefined;
  const names = parameter.name.elements.map(({ name, propertyName }) =>
    ts.isIdentifier(name) ? { key: propertyName === undefined ? name.text : keyOf(propertyName), name } : undefined,
  );
  return names.some((name) => name === undefined) ? undefined : (names as { key: string; name: ts.Identifier }[]);
}

const keyOf = (name: ts.PropertyName): string => ("text" in name ? name.text : "");

/** A name in the hole that the quote around it declares: it has no value yet when the hole is filled. */
function nameWithin(value: ts.Expression, code: ts.Node, scopes: Scopes): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  scopes.namesIn(value, (name, binding) => {
    const isInner = binding !== undefined && isWithin(binding, code) && !isWithin(binding, value);
    if (isInner) found ??= name;
  });
  return found;
}

/** Does a type use a name of the macro's file? The caller's has no such type, and the output has none at all. */
function namesTypeOf(type: ts.Node, file: ts.SourceFile): boolean {
  const uses = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && typesOf(file).has(node.text)) || ts.forEachChild(node, uses) === true;
  return uses(type);
}

const types = new WeakMap<ts.SourceFile, Set<string>>();

/** The names of types that a file declares or imports. */
function typesOf(file: ts.SourceFile): Set<string> {
  const known = types.get(file) ?? new Set<string>();
  if (!types.has(file))
    for (const statement of file.statements) {
      const { name, importClause } = statement as ts.Statement & { name?: ts.Node; importClause?: ts.ImportClause };
      if (name !== undefined && ts.isIdentifier(name)) known.add(name.text);
      if (importClause?.name !== undefined) known.add(importClause.name.text);
      const names = importClause?.namedBindings;
      if (names !== undefined && ts.isNamespaceImport(names)) known.add(names.name.text);
      else for (const item of names?.elements ?? []) known.add(item.name.text);
    }
  types.set(file, known);
  return known;
}

const nodes = new WeakMap<ts.Node, Set<ts.Node>>();

/** Is the binding declared in this piece of code? */
export function isWithin({ scope }: Binding, code: ts.Node): boolean {
  const known = nodes.get(code) ?? new Set<ts.Node>();
  const add = (node: ts.Node): void => {
    known.add(node);
    ts.forEachChild(node, add);
  };
  if (!nodes.has(code)) add(code);
  nodes.set(code, known);
  return known.has(scope.node);
}

/** What an expansion gives to the copy of a quote. */
export interface Filling {
  readonly identities: Identities;
  /** The piece of code that fills hole number `i`, a list of them for `unquoteSplicing`. */
  value(i: number, spliced: boolean): ts.Node | readonly ts.Node[];
  /** What `bindQuoted` binds to `key`. */
  bound(key: string): ts.Expression;
  /** A free name of the quote. */
  free(binding: Binding, source: Source): ts.Expression;
  /** A type of the quote, where types are kept. */
  readonly type?: ((type: ts.Node, template: Template) => ts.Node) | undefined;
  /** Where the code stands in stack traces. */
  readonly place: ts.TextRange;
  /** The call of a function that may be written out in place. */
  mayInline(call: ts.CallExpression): void;
  /** A function of the macro's. */
  wrote(fn: ts.Node): void;
}

export function instantiate(template: Template, filling: Filling): ts.Expression {
  const { code, holes, bound, labels, source } = template;
  const { scopes, names } = source;
  const { identities, place } = filling;
  const copy = {};
  const fresh = new Map<Binding, Fresh>();
  const freshName = (binding: Binding): Fresh => {
    const known = fresh.get(binding) ?? freshOf(binding, copy);
    fresh.set(binding, known);
    return known;
  };
  const name = (old: ts.Identifier): ts.Expression => {
    const binding = scopes.bindingOf(old);
    if (binding !== undefined && !isWithin(binding, code)) return filling.free(binding, source);
    const made = build.id(old.text);
    identities.set(made, binding === undefined ? { is: "global", name: old.text } : freshName(binding));
    return made;
  };
  const label = ({ text }: ts.Identifier): ts.Identifier => {
    const made = build.id(text);
    identities.setLabel(made, copy);
    return made;
  };
  const spliced = (node: ts.Node | undefined): readonly ts.Node[] | undefined => {
    if (node === undefined || names.callOf(node) !== "macro:unquoteSplicing") return undefined;
    return filling.value(holes.get(node) as number, true) as readonly ts.Node[];
  };
  const replace = (part: ts.Node): ts.Node | readonly ts.Node[] | undefined => {
    if (ts.isIdentifier(part)) return scopes.isName(part) ? name(part) : labels.has(part) ? label(part) : undefined;
    if (isType(part))
      return filling.type?.(part, template) ?? (namesTypeOf(part, source.file) ? build.anyType() : undefined);
    if (ts.isSpreadElement(part) || ts.isSpreadAssignment(part) || ts.isExpressionStatement(part)) {
      const hole = holes.get(bare(part.expression));
      const list = spliced(bare(part.expression));
      if (list !== undefined) return list;
      if (hole === undefined || !ts.isExpressionStatement(part)) return undefined;
      const filled = filling.value(hole, false) as ts.Node;
      return ts.isExpression(filled) ? build.mapped(build.statement(filled), place) : filled;
    }
    const hole = holes.get(part);
    if (hole !== undefined) return spliced(part)?.[0] ?? filling.value(hole, false);
    if (ts.isPropertyAccessExpression(part) && names.callOf(bare(part.expression)) === "macro:theirs") {
      const made = build.id(part.name.text);
      identities.set(made, { is: "theirs", name: made.text, quote: copy });
      return made;
    }
    // A name that may get another spelling needs its property's written beside it.
    if (ts.isShorthandPropertyAssignment(part) && part.objectAssignmentInitializer === undefined)
      return build.property(part.name.text, name(part.name));
    if (ts.isCallExpression(part) && holes.has(bare(part.expression))) {
      const callee = filling.value(holes.get(bare(part.expression)) as number, false) as ts.Expression;
      const made = build.call(
        isFunctionValue(bare(callee)) ? build.paren(bare(callee)) : callee,
        part.arguments.flatMap((argument) => copied(argument) as ts.Expression | ts.Expression[]),
      );
      filling.mayInline(made);
      return build.mapped(made, place);
    }
    return undefined;
  };
  const copied = (node: ts.Node): ts.Node | readonly ts.Node[] => {
    const other = replace(node);
    if (other !== undefined) return other;
    return mapped(copiedAway(node, (part) => (part === node ? undefined : at(part))));
  };
  const at = (part: ts.Node): ts.Node | readonly ts.Node[] | undefined => {
    const other = replace(part);
    if (other !== undefined) return other;
    if (ts.isFunctionLike(part) || ts.isCallExpression(part) || ts.isStatement(part) || ts.isNewExpression(part))
      return copied(part);
    return undefined;
  };
  const mapped = (made: ts.Node): ts.Node => {
    if (ts.isFunctionLike(made)) filling.wrote(made);
    return build.mapped(made, place);
  };
  const body = copied(code.body) as ts.ConciseBody;
  if (!ts.isBlock(body) && bound.length === 0 && !isAsync(code)) return body;
  const parameters = bound.map((item) => build.parameter(name(item.name) as ts.Identifier));
  const arrow = isAsync(code) ? build.asyncArrow(parameters, body) : build.arrow(parameters, body);
  filling.wrote(arrow);
  const made = build.call(
    build.paren(arrow),
    bound.map(({ key }) => filling.bound(key)),
  );
  filling.mayInline(made);
  return build.mapped(made, place);
}
