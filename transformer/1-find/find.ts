// Phase 1, find: everything the rest asks about a file as it was written.
//
// Flow: file -> its imports from tincture (none: the file is left alone) -> scopes -> what names mean -> which async functions are process code.
import type { FunctionCode } from "../ast/look.js";
import { ts } from "../ts.js";
import { bind } from "./bind.js";
import { exportsOfModule, importedNames, packageName, type Resolve } from "./exports.js";
import { Names } from "./names.js";
import { processFunctions } from "./process_function.js";
import type { Scopes } from "./scope.js";

export interface Found {
  readonly scopes: Scopes;
  readonly names: Names;
  readonly processFunctions: ReadonlySet<FunctionCode>;
  /** Is this the package itself, and not a module of the user's that hands its names on? */
  readonly isPackage: (specifier: ts.Expression) => boolean;
}

/** What there is to rewrite in a file, or undefined when it has nothing of tincture. */
export function find(file: ts.SourceFile, resolve: Resolve): Found | undefined {
  const sourceOf = (specifier: ts.Expression) => exportsOfModule(specifier, file, resolve);
  const imported = importedNames(file, sourceOf);
  if (imported.size === 0) return undefined;
  const scopes = bind(file);
  const names = new Names(scopes, imported);
  return {
    scopes,
    names,
    processFunctions: processFunctions(file, scopes, names),
    isPackage: (specifier) => ts.isStringLiteralLike(specifier) && specifier.text === packageName,
  };
}
