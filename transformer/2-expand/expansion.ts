// Phase 2, expand: the state of one file's expansion, and what a macro may ask of it. Made once per file, thrown away after.
//
// Flow: a macro gets a call and the expansion `x`; it visits the user's pieces with `x.visit`, builds with `ast/build.ts`, calls the runtime with
// `x.rt("spawn", [...])`, and reports mistakes with `x.report`. It never sees other macros or the emitter.

import type { Found } from "../1-find/find.js";
import type { Names } from "../1-find/names.js";
import { functionOf, rootOf } from "../1-find/process_function.js";
import type { Binding, Scope, Scopes } from "../1-find/scope.js";
import type { AbiName } from "../abi.js";
import * as build from "../ast/build.js";
import { bare, type FunctionCode, isAsync, isFunctionValue, isGenerator, isMade, printed } from "../ast/look.js";
import { hasWord } from "../ast/word.js";
import { type MessageName, type MessageValues, type Mistake, rangeOf, report } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { Frame, type FrameKind, type Place } from "./frame.js";
import type { Typing } from "./typing.js";

export type { Mistake };

export interface Macro {
  /** The export of tincture. */
  readonly name: string;
  /** What a call of it becomes. */
  expand(call: ts.CallExpression, x: Expansion): ts.Expression;
  /** For a macro whose value is waited for: the operation that may come back as `rt.parked`, where process code awaits the call. `isTail`: its value is returned. */
  operation?(call: ts.CallExpression, x: Expansion, isTail: boolean): ts.Expression;
  /** Process code waits for it without an `await`: where it is returned, or wherever it is called. */
  readonly waits?: "returned" | "always";
  /** What `await` of a call becomes in ordinary async code, if not `await` of what the call becomes. */
  awaited?(call: ts.CallExpression, x: Expansion): ts.Expression;
  /** What a call becomes whose value nobody uses, if that is another thing. */
  statement?(call: ts.CallExpression, x: Expansion): ts.Expression | undefined;
  /** What the name becomes where it isn't called; without it that is a mistake. */
  value?(name: ts.Node, x: Expansion): ts.Expression;
}

/** What a name of the user's is in the output. */
export type Replacement =
  /** `users` -> `state.users` */
  | { readonly kind: "state"; readonly state: ts.Identifier; readonly field: string }
  /** `add(user)` -> `add(state, user)` */
  | {
      readonly kind: "helper";
      readonly name: ts.Identifier;
      readonly state: ts.Identifier | undefined;
      readonly isProcess: boolean;
      /** It is a generator, so that it may give way in its loops: `yield* add(user)`. */
      readonly isLooping: boolean;
      /** What the user calls it with; undefined for what is no function. */
      readonly parameters: readonly ts.ParameterDeclaration[] | undefined;
    }
  /** the parameter of a function that was written out in place -> its value */
  | { readonly kind: "value"; readonly value: () => ts.Expression };

export interface ExpandOptions {
  /** The file's name as messages of `dbg` show it. */
  readonly shownName: () => string;
  /** The output of this file is CommonJS. */
  readonly commonJs: boolean;
  /** Node's hook compiles it, for a program that may go on while its files change. */
  readonly isForNode?: boolean | undefined;
  readonly macros: ReadonlyMap<string, Macro>;
  /** What is still to do when all statements are expanded. */
  readonly finish?: ((statements: readonly ts.Statement[], x: Expansion) => readonly ts.Statement[]) | undefined;
  /** The output is to be source that people keep: types are written where code without macros needs them, and process code waits by `yield*`. */
  readonly typing?: Typing | undefined;
  /** People read the output: comments of code that is taken apart go along with the pieces. */
  readonly keepsComments?: boolean;
  /** How many levels of macros are expanded, the outermost first; what is deeper stays as it was written. Default: all. */
  readonly levels?: number | undefined;
  /** Told of every macro's call and what became of it. */
  readonly onExpanded?: ((expanded: ExpandedCall) => void) | undefined;
  /** Told of everything that stands for other code now. */
  readonly onMade?: ((made: ts.Node, old: ts.Node) => void) | undefined;
}

/** What became of a macro's call. */
export interface ExpandedCall {
  readonly call: ts.Node;
  readonly made: ts.Node;
  /** What was put in front of its statement. */
  readonly before: readonly ts.Statement[];
}

