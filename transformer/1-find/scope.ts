// Scopes and bindings: what every name of a file means. `bind.ts` fills them in, everybody else asks here.
//
//   const x = 1; f(x)      bindingOf(the x of f(x)) === bindingOf(the x of const x)
//
// A name that nothing in the file declares (console, fetch) has no binding. Types are left out: `type run = ...` hides no value.
// Identifiers are looked up by identity, so the answers hold while code is moved about, and for code a macro has made once it was bound.

import { isType } from "../ast/look.js";
import { ts } from "../ts.js";

export type BindingKind =
  | "import"
  | "parameter"
  | "var"
  | "let"
  | "const"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "other";

const unused: readonly ts.Identifier[] = [];

export class Binding {
  /** Something assigns to it after its declaration. */
  written = false;
  /** The last of its uses; each knows the one before it. */
  lastUse: Use | undefined;

  constructor(
    readonly name: string,
    readonly kind: BindingKind,
    /** The declaration: a specifier, parameter, variable, function, class ... */
    public declaration: ts.Node,
    readonly scope: Scope,
  ) {}

  /** Where the name is used, in the order of the code. */
  get uses(): readonly ts.Identifier[] {
    if (this.lastUse === undefined) return unused;
    const uses: ts.Identifier[] = [];
    for (let use: Use | undefined = this.lastUse; use !== undefined; use = use.before) uses.push(use.name);
    return uses.reverse();
  }
}

export interface Scope {
  readonly node: ts.Node;
  readonly parent: Scope | undefined;
  /** `var` stops here. */
  readonly isFunction: boolean;
  names: ReadonlyMap<string, Binding>;
}

/** Most scopes declare nothing. */
export const noNames: ReadonlyMap<string, Binding> = new Map();

export function declareIn(scope: Scope, binding: Binding): void {
  if (scope.names === noNames) scope.names = new Map();
  (scope.names as Map<string, Binding>).set(binding.name, binding);
}

/** A name where it is used. */
export interface Use {
  readonly name: ts.Identifier;
  readonly scope: Scope;
  /** Of the same binding. */
  before: Use | undefined;
}

export class Scopes {
  readonly bindings = new Map<ts.Node, Binding | undefined>();
  readonly scopes = new Map<ts.Node, Scope>();
  readonly allUses: Use[] = [];
  /** Every name that the file declares. */
  readonly declared: Binding[] = [];
  /** Uses of names that nothing in the file declares. */
  readonly globals: ts.Identifier[] = [];

  /** Is a name used in this scope, or below, that is declared above it or nowhere? */
  passes(text: string, scope: Scope): boolean {
    return this.allUses.some(({ name, scope: from }) => {
      if (name.text !== text) return false;
      let at: Scope | undefined = from;
      while (at !== undefined && at !== scope && !at.names.has(text)) at = at.parent;
      return at === scope && !at.names.has(text);
    });
  }

  /** What an identifier means; undefined for a global, and for what is no name of a value (`b` in `a.b`). */
  bindingOf(node: ts.Node): Binding | undefined {
    return this.bindings.get(node);
  }

  /** Is this identifier the name of a value (and not a property name, a label, a type)? */
  isName(node: ts.Node): boolean {
    return this.bindings.has(node);
  }

  /** Is this a value that nothing in the file declares: `console`? */
  isGlobal(node: ts.Node, name?: string): boolean {
    return (
      ts.isIdentifier(node) &&
      this.bindings.has(node) &&
      this.bindings.get(node) === undefined &&
      (name === undefined || node.text === name)
    );
  }

  /** The scope that belongs to a function, block, loop, class or file. */
  scopeOf(node: ts.Node): Scope | undefined {
    return this.scopes.get(node);
  }

  /** Is `test` true of a name of a value used or declared in a piece of code? */
  someName(node: ts.Node, test: (name: ts.Identifier, binding: Binding | undefined) => boolean): boolean {
    const visit = (part: ts.Node): true | undefined => {
      if (isType(part)) return undefined;
      if (ts.isIdentifier(part) && this.bindings.has(part) && test(part, this.bindings.get(part))) return true;
      return ts.forEachChild(part, visit);
    };
    if (ts.isIdentifier(node)) return visit(node) === true;
    return ts.forEachChild(node, visit) === true;
  }

  /** Calls `look` for every name of a value used or declared in a piece of code. */
  namesIn(node: ts.Node, look: (name: ts.Identifier, binding: Binding | undefined) => void): void {
    this.someName(node, (name, binding) => {
      look(name, binding);
      return false;
    });
  }

  /** Does `test` hold for a binding that is used in this code? */
  uses(node: ts.Node, test: (binding: Binding) => boolean): boolean {
    return this.someName(node, (_, binding) => binding !== undefined && test(binding));
  }

  /**
   * The value of a name is the same wherever it is read: constants, functions, imports, and what is never assigned to.
   * Globals count: nobody replaces `console`.
   */
  isStable(name: ts.Identifier): boolean {
    const binding = this.bindings.get(name);
    return binding === undefined || (!binding.written && binding.kind !== "var");
  }
}
