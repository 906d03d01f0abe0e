// The call that is being expanded: what the functions of tincture/macro ask and tell while the macro runs.
import { ts } from "../ts.js";
import type { Identities } from "./identity.js";
import type { Filling } from "./template.js";

export interface TypeInfo {
  readonly text: string;
  readonly values: readonly (string | number | boolean)[] | undefined;
  readonly properties: readonly { readonly name: string; readonly text: string; readonly optional: boolean }[];
}

/** The macro's function: code in, code out. */
export type Macro = (...args: never[]) => unknown;

/** What the file's expansion does for a macro. */
export interface CallerFile {
  readonly file: ts.SourceFile;
  readonly identities: Identities;
  readonly shownName: string;
  isSame(a: ts.Node, b: ts.Node): boolean;
  typeOf(node: ts.Node): TypeInfo | undefined;
  report(node: ts.Node | undefined, message: string, hint: string | undefined): void;
  addDependency(file: string): void;
  /** What a quote's copy is filled with, except for its holes. */
  filling(): Omit<Filling, "value" | "bound">;
  /** `Map`, whatever the caller calls so. */
  global(name: string): ts.Expression;
  /** An `await` that belongs to the caller's function. */
  placeAwait(value: ts.Expression): ts.Expression;
}

/** Where the call stands. */
export interface CallPlace {
  readonly line: number;
  readonly column: number;
  readonly function: string | undefined;
  readonly inProcess: boolean;
  /** The macro that wrote the function around the call. */
  readonly owner: Macro | undefined;
}

export class Expanding {
  private readonly taken = new WeakSet<ts.Node>();
  /** The macro has reported an error itself. */
  hasReported = false;

  constructor(
    readonly caller: CallerFile,
    readonly place: CallPlace,
  ) {}

  /** A piece of code for a place: itself, or a copy where some of it stands somewhere already. */
  take(node: ts.Node): ts.Node {
    const isTaken = (part: ts.Node): boolean => this.taken.has(part) || ts.forEachChild(part, isTaken) === true;
    if (isTaken(node)) return this.caller.identities.copy(node);
    const mark = (part: ts.Node): void => {
      this.taken.add(part);
      ts.forEachChild(part, mark);
    };
    mark(node);
    return node;
  }
}

let current: Expanding | undefined;

/** The expansion that runs now. Errors: Error where there is none. */
export function expanding(operation: string): Expanding {
  if (current === undefined)
    throw new Error(`${operation} works while a macro is expanded, not when its module is loaded`);
  return current;
}

/** Runs a macro. */
export function during<T>(x: Expanding, work: () => T): T {
  const outer = current;
  current = x;
  try {
    return work();
  } finally {
    current = outer;
  }
}
