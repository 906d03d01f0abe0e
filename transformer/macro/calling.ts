// The macros of a file at work: each gets the code of its arguments, asks about the place of its call, and gives the code that takes that place.
//
// Flow: call -> its macro is loaded and run -> what it gave is walked again by unfold.ts, so macros may give calls of macros; whatever goes wrong is a mistake at the
// innermost call that the user wrote, and code that fails when it is reached.
import { isUserMacro, type Meaning, type Resolve, type UserMacro } from "../1-find/exports.js";
import type { Found } from "../1-find/find.js";
import * as build from "../ast/build.js";
import { jumpText, strayJump } from "../ast/jump.js";
import { printed } from "../ast/look.js";
import { messages } from "../diagnostics/messages.js";
import { type MessageName, type MessageValues, type Mistake, rangeOf, report } from "../diagnostics/report.js";
import { ts } from "../ts.js";
import { shown } from "./api.js";
import { Code } from "./code.js";
import { type CallerFile, type CallPlace, during, Expanding, type Macro, type TypeInfo } from "./expanding.js";
import type { Identities } from "./identity.js";
import type { Inline } from "./inline.js";
import { type MacroSource, ModuleFailure } from "./macro_source.js";
import type { Origins } from "./origin.js";
import { QuotedTypes, type TypeArguments } from "./quoted_type.js";
import type { Template } from "./template.js";
import { Travels } from "./travel.js";

export interface CallingOptions {
  readonly source: MacroSource;
  readonly resolve: Resolve;
  readonly shownName: string;
  readonly commonJs: boolean;
  readonly typeOf: ((node: ts.Expression) => TypeInfo | undefined) | undefined;
  /** The output is source, so the types in quotes are kept: what the type parameters of a macro stand for in a call. */
  readonly typeArguments?: TypeArguments | undefined;
  /** How many levels of macros are written out, the outermost first. Default: all. */
  readonly levels?: number | undefined;
  /** Told of what came of each call. */
  readonly origins?: Origins | undefined;
}

/** A macro that has been called. */
export interface Called {
  readonly name: string;
  readonly macro: Macro;
}

/** The walk that the calls are found by. */
export interface Walk {
  visit(node: ts.Node): ts.Node;
  /** The function around the code that is being walked. */
  readonly inner: Pick<CallPlace, "function" | "inProcess" | "owner"> | undefined;
}

/** How deep, and how many in all for one call of the user's. */
const depthLimit = 200;
const stepLimit = 20_000;

class Endless extends Error {}

export class Calling implements CallerFile {
  readonly mistakes: Mistake[] = [];
  readonly shownName: string;
  readonly travels: Travels;
  /** Undefined where types go anyway. */
  readonly types: QuotedTypes | undefined;
  /** Files that what was written out depends on. */
  readonly dependencies = new Set<string>();
  /** Functions that macros wrote. */
  readonly owners = new WeakMap<ts.Node, Called>();
  /** An `await` that a macro put into the caller's function. */
  readonly awaits = new WeakSet<ts.Node>();
  hasMacros = false;
  /** The call of the user's own that is being written out, and the macros that are on the way. */
  private outermost: ts.Node | undefined;
  /** The innermost call that the user wrote: what goes wrong is reported there. */
  private place: ts.Node | undefined;
  private readonly stack: Called[] = [];
  private steps = 0;

  constructor(
    readonly file: ts.SourceFile,
    found: Found,
    readonly identities: Identities,
    private readonly inline: Inline,
    private readonly walk: Walk,
    private readonly options: CallingOptions,
  ) {
    this.shownName = options.shownName;
    this.travels = new Travels(file, found, identities, {
      ...options,
      hidden: (name, module) => this.report("macro_name_hidden", file, { macro: this.current, name, module }),
    });
    this.types = options.typeArguments && new QuotedTypes(file, this.travels, options.typeArguments);
  }

  /** The macro that an expression means. */
  macroOf(expression: ts.Expression): UserMacro | undefined {
    const meaning: Meaning | undefined = this.identities.meaningOf(expression);
    if (typeof meaning === "string") return this.options.source.builtin(meaning);
    return isUserMacro(meaning) ? meaning : undefined;
  }

  /** Enough levels are written out: a call stays as it is. */
  get isDeep(): boolean {
    return this.stack.length >= (this.options.levels ?? Number.POSITIVE_INFINITY);
  }

  /** The names of the macros of the last level that was asked for. */
  readonly last = new Set<string>();

  /** The name of the macro at work. */
  get current(): string {
    return this.stack.at(-1)?.name ?? "";
  }

