// Macros of the user's, written out: source to source, before anything else is found in the file.
//
//   unless(calls > 0, () => { start(); });   ->   if (!(calls > 0)) { start(); }
//
// Flow: from the outside in, each call's macro runs (calling.ts) and its code takes the call's place; that code is walked again. On the way out functions that are
// called at once are written out (inline.ts); then what was moved is put right (placement.ts), imports come (travel.ts) and names are told apart (names.ts).
// What is left is ordinary source, with Tincture's own macros.

import type { Found } from "../1-find/find.js";
import { runsFunctions } from "../1-find/process_function.js";
import * as build from "../ast/build.js";
import { bare, isAsync, isLoop, isMade, isType, writtenFunction } from "../ast/look.js";
import type { Mistake } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { type Called, Calling, type CallingOptions } from "./calling.js";
import { Identities } from "./identity.js";
import { Inline, type Last } from "./inline.js";
import { spelt } from "./names.js";
import { placed } from "./placement.js";
import { isQuote } from "./template.js";

export interface Unfolded {
  readonly file: ts.SourceFile;
  readonly mistakes: readonly Mistake[];
  /** Files that what was written out depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** The names of the macros of the last level, where only some were asked for. */
  readonly last: ReadonlySet<string>;
}

/** A file that uses macros of the user's, with all calls of them written out; undefined when it has none. */
export function unfold(file: ts.SourceFile, found: Found, options: CallingOptions): Unfolded | undefined {
  return new Unfolding(file, found, options).run();
}

/** A function around the code that is being walked. */
interface Around {
  readonly function: string | undefined;
  readonly inProcess: boolean;
  readonly isAsync: boolean;
  readonly called: Called | undefined;
}

class Unfolding {
  private readonly identities: Identities;
  private readonly inline: Inline;
  private readonly calling: Calling;
  private readonly hints = new Map<ts.Node, string>();
  private around: readonly Around[] = [];

  constructor(
    private readonly file: ts.SourceFile,
    private readonly found: Found,
    private readonly options: CallingOptions,
  ) {
    this.identities = new Identities(found.scopes, (name) => found.names.meaningOf(name));
    this.inline = new Inline(this.identities, options.origins);
    this.calling = new Calling(file, found, this.identities, this.inline, this, options);
  }

  get inner() {
    const inner = this.around.at(-1);
    return inner && { ...inner, owner: inner.called?.macro };
  }

  /** Undefined where no macro was called. */
  run(): Unfolded | undefined {
    const { calling, identities } = this;
    const statements = this.statements(this.file.statements);
    if (!calling.hasMacros) return undefined;
    const right = placed(statements, calling, this.inline, this.options.origins);
    const whole = build.withFileStatements(this.file, calling.travels.withImports(right, calling.types?.statements));
    const { mistakes, dependencies, last } = calling;
    const file = spelt(whole, identities, (made, old) => this.options.origins?.follow(made, old));
    return { file, mistakes, dependencies, last };
  }

  /* ---- the walk ---- */

