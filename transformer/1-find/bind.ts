// Scope analysis: one walk down a tree declares every name in its scope, then every use is looked up from its scope outwards.
// Needs no checker and no parents, so code that a macro made can be bound as well.
//
// Flow: bind(file) -> Scopes. A use before its declaration is right by itself, since uses are looked up last.
import { assignedNames, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import { Binding, type BindingKind, declareIn, noNames, type Scope, Scopes } from "./scope.js";
import { walkers } from "./walker.js";

export function bind(file: ts.SourceFile): Scopes {
  const binder = new Binder(file);
  binder.parts(file);
  binder.resolve();
  return binder.result;
}

export class Binder {
  readonly result = new Scopes();
  private readonly written: ts.Identifier[] = [];
  /** Of the code that is being walked. */
  scope: Scope;

  constructor(file: ts.SourceFile) {
    this.scope = this.open(file, undefined, true);
  }

  /** A scope begins with this node. Whoever goes in comes out again: `const outer = binder.enter(node, false); ...; binder.scope = outer`. */
  enter(node: ts.Node, isFunction: boolean): Scope {
    const outer = this.scope;
    this.scope = this.open(node, outer, isFunction);
    return outer;
  }

  private open(node: ts.Node, parent: Scope | undefined, isFunction: boolean): Scope {
    const scope: Scope = { node, parent, isFunction, names: noNames };
    this.result.scopes.set(node, scope);
    return scope;
  }

  resolve(): void {
    const { bindings, allUses, globals } = this.result;
    for (const use of allUses) {
      const binding = lookUp(use.name.text, use.scope);
      bindings.set(use.name, binding);
      if (binding === undefined) globals.push(use.name);
      else {
        use.before = binding.lastUse;
        binding.lastUse = use;
      }
    }
    for (const name of this.written) {
      const binding = bindings.get(name);
      if (binding !== undefined) binding.written = true;
    }
  }

  declare(name: ts.Identifier, kind: BindingKind, declaration: ts.Node): void {
    const { text } = name;
    const home = kind === "var" ? homeOfVar(text, this.scope) : this.scope;
    // The first declaration stands for all: merged namespaces, `var` twice; of overloads it is the one with the body. An import beside a declaration is one of a type.
    let binding = home.names.get(text);
    if (binding === undefined || (binding.kind === "import" && kind !== "import")) {
      binding = new Binding(text, kind, declaration, home);
      declareIn(home, binding);
      this.result.declared.push(binding);
    } else if (kind === "var") binding.written = true;
    else if (ts.isFunctionDeclaration(binding.declaration) && binding.declaration.body === undefined)
      binding.declaration = declaration;
    this.result.bindings.set(name, binding);
  }

  /** The names of a pattern, and the uses in it. */
  declareAll(pattern: ts.BindingName, kind: BindingKind, declaration: ts.Node): void {
    if (ts.isIdentifier(pattern)) return this.declare(pattern, kind, declaration);
    for (const name of namesOf(pattern)) this.declare(name, kind, declaration);
    this.parts(pattern);
  }

  use(name: ts.Identifier): void {
    this.result.allUses.push({ name, scope: this.scope, before: undefined });
  }

  /** One function for all nodes: a closure each would be a tenth of what a file allocates. */
  readonly walk = (node: ts.Node): void => {
    const walker = walkers[node.kind];
    if (walker === undefined) ts.forEachChild(node, this.walk);
    else walker(this, node as never);
  };

  parts(node: ts.Node): void {
    ts.forEachChild(node, this.walk);
  }

  inner(node: ts.Node, isFunction = false): void {
    const outer = this.enter(node, isFunction);
    this.parts(node);
    this.scope = outer;
  }

  nameAndValue(node: { name: ts.Node; initializer?: ts.Expression }): void {
    if (!ts.isIdentifier(node.name)) this.walk(node.name);
    if (node.initializer !== undefined) this.walk(node.initializer);
  }

  leftmost(name: ts.EntityName): void {
    if (ts.isIdentifier(name)) this.use(name);
    else this.leftmost(name.left);
  }

  variables(list: ts.VariableDeclarationList): void {
    const block = list.flags & ts.NodeFlags.BlockScoped;
    const kind = block === 0 ? "var" : block === ts.NodeFlags.Let ? "let" : "const";
    for (const item of list.declarations) {
      this.declareAll(item.name, kind, item);
      if (item.initializer !== undefined) this.walk(item.initializer);
    }
  }

  /** Parameters live in a scope of their own around the body's, as in JavaScript. */
  function(node: ts.SignatureDeclaration): void {
    const { name } = node;
    const { body } = node as ts.FunctionLikeDeclaration;
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) this.declare(node.name, "function", node);
    if (name !== undefined && ts.isComputedPropertyName(name)) this.walk(name);
    this.decorators(node as ts.FunctionLikeDeclaration);
    for (const item of node.parameters) this.decorators(item);
    const outer = this.enter(node, true);
    if (ts.isFunctionExpression(node) && node.name !== undefined) this.declare(node.name, "function", node);
    for (const item of node.parameters) {
      this.declareAll(item.name, "parameter", item);
      if (item.initializer !== undefined) this.walk(item.initializer);
    }
    if (body !== undefined) {
      if (ts.isBlock(body)) this.inner(body, true);
      else this.walk(body);
    }
    this.scope = outer;
  }

  class(node: ts.ClassLikeDeclaration): void {
    if (ts.isClassDeclaration(node) && node.name !== undefined) this.declare(node.name, "class", node);
    this.decorators(node);
    const outer = this.enter(node, false);
    if (ts.isClassExpression(node) && node.name !== undefined) this.declare(node.name, "class", node);
    for (const clause of node.heritageClauses ?? [])
      if (clause.token === ts.SyntaxKind.ExtendsKeyword) for (const item of clause.types) this.walk(item.expression);
    for (const item of node.members) {
      if (ts.isPropertyDeclaration(item)) {
        this.decorators(item);
        this.nameAndValue(item);
      } else if (ts.isClassStaticBlockDeclaration(item)) this.inner(item.body, true);
      else this.walk(item);
    }
    this.scope = outer;
  }

  private decorators({ modifiers }: { readonly modifiers?: readonly ts.Node[] | undefined }): void {
    if (modifiers !== undefined) for (const item of modifiers) if (ts.isDecorator(item)) this.walk(item);
  }

  markWritten(target: ts.Node): void {
    this.written.push(...assignedNames(target));
  }
}

function homeOfVar(name: string, scope: Scope): Scope {
  let home = scope;
  while (!home.isFunction && home.parent !== undefined) home = home.parent;
  // `function f(a) { var a; }` declares nothing new.
  const outer = home.parent;
  const isBody =
    outer !== undefined &&
    ts.isFunctionLike(outer.node) &&
    (outer.node as ts.FunctionLikeDeclaration).body === home.node;
  return isBody && outer.names.get(name)?.kind === "parameter" ? outer : home;
}

function lookUp(name: string, from: Scope): Binding | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const binding = scope.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}