  expand(call: ts.CallExpression, macro: UserMacro): ts.Node {
    const isOutermost = this.outermost === undefined;
    const outer = this.place;
    this.hasMacros = true;
    if (ts.getOriginalNode(call).pos >= 0) this.place = call;
    if (isOutermost) {
      this.outermost = call;
      this.steps = 0;
    }
    if (this.stack.length + 1 === this.options.levels) this.last.add(this.nameOf(call));
    try {
      const made = this.expandHere(call, macro);
      if (this.place !== undefined) this.options.origins?.note(made, ts.getOriginalNode(this.place));
      return made;
    } catch (error) {
      if (!isOutermost || !(error instanceof Endless)) throw error;
      const first = this.textOf(call);
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
    const unlisted = this.options.source.unlistedOf(macro.file);
    if (unlisted !== undefined) return this.reject("macro_not_listed", call, { macro: name, package: unlisted });
    if (call.arguments.some(ts.isSpreadElement)) return this.reject("macro_spread", call, { macro: name });
    const jump = call.pos < 0 ? undefined : strayJump(call);
    if (jump !== undefined) return this.rejectAt("macro_jump", jump, { jump: jumpText(jump), macro: name });
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
      const made = this.result(call, macro, expand);
      return made.pos < 0 ? made : build.mapped(made, made);
    } finally {
      this.stack.pop();
    }
  }

  /** Runs the macro and walks what it gives. */
  private result(call: ts.CallExpression, definition: UserMacro, expand: Macro): ts.Node {
    const { macro } = definition;
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
      const place = this.options.source.placeOf(error, definition);
      return this.reject("macro_threw", call, { macro, message, place });
    }
    const { given, node } = outcome;
    if (node !== undefined && ts.isExpression(node)) return this.walk.visit(node);
    if (x.hasReported) return this.rejected(this.mistakes.at(-1) as Mistake);
    const what = node !== undefined ? "a statement" : given === undefined ? "nothing" : shown(given);
    return this.reject("macro_gave_no_code", call, { macro, what });
  }

  private placeOf(call: ts.Node): CallPlace {
    const { start } = rangeOf(call, this.file);
    const { line, character } = ts.getLineAndCharacterOfPosition(this.file, start);
    const { inner } = this.walk;
    return {
      line: line + 1,
      column: character + 1,
      function: inner?.function,
      inProcess: inner?.inProcess === true,
      owner: inner?.owner,
    };
  }

  /** A macro that isn't called. */
  asValue(name: ts.Expression): ts.Expression {
    this.hasMacros = true;
    const place = name.pos < 0 ? (this.place ?? name) : name;
    return this.rejectAt("macro_as_value", place, { macro: this.textOf(name) });
  }

  private nameOf({ expression }: ts.CallExpression): string {
    return expression.pos < 0 ? printed(expression, this.file) : this.textOf(expression);
  }

  textOf(node: ts.Node): string {
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
    const called = this.stack.at(-1) as Called;
    // Of what a macro wrote no checker knows anything.
    const user = this.stack.length === 1 ? this.outermost && ts.getOriginalNode(this.outermost) : undefined;
    return {
      identities: this.identities,
      place: { pos, end },
      free: this.travels.free,
      type: this.types && ((type: ts.Node, template: Template) => this.types?.of(type, template, user) as ts.Node),
      mayInline: (call: ts.CallExpression) => {
        this.inline.allow(call);
        if (this.place !== undefined) this.options.origins?.note(call, ts.getOriginalNode(this.place));
      },
      wrote: (fn: ts.Node) => void this.owners.set(fn, called),
    };
  }

  /* ---- mistakes ---- */

  /** An author's own. */
  report(node: ts.Node | undefined, message: string, hint: string | undefined): void;
  /** At the innermost call of the user's; at `place` where there is none. */
  report<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): void;
  report(first: ts.Node | MessageName | undefined, second: string | ts.Node, third?: unknown): void {
    if (typeof first === "string")
      this.mistakes.push(
        report(this.file, first, this.place ?? (second as ts.Node), third as MessageValues<typeof first>),
      );
    else {
      const macro = this.current;
      const hint = (third as string | undefined) ?? `The macro \`${macro}\` says so.`;
      const call = this.place as ts.Node;
      if (this.options.source.builtin(macro) !== undefined && isMessage(second))
        return void this.mistakes.push(report(this.file, second, first ?? call, { macro } as never));
      const place =
        first === undefined ? call : first.pos < 0 && ts.getOriginalNode(first).pos < 0 ? (this.place ?? first) : first;
      this.mistakes.push(report(this.file, "macro_reported", place, { message: second as string, hint }));
    }
  }

  /** Reports, and gives code that fails when it is reached. */
  reject<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): ts.Expression {
    return this.rejectAt(name, this.place ?? place, values);
  }

  /** The same, at a piece of code of the user's. */
  rejectAt<N extends MessageName>(name: N, place: ts.Node, values: MessageValues<N>): ts.Expression {
    const mistake = report(this.file, name, place, values);
    this.mistakes.push(mistake);
    return this.rejected(mistake, place);
  }

  private rejected({ name, text }: Mistake, place: ts.Node = this.file): ts.Expression {
    const { start: pos, end } = rangeOf(this.place ?? place, this.file);
    return build.mapped(build.call(this.travels.ofRuntime("rejected"), [build.str(name), build.str(text)]), {
      pos,
      end,
    });
  }
}

/** The name of a message, as tincture's own macros report. */
const isMessage = (text: unknown): text is MessageName => typeof text === "string" && text in messages;