/** What the expansion of code itself is made of; handed in so that the parts need not know each other. */
export interface Engine {
  visit(node: ts.Node, x: Expansion): ts.Node;
  /** `async function` -> `rt.process(function* ...)` */
  processValue(fn: FunctionCode, x: Expansion, before?: readonly ts.ParameterDeclaration[]): ts.Expression;
}

/** A function whose arguments may be checked, written in place or not, and how many of its parameters are no arguments. */
export interface Accepting {
  readonly fn: FunctionCode | ts.Expression;
  readonly skipped: number;
}

/** What takes validators: a call as its last argument, the object of a server as a property. */
export type Taker = ts.CallExpression | ts.ObjectLiteralExpression;

export class Expansion {
  readonly mistakes: Mistake[] = [];
  /** What takes validators where a checker can say what they are. */
  readonly accepting = new Map<Taker, Accepting>();
  readonly replaced = new Map<Binding, Replacement>();
  /** Imports of which a use stands in the output as it was written. */
  readonly left = new Set<Binding>();
  readonly scopes: Scopes;
  readonly names: Names;
  /** Made code for some of the user's nodes: whoever visits one gets that. */
  readonly given = new Map<ts.Node, () => ts.Expression>();
  frame: Frame;
  place: Place;
  /** The name of the injected import, once something needs it. */
  runtime: ts.Identifier | undefined;
  /** Async functions that have become process code so far. */
  private readonly processes = new Set<FunctionCode>();
  /** Names that calls and functions are assigned to. */
  private readonly hints = new Map<ts.Node, string>();
  /** Generated names that are in use around the code being expanded. */
  private readonly active: string[] = [];
  /** How many macros there are around the code being expanded. */
  private level = 0;

  constructor(
    readonly file: ts.SourceFile,
    readonly found: Found,
    readonly options: ExpandOptions,
    private readonly engine: Engine,
  ) {
    this.scopes = found.scopes;
    this.names = found.names;
    this.frame = new Frame("file", file, undefined);
    this.place = { scope: this.scopeOf(file), before: [] };
  }

  /* ---- the user's code ---- */

  /** A piece of the user's code, with everything in it expanded. */
  visit<T extends ts.Node>(node: T): T {
    const made = this.engine.visit(node, this) as T;
    if (made !== node) this.options.onMade?.(made, node);
    return made;
  }

  /** Nothing in this piece of code is to be expanded. */
  stays(node: ts.Node): boolean {
    return !this.frame.insideProcess && this.replaced.size === 0 && this.given.size === 0 && !this.found.isLive(node);
  }

  visitAll<T extends ts.Node>(nodes: readonly T[]): T[] {
    return nodes.map((node) => this.visit(node));
  }

  /** The children of a node expanded, the node itself as it is. */
  visitChildren<T extends ts.Node>(node: T, visit: (child: ts.Node) => ts.Node = this.visitChild): T {
    return ts.visitEachChild(node, visit, undefined);
  }

  private readonly visitChild = (child: ts.Node): ts.Node => this.visit(child);

  /** `name`, or `name.of.it`, stays as it was written. */
  leave<T extends ts.Expression>(expression: T): T {
    const binding = this.scopes.bindingOf(rootOf(expression));
    if (binding?.kind === "import") this.left.add(binding);
    return expression;
  }

  /** An async function that is process code: by what it does, or because it is written inside process code. */
  isProcessCode(fn: FunctionCode): boolean {
    if (!isAsync(fn) || isGenerator(fn)) return false;
    return this.found.processFunctions.has(fn) || this.frame.insideProcess;
  }

  /** Does a name stand for process code of this file? */
  isProcessName(binding: Binding): boolean {
    const replacement = this.replaced.get(binding);
    if (replacement !== undefined) return replacement.kind === "helper" && replacement.isProcess;
    const value = functionOf(binding);
    return value !== undefined && (this.found.processFunctions.has(value) || this.processes.has(value));
  }

  processValue(fn: FunctionCode, before?: readonly ts.ParameterDeclaration[]): ts.Expression {
    this.processes.add(fn);
    return this.engine.processValue(fn, this, before);
  }

  /** Its text as the user wrote it. */
  textOf(node: ts.Node): string {
    const original = ts.getOriginalNode(node);
    return original.pos < 0
      ? printed(original, this.file)
      : this.file.text.slice(original.getStart(this.file), original.end);
  }

  /** Where it stands, as people write it: "server.ts:12:3". */
  placeOf(node: ts.Node): string {
    return this.placeAt(rangeOf(node, this.file).start);
  }

