// One file, from its source to what TypeScript prints: find -> expand -> emit; and what is to be said of it. Macros of the user's are written out before,
// source to source.
//
// Shape: a host makes one `Pipeline` for a program (or a file), asks it for the mistakes of a file whenever it wants to report them, and adds
// `before` to the transformers of the emit. A file is expanded once, whoever asks first; what has nothing of tincture comes back as the same object.
//
// Many files go through it phase by phase, not one after the other: a kind of work that is done for all files at a time costs less, since the code that does it
// stays at hand.

import { macrosOf } from "./1-find/exports.js";
import type { Binding } from "./1-find/scope.js";
import type { Typing } from "./2-expand/typing.js";
import type { Expanded } from "./2-expand/visit.js";
import { type IsKept, keptByTypeScript, usedBindings, withImports } from "./3-emit/imports.js";
import * as build from "./ast/build.js";
import { checksAt } from "./check/check_file.js";
import { Facts, type Known } from "./check/facts.js";
import { type Compiled, Compiler, type Host, noFiles, type SourceOptions } from "./compiler.js";
import type { Purpose } from "./macro/module.js";
import type { Origins } from "./macro/origin.js";
import type { Template } from "./macro/template.js";
import { isRepaired } from "./operator/repair.js";
import { timed, untimed } from "./timing.js";
import type { ts } from "./ts.js";
import { withValidators } from "./validator/write.js";

/** A file of which nothing else is known. */
const alone: Known = { checkerFor: undefined, resolve: () => undefined, factsOf: () => undefined };

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

export class Pipeline {
  private readonly compiler: Compiler;
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
    purpose: Purpose = "output",
  ) {
    this.compiler = new Compiler(host, purpose);
    this.check = checksAt(host.checks ?? {});
  }

  /** All that is to be said of a file: the mistakes in its use of macros, then what the checks find. The file must be bound. */
  diagnostics(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    return timed(() => this.saidOf(file));
  }

  /** The same of all files of a program. */
  allDiagnostics(files: readonly ts.SourceFile[]): readonly ts.DiagnosticWithLocation[] {
    this.saidOfAll ??= timed(() => {
      const ours = files.filter((file) => this.compiler.find(file) !== undefined);
      for (const file of ours) this.compiler.compile(file);
      return ours.flatMap((file) => this.saidOf(file));
    });
    return this.saidOfAll;
  }

  private saidOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    const compiled = this.compiler.compile(file);
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
        const compiled = file.statements[0]?.parent === undefined ? undefined : this.compiler.compile(file);
        return compiled && this.factsOf(file, compiled);
      },
    };
  }

  /** Further files that the output of a file depends on: macro modules, what they import, and what they say they read. */
  dependenciesOf(file: ts.SourceFile): ReadonlySet<string> {
    return timed(() => this.compiler.compile(file)?.dependencies ?? noFiles);
  }

  /** The files that the macros which a file defines are made of, itself among them. */
  madeOf(file: ts.SourceFile): readonly string[] {
    return timed(() => (macrosOf(file).size > 0 ? (this.host.macros?.dependenciesOf(file) ?? []) : []));
  }

  /** The quotes of a macro module, in the order of their numbers. */
  templatesOf(file: ts.SourceFile): readonly Template[] {
    return this.compiler.compile(file)?.module?.templates ?? [];
  }

  /** Is there something of tincture in the file? */
  rewrites(file: ts.SourceFile): boolean {
    return this.compiler.find(file) !== undefined;
  }

  /** The transformer to run before TypeScript's own. */
  readonly before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
    // Most files have nothing of tincture, and that is known by now: to ask the clock would take longer than the answer.
    this.compiler.hasNothing(file) ? file : timed(() => this.emit(file, context));

  /** What a file is after macros, for people to read; undefined when it has none. Made afresh with every call. */
  source(file: ts.SourceFile, options: SourceOptions = {}): Source | undefined {
    const written = this.compiler.find(file);
    const compiled = written && this.compiler.expand(file, written, options);
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
    const found = this.compiler.find(file);
    const unfolded =
      found && this.compiler.unfold(file, found, { typeArguments: (call) => typing.typeArguments(call) });
    if (found === undefined || unfolded === undefined) return undefined;
    const again = this.compiler.findAgain(file, found, unfolded.file);
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
    const written = this.compiler.find(file);
    const unfolded = written && this.compiler.unfold(file, written, { levels, origins });
    if (unfolded === undefined) return undefined;
    const { file: made, mistakes, last } = unfolded;
    return { statements: made.statements, mistakes: mistakes.map(({ diagnostic }) => diagnostic), macros: last };
  }

  /** Before many files are emitted: all that can be done without TypeScript's part in it. */
  prepare(files: readonly ts.SourceFile[]): void {
    timed(() => {
      const ours = files.filter((file) => this.compiler.find(file) !== undefined);
      const all = ours.map((file) => [file, this.compiler.compile(file) as Compiled] as const);
      for (const [file, { expanded }] of all) this.validated(file, expanded);
      for (const [file, compiled] of all) {
        const output = this.output(file, compiled);
        if (output !== undefined) this.ready.set(compiled, output);
      }
    });
  }

  private emit(file: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
    const compiled = this.compiler.compile(file);
    if (compiled === undefined) return file;
    return this.ready.get(compiled) ?? (this.output(file, compiled, keptByTypeScript(context)) as ts.SourceFile);
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
}

/** Which names of the output are used. What a macro module leaves out is known only when all of it is there. */
const importsOf = ({ found, expanded, module }: Compiled) => ({
  used: module === undefined ? expanded.left : usedBindings(expanded.statements, found),
  dropped: module?.dropped ?? noNames,
});

const noDiagnostics: readonly ts.DiagnosticWithLocation[] = [];
const noNames: ReadonlySet<Binding> = new Set();
