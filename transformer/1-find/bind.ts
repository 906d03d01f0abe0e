// Scope analysis: one walk down a tree declares every name in its scope, then every use is looked up from its scope outwards.
// Needs no checker and no parents, so code that a macro made can be bound as well.
//
// Flow: bind(file) -> Scopes. A use before its declaration is right by itself, since uses are looked up last.
import { assignedNames, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import { Binding, type BindingKind, declareIn, noNames, type Scope, Scopes } from "./scope.js";
import { walkers } from "./walker.js";

export function bind(file: ts.SourceFile): Scopes {
  const binder = new Binder();
  binder.within(file, undefined, true, (scope) => ts.forEachChild(file, (child) => binder.walk(child, scope)));
  binder.resolve();
  return binder.result;
}

export class Binder {
  readonly result = new Scopes();
  private readonly written: ts.Identifier[] = [];
  /** Of the node whose children are being walked. */
  private scope: Scope | undefined;

  within(node: ts.Node, parent: Scope | undefined, isFunction: boolean, body: (scope: Scope) => void): void {
    const scope: Scope = { node, parent, isFunction, names: noNames };
    this.result.scopes.set(node, scope);
    body(scope);
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

  declare(name: ts.Identifier, kind: BindingKind, declaration: ts.Node, scope: Scope): void {
    const home = kind === "var" ? homeOfVar(name.text, scope) : scope;
    // The first declaration stands for all: merged namespaces, `var` twice; of overloads it is the one with the body.
    let binding = home.names.get(name.text);
    if (binding === undefined) {
      binding = new Binding(name.text, kind, declaration, home);
      declareIn(home, binding);
      this.result.declared.push(binding);
    } else if (kind === "var") binding.written = true;
    else if (ts.isFunctionDeclaration(binding.declaration) && binding.declaration.body === undefined)
      binding.declaration = declaration;
    this.result.bindings.set(name, binding);
  }

  /** The names of a pattern, and the uses in it. */
  declareAll(pattern: ts.BindingName, kind: BindingKind, declaration: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(pattern)) return this.declare(pattern, kind, declaration, scope);
    for (const name of namesOf(pattern)) this.declare(name, kind, declaration, scope);
    this.parts(pattern, scope);
  }

  use(name: ts.Identifier, scope: Scope): void {
    this.result.allUses.push({ name, scope, before: undefined });
  }

  walk(node: ts.Node, scope: Scope): void {
    const walker = walkers(node);
    if (walker === undefined) this.parts(node, scope);
    else walker(this, node as never, scope);
  }

  parts(node: ts.Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const outer = this.scope;
    this.scope = scope;
    ts.forEachChild(node, this.step);
    this.scope = outer;
  }

  /** One function for all nodes: a closure each would be a tenth of what a file allocates. */
  private readonly step = (child: ts.Node): void => this.walk(child, this.scope as Scope);

  inner(node: ts.Node, scope: Scope): void {
    this.within(node, scope, false, (inner) => this.parts(node, inner));
  }

  nameAndValue(node: { name: ts.Node; initializer?: ts.Expression }, scope: Scope): void {
    if (!ts.isIdentifier(node.name)) this.walk(node.name, scope);
    if (node.initializer !== undefined) this.walk(node.initializer, scope);
  }

  leftmost(name: ts.EntityName, scope: Scope): void {
    if (ts.isIdentifier(name)) this.use(name, scope);
    else this.leftmost(name.left, scope);
  }

  variables(list: ts.VariableDeclarationList, scope: Scope): void {
    const block = list.flags & ts.NodeFlags.BlockScoped;
    const kind = block === 0 ? "var" : block === ts.NodeFlags.Let ? "let" : "const";
    for (const item of list.declarations) {
      this.declareAll(item.name, kind, item, scope);
      if (item.initializer !== undefined) this.walk(item.initializer, scope);
    }
  }

  /** Parameters live in a scope of their own around the body's, as in JavaScript. */
  function(node: ts.SignatureDeclaration, scope: Scope): void {
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) this.declare(node.name, "function", node, scope);
    const name = node.name;
    if (name !== undefined && ts.isComputedPropertyName(name)) this.walk(name, scope);
    this.decorators(node as ts.FunctionLikeDeclaration, scope);
    this.within(node, scope, true, (inner) => {
      if (ts.isFunctionExpression(node) && node.name !== undefined) this.declare(node.name, "function", node, inner);
      for (const item of node.parameters) {
        this.decorators(item, scope);
        this.declareAll(item.name, "parameter", item, inner);
        if (item.initializer !== undefined) this.walk(item.initializer, inner);
      }
      if (body === undefined) return;
      if (ts.isBlock(body)) this.within(body, inner, true, (inside) => this.parts(body, inside));
      else this.walk(body, inner);
    });
  }

  class(node: ts.ClassLikeDeclaration, scope: Scope): void {
    if (ts.isClassDeclaration(node) && node.name !== undefined) this.declare(node.name, "class", node, scope);
    this.decorators(node, scope);
    this.within(node, scope, false, (inner) => {
      if (ts.isClassExpression(node) && node.name !== undefined) this.declare(node.name, "class", node, inner);
      for (const clause of node.heritageClauses ?? [])
        if (clause.token === ts.SyntaxKind.ExtendsKeyword)
          for (const item of clause.types) this.walk(item.expression, inner);
      for (const item of node.members) {
        if (ts.isPropertyDeclaration(item)) {
          this.decorators(item, inner);
          this.nameAndValue(item, inner);
        } else if (ts.isClassStaticBlockDeclaration(item))
          this.within(item.body, inner, true, (inside) => this.parts(item.body, inside));
        else this.walk(item, inner);
      }
    });
  }

  private decorators({ modifiers }: { readonly modifiers?: readonly ts.Node[] | undefined }, scope: Scope): void {
    if (modifiers !== undefined) for (const item of modifiers) if (ts.isDecorator(item)) this.walk(item, scope);
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
