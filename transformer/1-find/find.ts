// Phase 1, find: everything the rest asks about a file as it was written.
//
// Flow: file -> its imports from tincture (none: the file is left alone) -> scopes -> what names mean -> which async functions are process code.
import { type FunctionCode, isMade } from "../ast/look.js";
import { ts } from "../ts.js";
import { bind } from "./bind.js";
import { exportsOfModule, importedNames, isEntry, macrosOf, meansMacros, type Resolve } from "./exports.js";
import { Names } from "./names.js";
import { clientNames, processFunctions } from "./process_function.js";
import type { Binding, Scopes } from "./scope.js";

export interface Found {
  readonly scopes: Scopes;
  readonly names: Names;
  readonly processFunctions: ReadonlySet<FunctionCode>;
  /** Whether a node has something of tincture in it: a use of its names, or process code. In ordinary code all others stay as they are. */
  isLive(node: ts.Node): boolean;
  /** Is this the package itself, and not a module of the user's that hands its names on? */
  readonly isPackage: (specifier: ts.Expression) => boolean;
  /** It imports macros of the user's. */
  readonly usesMacros: boolean;
  /** The macros of the user's that it defines. */
  readonly ownMacros: ReadonlySet<Binding>;
}

/** What there is to rewrite in a file, or undefined when it has nothing of tincture. */
export function find(file: ts.SourceFile, resolve: Resolve): Found | undefined {
  const sourceOf = (specifier: ts.Expression) => exportsOfModule(specifier, file, resolve);
  const imported = importedNames(file, sourceOf);
  const mayHaveProcesses = isMade(file) || file.text.includes("async");
  // With nothing but types of tincture there can only be functions that are given clients.
  if (imported.size === 0 && !(mayHaveProcesses && clientNames(file).size > 0)) return undefined;
  const scopes = bind(file);
  const names = new Names(scopes, imported);
  const processes = mayHaveProcesses ? processFunctions(file, scopes, names) : new Set<FunctionCode>();
  if (imported.size === 0 && processes.size === 0) return undefined;
  return {
    scopes,
    names,
    isLive: liveNodes(file, scopes, names, processes),
    processFunctions: processes,
    usesMacros: [...imported.values()].some(meansMacros),
    ownMacros: ownMacros(file, scopes),
    isPackage: (specifier) => ts.isStringLiteralLike(specifier) && isEntry(specifier.text),
  };
}

function ownMacros(file: ts.SourceFile, scopes: Scopes): Set<Binding> {
  const names = scopes.scopeOf(file)?.names;
  const macros = macrosOf(ts.getOriginalNode(file) as ts.SourceFile).keys();
  return new Set([...macros].flatMap((name) => names?.get(name) ?? []));
}

/** Marks the uses and everything around them. Code without parents (a macro made it) counts as live throughout. */
function liveNodes(
  file: ts.SourceFile,
  scopes: Scopes,
  names: Names,
  processes: ReadonlySet<FunctionCode>,
): (node: ts.Node) => boolean {
  const live = new Set<ts.Node>();
  let all = false;
  const mark = (use: ts.Node): void => {
    let node = use;
    while (!live.has(node) && !ts.isSourceFile(node)) {
      live.add(node);
      if (node.parent === undefined) all = true;
      else node = node.parent;
    }
    live.add(node);
  };
  for (const binding of scopes.declared) if (names.isImported(binding)) for (const use of binding.uses) mark(use);
  for (const fn of processes) mark(fn);
  // What macros wrote has no parents to be marked through.
  return all || isMade(file) ? () => true : (node) => live.has(node);
}
