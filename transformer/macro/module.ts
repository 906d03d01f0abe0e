// A macro module, compiled twice: for the build that uses it, and for the program.
//
//   export const unless = defmacro((test, body) => quote(() => { if (!unquote(test)) unquote(body)(); }));
//   in the build     export const unless = defmacro("unless", (test, body) => quote(0, [test, body]));
//   in the output    export const unless = rt.macro("unless");
//
// In the output what only macros use is gone: imports, and functions that the module keeps to itself. What quotes use of it is exported.

import { macrosOf } from "../1-find/exports.js";
import type { Binding } from "../1-find/scope.js";
import type { Expansion, Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
import { isFunctionCode, isFunctionValue } from "../ast/look.js";
import { ts } from "../ts.js";
import { privateNames } from "./definition.js";
import { privateTypes } from "./quoted_type.js";
import { isHole, isQuote, type Quote, readQuote, type Template } from "./template.js";

export type Purpose = "build" | "output";

export class ModuleCode {
  readonly templates: Template[] = [];
  /** Names that macros and quotes use: where nothing else does, they go. */
  readonly dropped = new Set<Binding>();
  /** Names where macros and quotes use them. */
  private readonly inside = new Set<ts.Node>();
  /** What quotes use of this module. */
  private readonly reached = new Set<Binding>();
  /** Types that quotes use of it and that it keeps to itself, where the output is source: with the names to export them by. */
  private readonly reachedTypes = new Map<string, string>();

  constructor(private readonly purpose: Purpose) {}

  get macros(): readonly Macro[] {
    const quote = (name: string): Macro => ({ name, expand: (call, x) => this.quote(call, x) });
    const outside = (name: string): Macro => ({
      name: `macro:${name}`,
      expand: (call, x) => x.reject("unquote_outside_quote", call, { name }),
    });
    return [
      { name: "macro:defmacro", expand: (call, x) => this.define(call, x) },
      quote("macro:quote"),
      quote("macro:bindQuoted"),
      outside("unquote"),
      outside("unquoteSplicing"),
      outside("theirs"),
    ];
  }

  private define(call: ts.CallExpression, x: Expansion): ts.Expression {
    const original = ts.getOriginalNode(call);
    const own = [...macrosOf(ts.getOriginalNode(x.file) as ts.SourceFile).values()].find(
      (macro) => macro.definition === original,
    );
    const [expand] = call.arguments;
    if (own === undefined || expand === undefined) return x.reject("macro_not_constant", call, {});
    if (this.purpose === "build") return build.withCall(call, call.expression, [build.str(own.macro), x.visit(expand)]);
    this.check(expand, x);
    this.drop(expand, x);
    return x.rt("macro", [build.str(own.macro)], call);
  }

  private quote(call: ts.CallExpression, x: Expansion): ts.Expression {
    const quote = this.read(call, x);
    if (quote === undefined) return x.rejected(x.mistakes.at(-1) as never, call);
    if (this.purpose === "output") {
      x.scopes.namesIn(call, (name) => this.inside.add(name));
      return call;
    }
    for (const binding of quote.template.free) this.dropped.add(binding);
    this.templates.push(quote.template);
    const values = quote.values.map((value) => x.visit(value));
    return build.withCall(call, call.expression, [build.num(this.templates.length - 1), build.array(values)]);
  }

  private read(call: ts.CallExpression, x: Expansion): Quote | undefined {
    const file = ts.getOriginalNode(x.file) as ts.SourceFile;
    const source = { file: x.file, scopes: x.scopes, names: x.names };
    const before = x.mistakes.length;
    const quote = readQuote(call, { ...source }, x.mistakes, file);
    if (x.mistakes.length > before) return undefined;
    if (quote !== undefined && x.options.keepsComments)
      for (const [name, exported] of privateTypes(quote.template)) this.reachedTypes.set(name, exported);
    for (const binding of quote?.template.free ?? []) if (binding.kind !== "import") this.reached.add(binding);
    return quote;
  }

  /** The quotes of a macro are looked at in its own file as well, where their mistakes are shown at their place. */
  private check(code: ts.Node, x: Expansion): void {
    const name = x.names.callOf(code);
    if (isHole(name)) return x.report("unquote_outside_quote", code, { name: name?.replace("macro:", "") ?? "" });
    if (!isQuote(name)) return ts.forEachChild(code, (child) => this.check(child, x));
    const quote = this.read(code as ts.CallExpression, x);
    for (const value of quote?.values ?? []) this.check(value, x);
  }

  private drop(code: ts.Node, x: Expansion): void {
    x.scopes.namesIn(code, (name, binding) => {
      this.inside.add(name);
      if (binding !== undefined) this.dropped.add(binding);
    });
  }

  /** The output of the module. */
  finish(statements: readonly ts.Statement[], x: Expansion): ts.Statement[] {
    if (this.purpose === "build") return [...statements];
    const file = ts.getOriginalNode(x.file) as ts.SourceFile;
    this.findOwnUses(x);
    let rest = [...statements];
    for (;;) {
      const used = usedNames(rest, x);
      const kept = rest.filter((statement) => !this.isForMacrosOnly(statement, used, x));
      if (kept.length === rest.length) break;
      for (const statement of rest) if (!kept.includes(statement)) this.drop(ts.getOriginalNode(statement), x);
      rest = kept;
    }
    const exports = [...this.reached].flatMap((binding) => {
      const { exported, isPrivate } = privateNames(file).exportOf(binding.name);
      if (!isPrivate) return [];
      const name = build.id(binding.name);
      return [x.options.commonJs ? build.exportProperty(name, exported) : build.exportNames(name, exported)];
    });
    for (const { name } of this.reached) this.reachedTypes.delete(name);
    const types = this.reachedTypes.size > 0 ? [build.exportTypes(this.reachedTypes)] : [];
    return [...rest, ...exports, ...types];
  }

  /** A macro runs before its own file is compiled by it. */
  private findOwnUses(x: Expansion): void {
    for (const statement of x.file.statements)
      if (ts.isExportDeclaration(statement)) x.scopes.namesIn(statement, (name) => this.inside.add(name));
    for (const { name } of x.scopes.allUses) {
      const binding = x.scopes.bindingOf(name);
      if (binding !== undefined && x.found.ownMacros.has(binding) && !this.inside.has(name))
        x.report("macro_in_its_file", name, { macro: name.text, file: `${name.text}.macro.ts` });
    }
  }

  /** A function or a macro that the module keeps to itself and that nothing uses any more. */
  private isForMacrosOnly(statement: ts.Statement, used: ReadonlySet<Binding>, x: Expansion): boolean {
    const names = declaredNames(statement);
    if (names === undefined || names.length === 0) return false;
    return names.every((name) => {
      const binding = x.scopes.bindingOf(ts.getOriginalNode(name)) ?? x.scopes.scopeOf(x.file)?.names.get(name.text);
      return binding !== undefined && this.dropped.has(binding) && !used.has(binding) && !this.reached.has(binding);
    });
  }
}

/** The names of a declaration that does nothing by itself: a function, constants that hold functions. */
function declaredNames(statement: ts.Statement): ts.Identifier[] | undefined {
  if (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
    return undefined;
  if (isFunctionCode(statement) && ts.isFunctionDeclaration(statement))
    return statement.name === undefined ? undefined : [statement.name];
  if (!ts.isVariableStatement(statement)) return undefined;
  const { declarations } = statement.declarationList;
  const isQuiet = declarations.every(
    ({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined && (isFunctionValue(initializer) || isStub(initializer)),
  );
  return isQuiet ? declarations.map(({ name }) => name as ts.Identifier) : undefined;
}

const isStub = (value: ts.Expression): boolean =>
  ts.isCallExpression(value) &&
  ts.isPropertyAccessExpression(value.expression) &&
  value.expression.name.text === "macro";

/** Names used outside of the statements that declare them. */
function usedNames(statements: readonly ts.Statement[], x: Expansion): Set<Binding> {
  const used = new Set<Binding>();
  for (const statement of statements) {
    const own = new Set((declaredNames(statement) ?? []).map((name) => name.text));
    const look = (node: ts.Node): void => {
      const binding = ts.isIdentifier(node) ? x.scopes.bindingOf(ts.getOriginalNode(node)) : undefined;
      if (binding !== undefined && !(binding.scope.node === x.file && own.has(binding.name))) used.add(binding);
      ts.forEachChild(node, look);
    };
    look(statement);
  }
  return used;
}
