// One file, from its source to what TypeScript prints: find -> expand -> emit; and what is to be said of it. Macros of the user's are written out before,
// source to source.
//
// Shape: a host makes one `Pipeline` for a program (or a file), asks it for the mistakes of a file whenever it wants to report them, and adds
// `before` to the transformers of the emit. A file is expanded once, whoever asks first; what has nothing of tincture comes back as the same object.
//
// Many files go through it phase by phase, not one after the other: a kind of work that is done for all files at a time takes a third less, since the code that
// does it stays at hand (`npm run footprint`).

import { macroEntry, macrosOf, packageName, type Resolve } from "./1-find/exports.js";
import { type Found, find } from "./1-find/find.js";
import type { Binding } from "./1-find/scope.js";
import type { ExpandOptions } from "./2-expand/expansion.js";
import type { Typing } from "./2-expand/typing.js";
import type { Expanded } from "./2-expand/visit.js";
import { expand } from "./2-expand/visit.js";
import { type IsKept, keptByTypeScript, usedBindings, withImports } from "./3-emit/imports.js";
import * as build from "./ast/build.js";
import { type CheckLevels, checksAt } from "./check/check_file.js";
import { Facts, type Known } from "./check/facts.js";
import type { Mistake } from "./diagnostics/report.js";
import type { CallingOptions } from "./macro/calling.js";
import type { TypeInfo } from "./macro/expanding.js";
import type { MacroSource } from "./macro/macro_source.js";
import { ModuleCode, type Purpose } from "./macro/module.js";
import type { Origins } from "./macro/origin.js";
import type { Template } from "./macro/template.js";
import { unfold } from "./macro/unfold.js";
import { macros } from "./macros/list.js";
import { isRepaired } from "./operator/repair.js";
import { countFile, timed, untimed } from "./timing.js";
import type { ts } from "./ts.js";
import { withValidators } from "./validator/write.js";

/** What a host knows about its files. */
export interface Host {
  /** The file that a module specifier means, to look for re-exports of tincture in. */
  readonly resolve: Resolve;
  /** May this file get names of tincture through a module that isn't "tincture"? If not, no other file is looked into for them. */
  mayReachTincture(file: ts.SourceFile): boolean;
  isCommonJs(file: ts.SourceFile): boolean;
  /** Compiled by Node's hook. Default: false. */
  readonly isForNode?: boolean;
  /** The file's name as `dbg` shows it. */
  shownName(file: ts.SourceFile): string;
  /** Where macros of the user's come from. Left out by hosts that must not run them: then their calls stay, and nothing is said of what they stand in. */
  readonly macros?: MacroSource;
  /** What a type checker knows of an expression, where there is one. */
  readonly typeOf?: (node: ts.Expression) => TypeInfo | undefined;
  /** The rest of the program, for the checks: its checker, once it has checked `file` in the ordinary way. Left out by hosts that see one file. */
  readonly checkerFor?: (file: ts.SourceFile) => ts.TypeChecker;
  /** Handlers get validators of what comes from other nodes. Needs `checkerFor`. */
  readonly validators?: boolean;
  /** How grave the findings of checks are, where it isn't as the check says. */
  readonly checks?: CheckLevels;
}

/** A file of which nothing else is known. */
const alone: Known = { checkerFor: undefined, resolve: () => undefined, factsOf: () => undefined };
/** How source is written rather than what is emitted. */
export interface SourceOptions extends Pick<ExpandOptions, "typing" | "levels" | "onExpanded"> {
  /** Told of what came of calls of the user's macros. */
  readonly origins?: Origins | undefined;
}

/** A file's statements after macros, with all of their types. */
export interface Source {
  readonly statements: readonly ts.Statement[];
  readonly mistakes: readonly ts.Diagnostic[];
}

/** A file in which some levels of the user's macros are written out, and nothing else is done. */
export interface PartOfSource extends Source {
  /** The names of the macros of the last of these levels. */
  readonly macros: ReadonlySet<string>;
}

