// Macros of the user's, written out: source to source, before anything else is found in the file.
//
//   unless(calls > 0, () => { start(); });   ->   if (!(calls > 0)) { start(); }
//
// Flow: from the outside in, each call's macro runs and its code takes the call's place; that code is walked again, so macros may give calls of macros.
// On the way out functions that are called at once are written out (inline.ts); at the end imports come (travel.ts) and names are told apart (names.ts).
// What is left is ordinary source, with Tincture's own macros.

import { isUserMacro, type Meaning, type Resolve, type UserMacro } from "../1-find/exports.js";
import type { Found } from "../1-find/find.js";
import { runsFunctions } from "../1-find/process_function.js";
import * as build from "../ast/build.js";
import { bare, isAsync, isLoop, isMade, isType, writtenFunction } from "../ast/look.js";
import { messages } from "../diagnostics/messages.js";
import { type MessageName, type MessageValues, type Mistake, rangeOf, report } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { shown } from "./api.js";
import { Code } from "./code.js";
import { type CallerFile, type CallPlace, during, Expanding, type Macro, type TypeInfo } from "./expanding.js";
import { Identities } from "./identity.js";
import { Inline, type Last } from "./inline.js";
import { spelt } from "./names.js";
import { isQuote } from "./template.js";
import { Travels } from "./travel.js";

/** Where macros come from. */
export interface MacroSource {
  /** A macro of tincture's that is written as a user's is. */
  builtin(name: string): UserMacro | undefined;
  /** The macro's function. Errors: ModuleFailure. */
  load(macro: UserMacro): Macro;
  /** The files that the macros of a module depend on, itself among them. */
  dependenciesOf(file: ts.SourceFile): readonly string[];
  /** How code elsewhere imports a module of a package; undefined for a module of the project. */
  packageOf(file: ts.SourceFile): string | undefined;
  /** Where in the user's sources an error came from: "unless.macro.ts:12:9". */
  placeOf(error: unknown): string | undefined;
}

/** A macro module that can't be used. */
export class ModuleFailure extends Error {
  constructor(
    readonly reason: string,
    readonly place: string,
  ) {
    super(reason);
  }
}

export interface UnfoldOptions {
  readonly source: MacroSource;
  readonly resolve: Resolve;
  readonly shownName: string;
  readonly commonJs: boolean;
  readonly typeOf: ((node: ts.Expression) => TypeInfo | undefined) | undefined;
}

export interface Unfolded {
  readonly file: ts.SourceFile;
  readonly mistakes: readonly Mistake[];
  /** Files that what was written out depends on. */
  readonly dependencies: ReadonlySet<string>;
}

/** The file with all calls of the user's macros written out; undefined when it has none. */
export function unfold(file: ts.SourceFile, found: Found, options: UnfoldOptions): Unfolded | undefined {
  if (!found.usesMacros) return undefined;
  return new Unfolding(file, found, options).run();
}

/** How deep, and how many in all for one call of the user's. */
const depthLimit = 200;
const stepLimit = 20_000;

/** A function around the code that is being walked. */
interface Around {
  readonly name: string | undefined;
  readonly isProcess: boolean;
  readonly isAsync: boolean;
  readonly owner: Macro | undefined;
}

class Endless extends Error {}

class Unfolding implements CallerFile {
  readonly identities: Identities;
  readonly mistakes: Mistake[] = [];
  readonly shownName: string;
  private readonly inline: Inline;
  private readonly travels: Travels;
  private readonly dependencies = new Set<string>();
  /** Functions that macros wrote. */
  private readonly owners = new WeakMap<ts.Node, Macro>();
  /** An `await` that a macro put into the caller's function. */
  private readonly awaits = new WeakSet<ts.Node>();
  private readonly hints = new Map<ts.Node, string>();
  private around: readonly Around[] = [];
  /** The call of the user's own that is being written out, and the macros that are on the way. */
  private outermost: ts.Node | undefined;
  /** The innermost call that the user wrote: what goes wrong is reported there. */
  private place: ts.Node | undefined;
  private readonly stack: { readonly name: string; readonly macro: Macro }[] = [];
  private steps = 0;
  private hasMacros = false;

  constructor(
    readonly file: ts.SourceFile,
    private readonly found: Found,
    private readonly options: UnfoldOptions,
  ) {
    this.shownName = options.shownName;
    this.identities = new Identities(found.scopes, (name) => found.names.meaningOf(name));
    this.inline = new Inline(this.identities);
    this.travels = new Travels(file, found, this.identities, {
      ...options,
      hidden: (name, module) =>
        this.report("macro_name_hidden", this.place ?? file, {
          macro: this.stack.at(-1)?.name ?? "",
          name,
          module,
        }),
    });
  }

  /** Undefined where no macro was called. */
  run(): Unfolded | undefined {
    const statements = this.statements(this.file.statements);
    if (!this.hasMacros) return undefined;
    const whole = build.withFileStatements(this.file, this.travels.withImports(statements));
    return { file: spelt(whole, this.identities), mistakes: this.mistakes, dependencies: this.dependencies };
  }

