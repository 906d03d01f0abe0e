// Where the macros of a file come from: asked here, answered by a host that loads their modules (hosts/macro_loader.ts).
import type { UserMacro } from "../1-find/exports.js";
import type { ts } from "../ts.js";
import type { Macro } from "./expanding.js";

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
  /** The package that a macro's module is of, where the project does not list it: then the macro must not be loaded. */
  unlistedOf(file: ts.SourceFile): string | undefined;
  /** Where in the user's sources an error of a macro came from, else where the macro is: "unless.macro.ts:12:9". */
  placeOf(error: unknown, macro: UserMacro): string;
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