interface Compiled {
  /** The file as the user wrote it: what the checks look at. */
  readonly written: Found;
  readonly found: Found;
  readonly expanded: Expanded;
  readonly commonJs: boolean;
  readonly mistakes: readonly Mistake[];
  /** Files whose macros, or what these read, the output depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** For a module that defines macros. */
  readonly module: ModuleCode | undefined;
}

export class Pipeline {
  private readonly found = new WeakMap<ts.SourceFile, Found | typeof nothing>();
  private readonly compiled = new WeakMap<Found, Compiled>();
  /** With validators, which are given once. */
  private readonly complete = new WeakMap<Expanded, Pick<Expanded, "statements" | "runtime">>();
  private readonly facts = new WeakMap<Compiled, Facts>();
  private readonly said = new WeakMap<Compiled, readonly ts.DiagnosticWithLocation[]>();
  /** Files as they are emitted, where that could be known before. */
  private readonly ready = new WeakMap<Compiled, ts.SourceFile>();
  private saidOfAll: readonly ts.DiagnosticWithLocation[] | undefined;
  private readonly check: ReturnType<typeof checksAt>;

  /** `purpose`: for the program, or to be run inside the build for its macros. */
  constructor(
    private readonly host: Host,
    private readonly purpose: Purpose = "output",
  ) {
    this.check = checksAt(host.checks ?? {});
  }

  /** All that is to be said of a file: the mistakes in its use of macros, then what the checks find. The file must be bound. */
  diagnostics(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    return timed(() => this.saidOf(file));
  }

  /** The same of all files of a program. */
  allDiagnostics(files: readonly ts.SourceFile[]): readonly ts.DiagnosticWithLocation[] {
    this.saidOfAll ??= timed(() => {
      const ours = files.filter((file) => this.find(file) !== undefined);
      for (const file of ours) this.compile(file);
      return ours.flatMap((file) => this.saidOf(file));
    });
    return this.saidOfAll;
  }