  placeAt(start: number): string {
    const { line, character } = ts.getLineAndCharacterOfPosition(this.file, start);
    return `${this.options.shownName()}:${line + 1}:${character + 1}`;
  }

  /** The macro that is called here, if any that is to be expanded. */
  macroOf(node: ts.Node): Macro | undefined {
    const macro = this.calledMacro(node);
    return macro === undefined || this.isDeep() ? undefined : macro;
  }

  /** A macro is called here that stays as it was written, since enough levels are expanded. */
  isDeferred(node: ts.Node): boolean {
    return this.isDeep() && this.calledMacro(node) !== undefined;
  }

  private isDeep(): boolean {
    const { levels } = this.options;
    return levels !== undefined && this.level >= levels;
  }

  private calledMacro(node: ts.Node): Macro | undefined {
    const name = this.names.callOf(node);
    return name === undefined ? undefined : this.options.macros.get(name);
  }

  /** Expands a macro's call: what is in it is one level deeper. */
  expanding<T extends ts.Node | undefined>(call: ts.Node, body: () => T): T {
    const known = this.place.before.length;
    this.level++;
    const made = body();
    this.level--;
    if (made === undefined) return made;
    const before = this.place.before.slice(known);
    for (const each of [made, ...before]) this.options.onMade?.(each, call);
    this.options.onExpanded?.({ call, made, before });
    return made;
  }

  /* ---- the runtime ---- */

  /** `rt.name` */
  runtimeName(name: AbiName): ts.PropertyAccessExpression {
    return build.member(this.nameRuntime(), name);
  }

  /** The name of the injected import, which is there from now on. */
  nameRuntime(): ts.Identifier {
    this.runtime ??= this.freshName("rt", this.file);
    return this.runtime;
  }

  /** The type `rt.Frame<R>`. */
  runtimeType(name: "Frame", types: readonly ts.TypeNode[]): ts.TypeNode {
    return build.memberType(this.nameRuntime(), name, types);
  }

  /** `rt.name(...args)`, standing where `place` stood in stack traces. */
  rt(name: AbiName, args: readonly ts.Expression[], place?: ts.Node): ts.CallExpression {
    const made = build.call(this.runtimeName(name), args, this.typesFor(name, place));
    return place === undefined ? made : build.mapped(made, place);
  }

  /** `receive<Job>()`: the type arguments of the macro are those of the function it is called after. */
  private typesFor(name: AbiName, place: ts.Node | undefined): readonly ts.TypeNode[] | undefined {
    if (place === undefined || !ts.isCallExpression(place) || place.typeArguments === undefined) return undefined;
    const macro = this.names.callOf(place);
    return macro === name || (macro === "receive" && name === "receiveLater") ? place.typeArguments : undefined;
  }

  /* ---- names ---- */

  /** `base` where nothing in `region` has that name, else `base_1` or so. Bindings that `vanish` from the output don't count. */
  freshName(base: string, region: ts.Node, vanish: (binding: Binding) => boolean = () => false): ts.Identifier {
    const taken =
      this.active.includes(base) ||
      (this.mentions(region, base) &&
        this.scopes.someName(
          region,
          (name, binding) => name.text === base && (binding === undefined || !vanish(binding)),
        ));
    return taken ? build.uniqueName(base) : build.id(base);
  }

  /** Whether the word occurs in the code at all: one look at the text spares the walk through most files. */
  mentions(region: ts.Node, word: string): boolean {
    return region.pos < 0 || isMade(this.file) || hasWord(this.file.text, word, region.pos, region.end);
  }

  /** `const Room = genserver(...)`: the call is known as Room. So is the one in `genserver(...).with(...)`. */
  hint(value: ts.Expression | undefined, name: ts.Node): void {
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return;
    let inner = value && bare(value);
    if (inner !== undefined && isFunctionValue(inner)) this.hints.set(inner, name.text);
    while (inner !== undefined && ts.isCallExpression(inner)) {
      this.hints.set(inner, name.text);
      inner = ts.isPropertyAccessExpression(inner.expression) ? bare(inner.expression.expression) : undefined;
    }
  }

  hintOf(value: ts.Node): string | undefined {
    return this.hints.get(value);
  }

  /** While `body` runs, nothing nested takes `name`. */
  holding<T>(name: ts.Identifier, body: () => T): T {
    this.active.push(name.text);
    const result = body();
    this.active.pop();
    return result;
  }

