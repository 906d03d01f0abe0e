// Hygiene: spelling. Macros have been written out; now every name is given a spelling under which JavaScript's scopes say of it what it means.
//
//   const message = shout("hello");  beside the caller's `message`   ->   const message_1 = shout("hello");
//   import { shout } from "./shout.js"; where the caller has a `shout`   ->   import { shout as shout_1 } from "./shout.js";
//   console.log(...) of a quote where the caller has a `console`   ->   globalThis.console.log(...)
//
// Flow: bind the tree as it is spelt; where two meanings share a binding, or one has two, the one that a macro brought gets another spelling; until
// there is none. The caller's own names are never touched.
import { bind } from "../1-find/bind.js";
import type { Binding } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { ts } from "../ts.js";
import type { Fresh, Identities, Identity, Travel } from "./identity.js";

type Introduced = Fresh | Travel;

/** Told of a name that stands for another one now. */
type Follow = (made: ts.Node, old: ts.Node) => void;

/** The file with all names told apart. */
export function spelt(file: ts.SourceFile, identities: Identities, follow: Follow): ts.SourceFile {
  let current = file;
  for (;;) {
    const scopes = bind(current);
    if (current === file) adopt(scopes.bindings, identities);
    const changes = conflicts(scopes.bindings, identities);
    if (changes.renamed.size === 0 && changes.globals.size === 0) return current;
    const taken = new Set<string>();
    for (const name of scopes.bindings.keys()) taken.add((name as ts.Identifier).text);
    const spelling = new Map<Identity, string>();
    for (const identity of changes.renamed) spelling.set(identity, free(identity.name, taken));
    current = respelt(current, spelling, changes.globals, identities, follow);
  }
}

/** A name that a quote takes from around it may be one that another quote declares there: then it is that one, however it will be spelt. */
function adopt(bindings: ReadonlyMap<ts.Node, Binding | undefined>, identities: Identities): void {
  const declared = new Map<Binding, Set<Fresh>>();
  for (const [name, binding] of bindings) {
    const identity = identities.of(name);
    if (binding !== undefined && identity?.is === "fresh")
      declared.set(binding, (declared.get(binding) ?? new Set()).add(identity));
  }
  for (const [name, binding] of bindings) {
    const identity = identities.of(name);
    if (identity?.is !== "theirs" || binding === undefined) continue;
    const other = [...(declared.get(binding) ?? [])].find(({ quote }) => quote !== identity.quote);
    if (other !== undefined) identities.set(name as ts.Identifier, other);
  }
}

interface Changes {
  readonly renamed: Set<Introduced>;
  /** Names of things that nothing declares, where something with that name is declared now. */
  readonly globals: Set<ts.Node>;
}

function conflicts(bindings: ReadonlyMap<ts.Node, Binding | undefined>, identities: Identities): Changes {
  const renamed = new Set<Introduced>();
  const globals = new Set<ts.Node>();
  const meanings = new Map<Binding, Set<Identity>>();
  const places = new Map<Identity, Binding | undefined>();
  const wandering = new Set<Identity>();
  for (const [name, binding] of bindings) {
    const identity = identities.of(name);
    if (identity === undefined) continue;
    if (binding !== undefined) meanings.set(binding, (meanings.get(binding) ?? new Set()).add(key(identity, name)));
    if (identity.is === "global" || identity.is === "theirs") continue;
    if (places.has(identity) && places.get(identity) !== binding) wandering.add(identity);
    places.set(identity, binding);
  }
  for (const identities of meanings.values()) {
    if (identities.size < 2) continue;
    const introduced = [...identities].filter(isIntroduced);
    const isOnlyTheirs = introduced.length === identities.size;
    for (const identity of isOnlyTheirs ? introduced.slice(1) : introduced) renamed.add(identity);
    if (introduced.length === 0) for (const identity of identities) if (isPlace(identity)) globals.add(identity.place);
  }
  // Declared twice under one spelling, and never met: told apart all the same.
  for (const identity of wandering) if (isIntroduced(identity) && renamed.size === 0) renamed.add(identity);
  return { renamed, globals };
}

/** A global stands for itself at every place, since each may be hidden by something else. What is the caller's on purpose meets no name of the caller's. */
type Placed = { readonly is: "global"; readonly name: string; readonly place: ts.Node };
const isPlace = (identity: Identity): identity is Placed => identity.is === "global" && "place" in identity;
const key = (identity: Identity, place: ts.Node): Identity =>
  identity.is === "global" ? ({ ...identity, place } as Placed) : identity;

const isIntroduced = (identity: Identity): identity is Introduced =>
  identity.is === "fresh" || identity.is === "travel";

/** `base_1`, `base_2` ...: the first that nobody has. */
function free(base: string, taken: Set<string>): string {
  for (let i = 1; ; i++) {
    const name = `${base}_${i}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function respelt(
  file: ts.SourceFile,
  spelling: ReadonlyMap<Identity, string>,
  globals: ReadonlySet<ts.Node>,
  identities: Identities,
  follow: Follow,
): ts.SourceFile {
  const other = (name: ts.Node): string | undefined => {
    const identity = identities.of(name);
    return identity === undefined ? undefined : spelling.get(identity);
  };
  const rename = (name: ts.Identifier, text: string): ts.Identifier => {
    const made = build.mapped(build.id(text), name);
    identities.set(made, identities.of(name) as Identity);
    follow(made, name);
    return made;
  };
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isIdentifier(node)) {
      const text = other(node);
      if (text !== undefined) return rename(node, text);
      return globals.has(node) ? build.member(build.id("globalThis"), node.text) : node;
    }
    // What the caller sees of an object keeps its name.
    if (ts.isShorthandPropertyAssignment(node) && (other(node.name) !== undefined || globals.has(node.name))) {
      const value = visit(node.name) as ts.Expression;
      const initial = node.objectAssignmentInitializer;
      const target = initial === undefined ? value : build.assign(value, visit(initial) as ts.Expression);
      return build.property(node.name.text, target);
    }
    if (ts.isObjectBindingPattern(node))
      return ts.visitEachChild(node, (element) => shortElement(element) ?? visit(element), undefined);
    if (ts.isImportSpecifier(node)) {
      const text = other(node.name);
      return text === undefined ? node : build.importedAs(node, rename(node.name, text));
    }
    return ts.visitEachChild(node, visit, undefined);
  };
  /** `{ name }` of a pattern whose name has another spelling now. */
  const shortElement = (node: ts.Node): ts.Node | undefined => {
    if (!ts.isBindingElement(node) || node.propertyName !== undefined || node.dotDotDotToken !== undefined)
      return undefined;
    const text = other(node.name);
    if (text === undefined || !ts.isIdentifier(node.name)) return undefined;
    const initial = node.initializer && (visit(node.initializer) as ts.Expression);
    return build.boundAs(node, node.name.text, rename(node.name, text), initial);
  };
  const statements = file.statements.map((statement) => visit(statement) as ts.Statement);
  return build.withFileStatements(file, statements);
}