  private saidOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    const compiled = this.compile(file);
    if (compiled === undefined) return noDiagnostics;
    const said = this.said.get(compiled) ?? [
      ...compiled.mistakes.map((mistake) => mistake.diagnostic),
      ...this.check(this.factsOf(file, compiled)),
    ];
    this.said.set(compiled, said);
    return said;
  }

  private factsOf(file: ts.SourceFile, compiled: Compiled): Facts {
    const facts = this.facts.get(compiled) ?? new Facts(file, compiled.written, this.known());
    this.facts.set(compiled, facts);
    return facts;
  }

  private known(): Known {
    const { host } = this;
    const { checkerFor } = host;
    if (checkerFor === undefined) return alone;
    return {
      checkerFor: (file) => untimed(() => checkerFor(file)),
      resolve: host.resolve,
      factsOf: (file) => {
        // Files that are not of the program have no parents to look outwards by.
        const compiled = file.statements[0]?.parent === undefined ? undefined : this.compile(file);
        return compiled && this.factsOf(file, compiled);
      },
    };
  }

  /** Further files that the output of a file depends on: macro modules, what they import, and what they say they read. */
  dependenciesOf(file: ts.SourceFile): ReadonlySet<string> {
    return timed(() => this.compile(file)?.dependencies ?? noFiles);
  }

  /** The files that the macros which a file defines are made of, itself among them. */
  madeOf(file: ts.SourceFile): readonly string[] {
    return timed(() => (macrosOf(file).size > 0 ? (this.host.macros?.dependenciesOf(file) ?? []) : []));
  }

  /** The quotes of a macro module, in the order of their numbers. */
  templatesOf(file: ts.SourceFile): readonly Template[] {
    return this.compile(file)?.module?.templates ?? [];
  }

  /** Is there something of tincture in the file? */
  rewrites(file: ts.SourceFile): boolean {
    return this.compile(file) !== undefined;
  }

  /** The transformer to run before TypeScript's own. */
  readonly before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
    // Most files have nothing of tincture, and that is known by now: to ask the clock would take longer than the answer.
    this.found.get(file) === nothing ? file : timed(() => this.emit(file, context));

  /** What a file is after macros, for people to read; undefined when it has none. Made afresh with every call. */
  source(file: ts.SourceFile, options: SourceOptions = {}): Source | undefined {
    const written = this.find(file);
    const compiled = written && this.expand(file, written, options);
    // Without macros a file may still have `|>`.
    if (compiled === undefined) return isRepaired(file) ? { statements: file.statements, mistakes: [] } : undefined;
    const { found, expanded, commonJs, mistakes } = compiled;
    const { statements, runtime } = this.validated(file, expanded);
    const imports = {
      ...importsOf(compiled),
      runtime,
      commonJs,
      isKept: () => true,
      types: options.typing?.imports ?? new Set<string>(),
    };
    return {
      statements: withImports(statements, found, imports),
      mistakes: mistakes.map((mistake) => mistake.diagnostic),
    };
  }

  /** The file with all macros of the user's written out and nothing else, as source; undefined where it has no call of one. `typing`: of this file. */
  written(file: ts.SourceFile, typing: Typing): Source | undefined {
    const found = this.find(file);
    const unfolded = found && this.unfold(file, found, { typeArguments: (call) => typing.typeArguments(call) });
    if (found === undefined || unfolded === undefined) return undefined;
    const again = find(unfolded.file, this.again(file, unfolded.file)) ?? found;
    const commonJs = this.host.isCommonJs(file);
    const { statements } = unfolded.file;
    const used = usedBindings(statements, again);
    const imports = { runtime: undefined, commonJs, isKept: () => true, used, dropped: noNames, types: typing.imports };
    return {
      statements: withImports(statements, again, imports),
      mistakes: unfolded.mistakes.map(({ diagnostic }) => diagnostic),
    };
  }

  /** The same with the outermost `levels` of the user's macros only; undefined where there is no call of one. */
  sourceWith(file: ts.SourceFile, levels: number, origins: Origins): PartOfSource | undefined {
    const written = this.find(file);
    const unfolded = written && this.unfold(file, written, { levels, origins });
    if (unfolded === undefined) return undefined;
    const { file: made, mistakes, last } = unfolded;
    return { statements: made.statements, mistakes: mistakes.map(({ diagnostic }) => diagnostic), macros: last };
  }

  /** Before many files are emitted: all that can be done without TypeScript's part in it. */
  prepare(files: readonly ts.SourceFile[]): void {
    timed(() => {
      const ours = files.filter((file) => this.find(file) !== undefined);
      const all = ours.map((file) => [file, this.compile(file) as Compiled] as const);
      for (const [file, { expanded }] of all) this.validated(file, expanded);
      for (const [file, compiled] of all) {
        const output = this.output(file, compiled);
        if (output !== undefined) this.ready.set(compiled, output);
      }
    });
  }

  private emit(file: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
    const compiled = this.compile(file);
    if (compiled === undefined) return file;
    return this.ready.get(compiled) ?? this.output(file, compiled, keptByTypeScript(context)) ?? file;
  }

  /** The file as it is emitted. Without `isKept` undefined where only TypeScript knows what of an import is used. */
  private output(file: ts.SourceFile, compiled: Compiled, isKept?: IsKept): ts.SourceFile | undefined {
    const { found, expanded, commonJs } = compiled;
    const { statements, runtime } = this.validated(file, expanded);
    const options = { ...importsOf(compiled), runtime, commonJs, ...(isKept && { isKept }) };
    const whole = withImports(statements, found, options);
    return whole && build.withFileStatements(file, whole);
  }

  /** The statements with validators, where there is a checker to ask. Asked for only when they are written: types must not be looked at before their time. */
  private validated(file: ts.SourceFile, expanded: Expanded): Pick<Expanded, "statements" | "runtime"> {
    const { validators, checkerFor } = this.host;
    if (validators !== true || checkerFor === undefined || expanded.accepting.size === 0) return expanded;
    const known = this.complete.get(expanded);
    if (known !== undefined) return known;
    const checker = untimed(() => checkerFor(file));
    let { runtime } = expanded;
    const name = (): ts.Identifier => {
      runtime = expanded.nameRuntime();
      return runtime;
    };
    const statements = withValidators(expanded.statements, expanded.accepting, name, checker);
    const complete = { statements, runtime };
    this.complete.set(expanded, complete);
    return complete;
  }

  private compile(file: ts.SourceFile): Compiled | undefined {
    const found = this.find(file);
    const known = found && this.compiled.get(found);
    if (found === undefined || known !== undefined) return known;
    const made = this.expand(file, found);
    this.compiled.set(found, made);
    return made;
  }

  private find(file: ts.SourceFile): Found | undefined {
    if (file.isDeclarationFile) return undefined;
    const known = this.found.get(file);
    if (known !== undefined) return known === nothing ? undefined : known;
    const found = this.findIn(file);
    countFile(found !== undefined);
    this.found.set(file, found ?? nothing);
    return found;
  }

  private findIn(file: ts.SourceFile): Found | undefined {
    const mayReach = this.host.mayReachTincture(file);
    if (!mayReach && !file.text.includes(packageName)) return undefined;
    return find(file, mayReach ? this.host.resolve : nowhere);
  }

  private unfold(
    file: ts.SourceFile,
    written: Found,
    options: Pick<CallingOptions, "levels" | "origins" | "typeArguments"> = {},
  ) {
    const { resolve, macros: source, typeOf } = this.host;
    if (source === undefined || !written.usesMacros) return undefined;
    const commonJs = this.host.isCommonJs(file);
    return unfold(file, written, {
      source,
      resolve,
      shownName: this.host.shownName(file),
      commonJs,
      typeOf,
      ...options,
    });
  }

  /** How specifiers are resolved in a file that macros were written out in. What they wrote imports nothing but what is known by its specifier. */
  private again(file: ts.SourceFile, unfolded: ts.SourceFile): Resolve {
    const { resolve } = this.host;
    return (specifier, from) => (specifier.pos < 0 ? undefined : resolve(specifier, from === unfolded ? file : from));
  }

  /** `asked`: for people who read the output. */
  private expand(file: ts.SourceFile, written: Found, asked?: SourceOptions): Compiled {
    const { host } = this;
    const { macros: source } = host;
    const commonJs = host.isCommonJs(file);
    const origins = asked?.origins;
    const unfolded = this.unfold(file, written, { origins });
    if (unfolded !== undefined) origins?.settle(unfolded.file);
    const isWhole = source !== undefined || !written.usesMacros;
    const found = unfolded === undefined ? written : (find(unfolded.file, this.again(file, unfolded.file)) ?? written);
    const module = file.text.includes(macroEntry) ? new ModuleCode(this.purpose) : undefined;
    const options: ExpandOptions = {
      macros:
        module === undefined
          ? macros
          : new Map([...macros, ...module.macros.map((macro) => [macro.name, macro] as const)]),
      commonJs,
      isForNode: host.isForNode,
      shownName: () => host.shownName(file),
      finish: module && ((statements, x) => module.finish(statements, x)),
    };
    const forPeople = asked && {
      ...options,
      ...asked,
      keepsComments: true,
      onMade: origins && ((made: ts.Node, old: ts.Node) => origins.follow(made, old)),
    };
    const expanded = expand(unfolded?.file ?? file, found, forPeople ?? options);
    const dependencies = unfolded?.dependencies ?? noFiles;
    return {
      written,
      found,
      expanded,
      commonJs,
      module,
      dependencies,
      mistakes: !isWhole
        ? []
        : unfolded === undefined
          ? expanded.mistakes
          : inOrder([...unfolded.mistakes, ...expanded.mistakes]),
    };
  }
}

/** Which names of the output are used. What a macro module leaves out is known only when all of it is there. */
const importsOf = ({ found, expanded, module }: Compiled) => ({
  used: module === undefined ? expanded.left : usedBindings(expanded.statements, found),
  dropped: module?.dropped ?? noNames,
});

/** Nothing of tincture. */
const nothing = Symbol("nothing");
const noFiles: ReadonlySet<string> = new Set();
const noDiagnostics: readonly ts.DiagnosticWithLocation[] = [];
const nowhere: Resolve = () => undefined;
const noNames: ReadonlySet<Binding> = new Set();

const inOrder = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  [...mistakes].sort((a, b) => a.diagnostic.start - b.diagnostic.start);
