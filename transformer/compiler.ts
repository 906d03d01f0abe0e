// One file through the first two phases: what there is of tincture in it, macros of the user's written out, everything expanded. What it comes to is kept, for
// whoever asks next.
import { macroEntry, packageName, type Resolve } from "./1-find/exports.js";
import { type Found, find } from "./1-find/find.js";
import type { ExpandOptions } from "./2-expand/expansion.js";
import { type Expanded, expand } from "./2-expand/visit.js";
import type { CheckLevels } from "./check/check_file.js";
import type { Mistake } from "./diagnostics/report.js";
import type { CallingOptions } from "./macro/calling.js";
import type { TypeInfo } from "./macro/expanding.js";
import type { MacroSource } from "./macro/macro_source.js";
import { ModuleCode, type Purpose } from "./macro/module.js";
import type { Origins } from "./macro/origin.js";
import { unfold } from "./macro/unfold.js";
import { macros } from "./macros/list.js";
import { countFile } from "./timing.js";
import type { ts } from "./ts.js";

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

/** How source is written rather than what is emitted. */
export interface SourceOptions extends Pick<ExpandOptions, "typing" | "levels" | "onExpanded"> {
  /** Told of what came of calls of the user's macros. */
  readonly origins?: Origins | undefined;
}

export interface Compiled {
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

export class Compiler {
  private readonly found = new WeakMap<ts.SourceFile, Found | typeof nothing>();
  private readonly compiled = new WeakMap<Found, Compiled>();

  constructor(
    private readonly host: Host,
    private readonly purpose: Purpose,
  ) {}

  /** Is it known that there is nothing of tincture in the file? */
  hasNothing(file: ts.SourceFile): boolean {
    return this.found.get(file) === nothing;
  }

  /** Once for a file. */
  compile(file: ts.SourceFile): Compiled | undefined {
    const found = this.find(file);
    const known = found && this.compiled.get(found);
    if (found === undefined || known !== undefined) return known;
    const made = this.expand(file, found);
    this.compiled.set(found, made);
    return made;
  }

  /** Once for a file; undefined where there is nothing. */
  find(file: ts.SourceFile): Found | undefined {
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

  /** The file with macros of the user's written out; undefined where it calls none. */
  unfold(
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

  /** What there is in a file after macros were written out in it. What they wrote imports nothing but what is known by its specifier. */
  findAgain(file: ts.SourceFile, written: Found, unfolded: ts.SourceFile): Found {
    const { resolve } = this.host;
    const again: Resolve = (specifier, from) =>
      specifier.pos < 0 ? undefined : resolve(specifier, from === unfolded ? file : from);
    return find(unfolded, again) ?? written;
  }

  /** `asked`: for people who read the output. */
  expand(file: ts.SourceFile, written: Found, asked?: SourceOptions): Compiled {
    const { host } = this;
    const { macros: source } = host;
    const commonJs = host.isCommonJs(file);
    const origins = asked?.origins;
    const unfolded = this.unfold(file, written, { origins });
    if (unfolded !== undefined) origins?.settle(unfolded.file);
    const isWhole = source !== undefined || !written.usesMacros;
    const found = unfolded === undefined ? written : this.findAgain(file, written, unfolded.file);
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

/** Nothing of tincture. */
const nothing = Symbol("nothing");
const nowhere: Resolve = () => undefined;
export const noFiles: ReadonlySet<string> = new Set();

const inOrder = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  [...mistakes].sort((a, b) => a.diagnostic.start - b.diagnostic.start);