  /** A variable of the function being expanded, for the rest of the statement. */
  temp(base: string): ts.Identifier {
    const { free, taken } = this.frame;
    const place = free.findIndex((name) => name.text === base);
    const name = place === -1 ? this.variable(base) : (free.splice(place, 1)[0] as ts.Identifier);
    taken.push(name);
    return name;
  }

  /**
   * Keeps a value for later: what evaluates it, and its name. In source for people that is a constant in front of the statement where it can be, and then
   * there is nothing left to evaluate. `base`: what a constant is called.
   */
  keep(value: ts.Expression, base: string): { first: ts.Expression | undefined; name: ts.Identifier } {
    if (this.place.flows !== true) {
      const name = this.temp("tmp");
      return { first: build.assign(name, value), name };
    }
    const { frame } = this;
    const { head } = this.place;
    // Parameters of functions that are handed to the pipe are in the way of nothing that stands outside of them.
    const isInner = ({ kind, declaration }: Binding): boolean =>
      kind === "parameter" && head !== undefined && declaration.pos >= head.pos && declaration.end <= head.end;
    const isTaken = frame.constants.includes(base);
    const name = isTaken ? build.uniqueName(base) : this.freshName(base, frame.node, isInner);
    frame.constants.push(base);
    this.place.before.push(build.constant(name, value));
    return { first: undefined, name };
  }

  /** A variable of the function being expanded, declared at its start. */
  variable(base: string): ts.Identifier {
    const { frame } = this;
    const first = !frame.temps.some((name) => name.text === base);
    const name = first ? this.freshName(base, frame.node) : build.uniqueName(base);
    frame.temps.push(name);
    return name;
  }

  /** `Base`, or `Base1` and so on: a name for a type, that nothing in the file has. */
  typeName(base: string): string {
    let name = base;
    for (let i = 1; this.typeNames.has(name) || hasWord(this.file.text, name); i++) name = `${base}${i}`;
    this.typeNames.add(name);
    return name;
  }

  private readonly typeNames = new Set<string>();

  /* ---- frames and places ---- */

  scopeOf(node: ts.Node): Scope {
    return this.scopes.scopeOf(node) ?? this.place.scope;
  }

  /** Expands with `node` as the function whose code it is. */
  inFrame<T>(kind: FrameKind, node: ts.Node, body: (frame: Frame) => T): T {
    const outer = this.frame;
    this.frame = new Frame(kind, node, outer);
    const result = body(this.frame);
    this.frame = outer;
    return result;
  }

  /** Expands one statement; what it needs before it comes back in `before`. */
  inPlace<T>(scope: Scope, body: () => T, head?: ts.Node): { result: T; before: ts.Statement[] } {
    const outer = this.place;
    const { taken, free } = this.frame;
    const inUse = taken.length;
    this.place = { scope, before: [], head };
    const result = body();
    const { before } = this.place;
    this.place = outer;
    free.unshift(...taken.splice(inUse));
    return { result, before };
  }

  /** Expands an initialiser, which has no statements of its own: what it needs goes into a function around it. */
  initialiser(expression: ts.Expression, scope: Scope): ts.Expression {
    return this.inFrame("plain", this.frame.node, (frame) => {
      const { result, before } = this.inPlace(scope, () => this.visit(expression));
      const needed = [...before, ...frame.openings()];
      if (needed.length === 0) return result;
      return build.call(build.paren(build.arrow([], build.block([...needed, build.ret(result)]))), []);
    });
  }

  /** `this` is used: the function that owns it, and the arrows on the way, must keep it. */
  noteThis(): void {
    for (let frame: Frame | undefined = this.frame; frame !== undefined; frame = frame.parent) {
      frame.usesThis = true;
      if (!frame.isTransparent) return;
    }
  }

  /* ---- mistakes ---- */

  report<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>, second?: ts.Node): void {
    this.mistakes.push(report(ts.getOriginalNode(this.file) as ts.SourceFile, name, place, values, second));
  }

  /** Reports, and gives what the rejected code becomes: an expression that throws when it is reached. */
  reject<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): ts.Expression {
    this.report(name, place, values);
    return this.rejected(this.mistakes.at(-1) as Mistake, place);
  }

  rejected({ name, text }: Mistake, place: ts.Node): ts.Expression {
    return this.rt("rejected", [build.str(name), build.str(text)], place);
  }
}
