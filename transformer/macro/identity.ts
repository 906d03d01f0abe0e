// What a name means while macros are being written out, when its spelling alone no longer says it.
//
//   a name of the caller's       its binding, wherever macros move it
//   a name that a quote declares `Fresh`: another one for every expansion
//   a free name of a quote       `Travel`: what it means where the macro is written, which may have to be imported here
//
// At the end names.ts gives every identity a spelling under which JavaScript's own scopes say the same.
import type { Meaning } from "../1-find/exports.js";
import { memberOf } from "../1-find/names.js";
import type { Binding, BindingKind, Scopes } from "../1-find/scope.js";
import { copiedAgain } from "../ast/copy.js";
import { bare } from "../ast/look.js";
import { ts } from "../ts.js";

/** A name that a quote declares. */
export interface Fresh {
  readonly is: "fresh";
  readonly name: string;
  readonly kind: BindingKind;
  readonly written: boolean;
  /** The copy of a quote that declares it. */
  readonly quote: object | undefined;
}

/** A name of the module that a macro is written in. */
export interface Travel {
  readonly is: "travel";
  readonly name: string;
  /** Says of two names whether they mean the same thing. */
  readonly key: string;
  /** The module's specifier, as the caller's file writes it. */
  readonly specifier: string;
  /** Its name there; "*" for the whole module. */
  readonly imported: string;
  readonly meaning: Meaning | undefined;
}

/** A name that a quote took on purpose from the code it is put into: whatever is visible there, but nothing of the quote itself. */
export interface Theirs {
  readonly is: "theirs";
  readonly name: string;
  readonly quote: object;
}

/** A name that nothing declares: `console`. */
export interface Global {
  readonly is: "global";
  readonly name: string;
}

export type Identity = (Binding & { readonly is?: undefined }) | Fresh | Travel | Theirs | Global;

export class Identities {
  private readonly made = new WeakMap<ts.Node, Identity>();
  private readonly labels = new WeakMap<ts.Node, object>();

  constructor(
    readonly scopes: Scopes,
    private readonly meaningInFile: (expression: ts.Expression) => Meaning | undefined,
  ) {}

  set(name: ts.Identifier, identity: Identity): void {
    this.made.set(name, identity);
  }

  /** Undefined for what is no name of a value. */
  of(name: ts.Node): Identity | undefined {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    if (!this.scopes.isName(name)) return undefined;
    return this.scopes.bindingOf(name) ?? { is: "global", name: (name as ts.Identifier).text };
  }

  /** A label, or the word behind `break`, of a copy of a quote: labels are no names, so they meet only labels. */
  setLabel(name: ts.Identifier, quote: object): void {
    this.labels.set(name, quote);
  }

  /** The copy of a quote that a label belongs to; undefined for the caller's own. */
  quoteOfLabel(name: ts.Identifier): object | undefined {
    return this.labels.get(ts.getOriginalNode(name));
  }

  /** What an expression means of tincture or of the user's macros. */
  meaningOf(expression: ts.Expression): Meaning | undefined {
    const inner = bare(expression);
    if (ts.isIdentifier(inner)) {
      const identity = this.of(inner);
      if (identity === undefined) return undefined;
      return identity.is === undefined ? this.meaningInFile(nameOfBinding(identity, inner)) : travelMeaning(identity);
    }
    if (!ts.isPropertyAccessExpression(inner)) return undefined;
    return memberOf(this.meaningOf(inner.expression), inner.name.text);
  }

  /** A copy of a piece of code that is in the tree already: what it declares is declared anew. */
  copy<T extends ts.Node>(code: T): T {
    const declared = new Map<Identity, Identity>();
    const collect = (node: ts.Node, parent: ts.Node | undefined): void => {
      if (ts.isIdentifier(node) && parent !== undefined && declares(parent, node)) {
        const identity = this.of(node);
        if (identity !== undefined && !declared.has(identity)) declared.set(identity, freshOf(identity));
      }
      ts.forEachChild(node, (child) => collect(child, node));
    };
    collect(code, undefined);
    return copiedAgain(code, (made, old) => {
      const identity = ts.isIdentifier(old) ? this.of(old) : undefined;
      if (identity !== undefined) this.set(made as ts.Identifier, declared.get(identity) ?? identity);
    }) as T;
  }
}

const travelMeaning = (identity: Identity): Meaning | undefined =>
  identity.is === "travel" ? identity.meaning : undefined;

/** A copied name stands for the one it was copied from. */
const nameOfBinding = (_: Binding, name: ts.Identifier): ts.Identifier => {
  const original = ts.getOriginalNode(name);
  return ts.isIdentifier(original) ? original : name;
};

export function freshOf(identity: Identity, quote?: object): Fresh {
  const isBinding = identity.is === undefined || identity.is === "fresh";
  return {
    is: "fresh",
    name: identity.name,
    kind: isBinding ? identity.kind : "let",
    written: isBinding ? identity.written : true,
    quote: quote ?? (identity.is === "fresh" ? identity.quote : undefined),
  };
}

/** Does `parent` declare the name? */
function declares(parent: ts.Node, name: ts.Identifier): boolean {
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent)) &&
    parent.name === name
  );
}
