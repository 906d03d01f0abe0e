// One file, from its source to what TypeScript prints: find -> expand -> emit.
//
// Shape: a host makes one `Pipeline` for a program (or a file), asks it for the mistakes of a file whenever it wants to report them, and adds
// `before` to the transformers of the emit. A file is expanded once, whoever asks first; what has nothing of tincture comes back as the same object.

import { packageName, type Resolve } from "./1-find/exports.js";
import { type Found, find } from "./1-find/find.js";
import type { Expanded } from "./2-expand/visit.js";
import { expand } from "./2-expand/visit.js";
import { keptByTypeScript, withImports } from "./3-emit/imports.js";
import * as build from "./ast/build.js";
import { macros } from "./macros/list.js";
import { countFile, timed } from "./timing.js";
import type { ts } from "./ts.js";

/** What a host knows about its files. */
export interface Host {
  /** The file that a module specifier means, to look for re-exports of tincture in. */
  readonly resolve: Resolve;
  /** May this file get macros through a module that isn't "tincture"? Asked only where the text doesn't say "tincture". */
  mayReachTincture(file: ts.SourceFile): boolean;
  isCommonJs(file: ts.SourceFile): boolean;
  /** The file's name as `dbg` shows it. */
  shownName(file: ts.SourceFile): string;
}

interface Compiled {
  readonly found: Found;
  readonly expanded: Expanded;
  readonly commonJs: boolean;
}

export class Pipeline {
  private readonly compiled = new WeakMap<ts.SourceFile, Compiled | "untouched">();

  constructor(private readonly host: Host) {}

  /** The mistakes in a file's use of macros. */
  diagnostics(file: ts.SourceFile): readonly ts.Diagnostic[] {
    return timed(() => this.compile(file)?.expanded.mistakes.map((mistake) => mistake.diagnostic) ?? []);
  }

  /** The transformer to run before TypeScript's own. */
  readonly before: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => timed(() => this.emit(file, context));

  private emit(file: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
    const compiled = this.compile(file);
    if (compiled === undefined) return file;
    const { found, expanded, commonJs } = compiled;
    const options = { runtime: expanded.runtime, commonJs, isKept: keptByTypeScript(context) };
    return build.withFileStatements(file, withImports(expanded.statements, found, options));
  }

  private compile(file: ts.SourceFile): Compiled | undefined {
    const known = this.compiled.get(file);
    if (known !== undefined) return known === "untouched" ? undefined : known;
    const made = this.expand(file);
    countFile(made !== undefined);
    this.compiled.set(file, made ?? "untouched");
    return made;
  }

  private expand(file: ts.SourceFile): Compiled | undefined {
    if (file.isDeclarationFile) return undefined;
    if (!file.text.includes(packageName) && !this.host.mayReachTincture(file)) return undefined;
    const found = find(file, this.host.resolve);
    if (found === undefined) return undefined;
    const commonJs = this.host.isCommonJs(file);
    const expanded = expand(file, found, { macros, commonJs, shownName: this.host.shownName(file) });
    return { found, expanded, commonJs };
  }
}