  readonly visit = (node: ts.Node): ts.Node => {
    if (!isMade(node) && !this.found.isLive(node)) return node;
    if (isType(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node;
    if (ts.isImportEqualsDeclaration(node)) return node;
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isShorthandPropertyAssignment(node) && this.calling.macroOf(node.name) !== undefined)
      return build.property(node.name.text, this.calling.asValue(node.name));
    if ((ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && this.calling.macroOf(node) !== undefined)
      return this.calling.asValue(node);
    if (ts.isFunctionLike(node)) return this.function(node as ts.FunctionLikeDeclaration);
    if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
      this.hint(node.initializer, node.name);
    return this.block(node) ?? this.embedding(node) ?? this.expression(node);
  };

  private children<T extends ts.Node>(node: T): T {
    const made = ts.visitEachChild(node, this.visit, undefined);
    return this.follow(made, node);
  }

  /** The same node with other parts. */
  private follow<T extends ts.Node>(made: T, old: ts.Node): T {
    const { owners, awaits } = this.calling;
    const owner = owners.get(old);
    if (owner !== undefined) owners.set(made, owner);
    if (awaits.has(old)) awaits.add(made);
    return this.inline.follow(made, old);
  }

  private expression(node: ts.Node): ts.Node {
    const made = this.children(node);
    if (!ts.isAwaitExpression(made)) return made;
    const value = this.inline.value(made);
    const { calling } = this;
    if (value === made && calling.awaits.has(made) && !this.mayWait())
      calling.report("macro_waits", made, { macro: calling.current });
    return value;
  }

  private mayWait(): boolean {
    const [inner] = this.around.slice(-1);
    return inner === undefined ? !this.options.commonJs : inner.isAsync || inner.inProcess;
  }

  private call(node: ts.CallExpression): ts.Node {
    const macro = this.calling.macroOf(node.expression);
    if (macro !== undefined)
      return this.calling.isDeep
        ? build.withCall(
            node,
            node.expression,
            node.arguments.map((argument) => this.visit(argument) as ts.Expression),
          )
        : this.calling.expand(node, macro);
    const meaning = this.identities.meaningOf(node.expression);
    const name = typeof meaning === "string" ? meaning : undefined;
    // Quotes are the macros' affair, and are written out where they are used.
    if (isQuote(name)) return node;
    const callee = bare(node.expression);
    if (this.inline.allows(node) && ts.isArrowFunction(callee)) return this.inline.value(this.inPlace(node, callee));
    const places = name === undefined ? undefined : runsFunctions[name];
    if (places === undefined) return this.children(node);
    const blocks = new Set(places.map((i) => node.arguments[i]).map((block) => block && writtenFunction(block)));
    return this.follow(
      ts.visitEachChild(
        node,
        (child) =>
          blocks.has(bare(child as ts.Expression) as never)
            ? this.function(bare(child as ts.Expression) as ts.ArrowFunction, true)
            : this.visit(child),
        undefined,
      ),
      node,
    );
  }

  /** A function that is called where it stands is no function of its own: its code is that of the function around it. */
  private inPlace(node: ts.CallExpression, callee: ts.ArrowFunction): ts.CallExpression {
    const inside = this.function(callee, false, true) as ts.ArrowFunction;
    const args = node.arguments.map((argument) => this.visit(argument) as ts.Expression);
    const made = build.call(build.paren(inside), args);
    return build.mapped(this.follow(made, node), ts.getSourceMapRange(node));
  }

  private function(fn: ts.FunctionLikeDeclaration, runsInProcess = false, isCalledHere = false): ts.Node {
    const outer = this.around;
    const parent = outer.at(-1);
    const original = ts.getOriginalNode(fn) as ts.ArrowFunction;
    const waits = isAsync(fn);
    const inProcess =
      runsInProcess ||
      this.found.processFunctions.has(original) ||
      (parent?.inProcess === true && (waits || ts.isArrowFunction(fn)));
    const own: Around = {
      function: nameOf(fn) ?? this.hints.get(original),
      inProcess,
      isAsync: waits || runsInProcess,
      called: this.calling.owners.get(fn),
    };
    if (!isCalledHere || parent === undefined || waits !== parent.isAsync)
      this.around = [...outer, isCalledHere && parent ? { ...parent, isAsync: waits } : own];
    const made = ts.visitEachChild(
      fn as ts.Node,
      (child) => {
        if (child !== fn.body) return this.visit(child);
        if (ts.isBlock(child))
          return build.withStatements(
            child,
            this.statements(child.statements, own.called === undefined ? true : "any"),
          );
        return this.inline.body(this.visit(child) as ts.Expression);
      },
      undefined,
    );
    this.around = outer;
    return this.follow(made, fn);
  }

  /* ---- statements ---- */

  private statements(list: readonly ts.Statement[], isBody: Last = false): ts.Statement[] {
    return list.flatMap((statement, i) =>
      this.inline.statement(this.visit(statement) as ts.Statement, i === list.length - 1 && isBody),
    );
  }

  private block(node: ts.Node): ts.Node | undefined {
    if (ts.isBlock(node)) return build.withStatements(node, this.statements(node.statements));
    if (ts.isModuleBlock(node)) return build.withModuleStatements(node, this.statements(node.statements));
    if (!ts.isCaseOrDefaultClause(node)) return undefined;
    const test = ts.isCaseClause(node) ? (this.visit(node.expression) as ts.Expression) : undefined;
    return build.withClauseStatements(node, test, this.statements(node.statements));
  }

  /** A statement that may be one without braces gets them when a macro makes several of it. */
  private embedding(node: ts.Node): ts.Node | undefined {
    if (!ts.isIfStatement(node) && !isLoop(node) && !ts.isLabeledStatement(node)) return undefined;
    const made = ts.visitEachChild(
      node,
      (child) => {
        const visited = this.visit(child);
        // What stands before a labelled loop would part it from its label.
        if (!ts.isStatement(visited) || ts.isBlock(visited) || (ts.isLabeledStatement(node) && isLoop(visited)))
          return visited;
        const statements = this.inline.statement(visited);
        return statements.length === 1 ? (statements[0] as ts.Statement) : build.block(statements);
      },
      undefined,
    );
    return this.follow(made, node);
  }

  private hint(value: ts.Expression | undefined, name: ts.Node): void {
    if (value !== undefined && ts.isIdentifier(name)) this.hints.set(ts.getOriginalNode(bare(value)), name.text);
  }
}

function nameOf(fn: ts.FunctionLikeDeclaration): string | undefined {
  return fn.name !== undefined && (ts.isIdentifier(fn.name) || ts.isStringLiteral(fn.name)) ? fn.name.text : undefined;
}