  /* ---- the walk ---- */

  private visit = (node: ts.Node): ts.Node => {
    if (!isMade(node) && !this.found.isLive(node)) return node;
    if (isType(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node;
    if (ts.isImportEqualsDeclaration(node)) return node;
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isShorthandPropertyAssignment(node) && this.macroOf(this.meaningOf(node.name)) !== undefined)
      return build.property(node.name.text, this.asValue(node.name));
    if (
      (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) &&
      this.macroOf(this.meaningOf(node)) !== undefined
    )
      return this.asValue(node);
    if (ts.isFunctionLike(node)) return this.function(node as ts.FunctionLikeDeclaration);
    if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
      this.hint(node.initializer, node.name);
    return this.block(node) ?? this.embedding(node) ?? this.expression(node);
  };

  private macroOf(meaning: Meaning | undefined): UserMacro | undefined {
    return typeof meaning === "string"
      ? this.options.source.builtin(meaning)
      : isUserMacro(meaning)
        ? meaning
        : undefined;
  }

  private meaningOf(node: ts.Expression): Meaning | undefined {
    return this.identities.meaningOf(node);
  }

  private children<T extends ts.Node>(node: T): T {
    const made = ts.visitEachChild(node, this.visit, undefined);
    return this.follow(made, node);
  }

  /** The same node with other parts. */
  private follow<T extends ts.Node>(made: T, old: ts.Node): T {
    const owner = this.owners.get(old);
    if (owner !== undefined) this.owners.set(made, owner);
    if (this.awaits.has(old)) this.awaits.add(made);
    return this.inline.follow(made, old);
  }

  private expression(node: ts.Node): ts.Node {
    const made = this.children(node);
    if (!ts.isAwaitExpression(made)) return made;
    const value = this.inline.value(made);
    if (value === made && this.awaits.has(made) && !this.mayWait())
      this.report("macro_waits", this.place ?? made, { macro: this.stack.at(-1)?.name ?? "" });
    return value;
  }

  private mayWait(): boolean {
    const [inner] = this.around.slice(-1);
    return inner === undefined ? !this.options.commonJs : inner.isAsync || inner.isProcess;
  }

  private call(node: ts.CallExpression): ts.Node {
    const meaning = this.meaningOf(node.expression);
    const macro = this.macroOf(meaning);
    if (macro !== undefined) return this.expand(node, macro);
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
    const isProcess =
      runsInProcess ||
      this.found.processFunctions.has(original) ||
      (parent?.isProcess === true && (waits || ts.isArrowFunction(fn)));
    const own: Around = {
      name: nameOf(fn) ?? this.hints.get(original),
      isProcess: isProcess,
      isAsync: waits || runsInProcess,
      owner: this.owners.get(fn),
    };
    if (!isCalledHere || parent === undefined || waits !== parent.isAsync)
      this.around = [...outer, isCalledHere && parent ? { ...parent, isAsync: waits } : own];
    const made = ts.visitEachChild(
      fn as ts.Node,
      (child) => {
        if (child !== fn.body) return this.visit(child);
        if (ts.isBlock(child))
          return build.withStatements(child, this.statements(child.statements, own.owner === undefined ? true : "any"));
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

  /* ---- macros ---- */

  private expand(call: ts.CallExpression, macro: UserMacro): ts.Node {
    const isOutermost = this.outermost === undefined;
    const outer = this.place;
    this.hasMacros = true;
    if (ts.getOriginalNode(call).pos >= 0) this.place = call;
    if (isOutermost) {
      this.outermost = call;
      this.steps = 0;
    }
    try {
      return this.expandHere(call, macro);
    } catch (error) {
      if (!isOutermost || !(error instanceof Endless)) throw error;
      const first = this.text(call);
      return this.reject("macro_endless", call, { macro: error.message, depth: String(depthLimit), first });
    } finally {
      if (isOutermost) this.outermost = undefined;
      this.place = outer;
    }
  }

  private expandHere(call: ts.CallExpression, macro: UserMacro): ts.Node {
    const name = macro.macro;
    if (macro.other !== undefined) {
      const [first, second] = [macro.file, macro.other.file].map((each) => this.travels.specifierOf(each)) as [
        string,
        string,
      ];
      return this.reject("macro_twice", call, { macro: name, first, second });
    }
    if (call.arguments.some(ts.isSpreadElement)) return this.reject("macro_spread", call, { macro: name });
    if (this.stack.length >= depthLimit || ++this.steps > stepLimit) throw new Endless(name);
    let expand: Macro;
    try {
      expand = this.options.source.load(macro);
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
      const module = this.travels.specifierOf(macro.file);
      return this.reject("macro_module_failed", call, { module, reason: error.reason, place: error.place });
    } finally {
      if (this.options.source.builtin(name) !== macro)
        for (const file of this.options.source.dependenciesOf(macro.file)) this.dependencies.add(file);
    }
    this.stack.push({ name, macro: expand });
    try {
      const made = this.result(call, name, expand);
      return made.pos < 0 ? made : build.mapped(made, made);
    } finally {
      this.stack.pop();
    }
  }

  /** Runs the macro and walks what it gives. */
  private result(call: ts.CallExpression, macro: string, expand: Macro): ts.Node {
    const x = new Expanding(this, this.placeOf(call));
    let outcome: { readonly given: unknown; readonly node: ts.Node | undefined };
    try {
      const args = call.arguments.map((argument) => Code.written(argument, x));
      outcome = during(x, () => {
        const given = (expand as (...args: Code[]) => unknown)(...args);
        return { given, node: given instanceof Code ? given.place() : undefined };
      });
    } catch (error) {
      if (error instanceof Endless) throw error;
      const message = error instanceof Error ? error.message : shown(error);
      const place = this.options.source.placeOf(error) ?? "an unknown place";
      return this.reject("macro_threw", call, { macro, message, place });
    }
    const { given, node } = outcome;
    if (node !== undefined && ts.isExpression(node)) return this.visit(node);
    if (x.hasReported) return this.rejected(this.mistakes.at(-1) as Mistake);
    const what = node !== undefined ? "a statement" : given === undefined ? "nothing" : shown(given);
    return this.reject("macro_gave_no_code", call, { macro, what });
  }

  private placeOf(call: ts.Node): CallPlace {
    const { start } = rangeOf(call, this.file);
    const { line, character } = ts.getLineAndCharacterOfPosition(this.file, start);
    const inner = this.around.at(-1);
    return {
      line: line + 1,
      column: character + 1,
      function: inner?.name,
      inProcess: inner?.isProcess === true,
      owner: inner?.owner,
    };
  }

  private asValue(name: ts.Expression): ts.Expression {
    this.hasMacros = true;
    return this.reject("macro_as_value", name, { macro: this.text(name) });
  }

  private text(node: ts.Node): string {
    const { start, end } = rangeOf(node, this.file);
    return this.file.text.slice(start, end);
  }

  /* ---- for the macros ---- */

  isSame(a: ts.Node, b: ts.Node): boolean {
    return this.travels.isSame(a, b);
  }

  typeOf(node: ts.Node): TypeInfo | undefined {
    return node.pos < 0 || !ts.isExpression(node) ? undefined : this.options.typeOf?.(node);
  }

  addDependency(file: string): void {
    this.dependencies.add(file);
  }

  global(name: string): ts.Expression {
    const made = build.id(name);
    this.identities.set(made, { is: "global", name });
    return made;
  }

  placeAwait(value: ts.Expression): ts.Expression {
    const made = build.waitFor(value);
    this.awaits.add(made);
    return made;
  }

  filling() {
    const { start: pos, end } = rangeOf(this.place ?? this.file, this.file);
    const { macro } = this.stack.at(-1) as { macro: Macro };
    return {
      identities: this.identities,
      place: { pos, end },
      free: this.travels.free,
      mayInline: (call: ts.CallExpression) => this.inline.allow(call),
      wrote: (fn: ts.Node) => void this.owners.set(fn, macro),
    };
  }

  /* ---- mistakes ---- */

  report(node: ts.Node | undefined, message: string, hint: string | undefined): void;
  report<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): void;
  report(first: ts.Node | MessageName | undefined, second: string | ts.Node, third?: unknown): void {
    if (typeof first === "string")
      this.mistakes.push(report(this.file, first, second as ts.Node, third as MessageValues<typeof first>));
    else {
      const macro = this.stack.at(-1)?.name ?? "";
      const hint = (third as string | undefined) ?? `The macro \`${macro}\` says so.`;
      const call = this.place as ts.Node;
      if (this.options.source.builtin(macro) !== undefined && isMessage(second))
        return void this.mistakes.push(report(this.file, second, first ?? call, { macro } as never));
      const place =
        first === undefined ? call : first.pos < 0 && ts.getOriginalNode(first).pos < 0 ? (this.place ?? first) : first;
      this.mistakes.push(report(this.file, "macro_reported", place, { message: second as string, hint }));
    }
  }

  private reject<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): ts.Expression {
    this.mistakes.push(report(this.file, name, this.place ?? place, values));
    return this.rejected(this.mistakes.at(-1) as Mistake);
  }

  /** Code that fails when it is reached. */
  private rejected({ name, text }: Mistake): ts.Expression {
    const { start: pos, end } = rangeOf(this.place ?? this.file, this.file);
    return build.mapped(build.call(this.travels.ofRuntime("rejected"), [build.str(name), build.str(text)]), {
      pos,
      end,
    });
  }
}

function nameOf(fn: ts.FunctionLikeDeclaration): string | undefined {
  return fn.name !== undefined && (ts.isIdentifier(fn.name) || ts.isStringLiteral(fn.name)) ? fn.name.text : undefined;
}

/** The name of a message, as tincture's own macros report. */
const isMessage = (text: unknown): text is MessageName => typeof text === "string" && text in messages;
