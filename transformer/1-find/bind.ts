// Scope analysis: one walk down a tree declares every name in its scope, then every use is looked up from its scope outwards.
// Needs no checker and no parents, so code that a macro made can be bound as well.
//
// Flow: bind(file) -> Scopes. A use before its declaration is right by itself, since uses are looked up last.
import { assignedNames, isAmbient, isAssignment, isType, namesOf } from "../ast/look.js";
import { ts } from "../ts.js";
import { Binding, type BindingKind, declareIn, noNames, type Scope, Scopes } from "./scope.js";

export function bind(file: ts.SourceFile): Scopes {
  const binder = new Binder();
  binder.within(file, undefined, true, (scope) => ts.forEachChild(file, (child) => binder.walk(child, scope)));
  binder.resolve();
  return binder.result;
}

class Binder {
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
    for (const { name, scope } of allUses) {
      const binding = lookUp(name.text, scope);
      bindings.set(name, binding);
      if (binding === undefined) globals.push(name);
    }
    for (const name of this.written) {
      const binding = bindings.get(name);
      if (binding !== undefined) binding.written = true;
    }
  }

  private declare(name: ts.Identifier, kind: BindingKind, declaration: ts.Node, scope: Scope): void {
    const home = kind === "var" ? homeOfVar(name.text, scope) : scope;
    // The first declaration stands for all: merged namespaces, `var` twice; of overloads it is the one with the body.
    let binding = home.names.get(name.text);
    if (binding === undefined) {
      binding = new Binding(name.text, kind, declaration, home, this.result);
      declareIn(home, binding);
      this.result.declared.push(binding);
    } else if (kind === "var") binding.written = true;
    else if (ts.isFunctionDeclaration(binding.declaration) && binding.declaration.body === undefined)
      binding.declaration = declaration;
    this.result.bindings.set(name, binding);
  }

  /** The names of a pattern, and the uses in it. */
  private declareAll(pattern: ts.BindingName, kind: BindingKind, declaration: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(pattern)) return this.declare(pattern, kind, declaration, scope);
    for (const name of namesOf(pattern)) this.declare(name, kind, declaration, scope);
    this.parts(pattern, scope);
  }

  private use(name: ts.Identifier, scope: Scope): void {
    this.result.allUses.push({ name, scope });
  }

  walk = (node: ts.Node, scope: Scope): void => {
    // Half of all nodes are names, keywords and literals: nothing further to ask about them.
    if (ts.isIdentifier(node)) return this.use(node, scope);
    // Most of the others are these, in which nothing is declared or assigned.
    if (ts.isPropertyAccessExpression(node)) return this.walk(node.expression, scope);
    if (ts.isCallExpression(node) || ts.isExpressionStatement(node)) return this.parts(node, scope);
    if (ts.isToken(node) || isType(node) || ts.isTypeParameterDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (isAssignment(node)) this.markWritten(node.left);
    if (ts.isFunctionLike(node)) return this.function(node, scope);
    if (ts.isClassLike(node)) return this.class(node, scope);
    if (ts.isVariableDeclarationList(node)) return this.variables(node, scope);
    if (ts.isBlock(node) || ts.isCaseBlock(node)) return this.inner(node, scope);
    if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      if (!ts.isForStatement(node) && !ts.isVariableDeclarationList(node.initializer))
        this.markWritten(node.initializer);
      return this.inner(node, scope);
    }
    if (ts.isCatchClause(node)) {
      return this.within(node, scope, false, (inner) => {
        for (const name of node.variableDeclaration === undefined ? [] : namesOf(node.variableDeclaration.name))
          this.declare(name, "let", node, inner);
        this.parts(node.variableDeclaration, inner);
        this.walk(node.block, inner);
      });
    }
    if (this.names(node, scope)) return;
    this.parts(node, scope);
  };

  private parts(node: ts.Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const outer = this.scope;
    this.scope = scope;
    ts.forEachChild(node, this.step);
    this.scope = outer;
  }

  /** One function for all nodes: a closure each would be a tenth of what a file allocates. */
  private readonly step = (child: ts.Node): void => this.walk(child, this.scope as Scope);

  private inner(node: ts.Node, scope: Scope): void {
    this.within(node, scope, false, (inner) => this.parts(node, inner));
  }

  /** Nodes that hold names which are no uses. True when the node is done with. */
  private names(node: ts.Node, scope: Scope): boolean {
    switch (node.kind) {
      case ts.SyntaxKind.PropertyAssignment:
      case ts.SyntaxKind.EnumMember:
        this.nameAndValue(node as { name: ts.Node; initializer?: ts.Expression } & ts.Node, scope);
        return true;
      case ts.SyntaxKind.BindingElement: {
        const { propertyName, name, initializer } = node as ts.BindingElement;
        if (propertyName !== undefined && ts.isComputedPropertyName(propertyName)) this.walk(propertyName, scope);
        if (!ts.isIdentifier(name)) this.parts(name, scope);
        if (initializer !== undefined) this.walk(initializer, scope);
        return true;
      }
      case ts.SyntaxKind.PrefixUnaryExpression:
      case ts.SyntaxKind.PostfixUnaryExpression: {
        const { operator, operand } = node as ts.PrefixUnaryExpression;
        if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
          this.markWritten(operand);
        return false;
      }
      case ts.SyntaxKind.LabeledStatement:
        this.walk((node as ts.LabeledStatement).statement, scope);
        return true;
      case ts.SyntaxKind.BreakStatement:
      case ts.SyntaxKind.ContinueStatement:
      case ts.SyntaxKind.MetaProperty:
      case ts.SyntaxKind.JsxNamespacedName:
        return true;
      case ts.SyntaxKind.JsxAttribute: {
        const { initializer } = node as ts.JsxAttribute;
        if (initializer !== undefined) this.walk(initializer, scope);
        return true;
      }
      case ts.SyntaxKind.JsxOpeningElement:
      case ts.SyntaxKind.JsxSelfClosingElement: {
        const { tagName, attributes } = node as ts.JsxSelfClosingElement;
        if (!ts.isIdentifier(tagName) || !/^[a-z]/.test(tagName.text)) this.walk(tagName, scope);
        this.walk(attributes, scope);
        return true;
      }
      case ts.SyntaxKind.JsxClosingElement: {
        const { tagName } = node as ts.JsxClosingElement;
        if (!ts.isIdentifier(tagName) || !/^[a-z]/.test(tagName.text)) this.walk(tagName, scope);
        return true;
      }
      default:
        return this.declarations(node, scope);
    }
  }

  private declarations(node: ts.Node, scope: Scope): boolean {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
      if (clause.name !== undefined) this.declare(clause.name, "import", clause, scope);
      const names = clause.namedBindings;
      if (names !== undefined && ts.isNamespaceImport(names)) this.declare(names.name, "import", names, scope);
      else if (names !== undefined)
        for (const item of names.elements) if (!item.isTypeOnly) this.declare(item.name, "import", item, scope);
      return true;
    }
    if (ts.isImportEqualsDeclaration(node)) {
      if (!node.isTypeOnly) this.declare(node.name, "import", node, scope);
      if (ts.isEntityName(node.moduleReference)) this.leftmost(node.moduleReference, scope);
      return true;
    }
    if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier !== undefined || node.isTypeOnly) return true;
      if (node.exportClause !== undefined && ts.isNamedExports(node.exportClause))
        for (const item of node.exportClause.elements) {
          const name = item.propertyName ?? item.name;
          if (!item.isTypeOnly && ts.isIdentifier(name)) this.use(name, scope);
        }
      return true;
    }
    if (ts.isEnumDeclaration(node)) {
      this.declare(node.name, "enum", node, scope);
      this.within(node, scope, false, (inner) => {
        for (const item of node.members) if (ts.isIdentifier(item.name)) this.declare(item.name, "other", item, inner);
        for (const item of node.members) this.walk(item, inner);
      });
      return true;
    }
    if (ts.isModuleDeclaration(node)) {
      if (ts.isIdentifier(node.name)) this.declare(node.name, "namespace", node, scope);
      if (node.body !== undefined && !isAmbient(node))
        this.within(node.body, scope, true, (inner) => this.parts(node.body, inner));
      return true;
    }
    return ts.isNamespaceExportDeclaration(node);
  }

  private nameAndValue(node: { name: ts.Node; initializer?: ts.Expression }, scope: Scope): void {
    if (!ts.isIdentifier(node.name)) this.walk(node.name, scope);
    if (node.initializer !== undefined) this.walk(node.initializer, scope);
  }

  private leftmost(name: ts.EntityName, scope: Scope): void {
    if (ts.isIdentifier(name)) this.use(name, scope);
    else this.leftmost(name.left, scope);
  }

  private variables(list: ts.VariableDeclarationList, scope: Scope): void {
    const block = list.flags & ts.NodeFlags.BlockScoped;
    const kind = block === 0 ? "var" : block === ts.NodeFlags.Let ? "let" : "const";
    for (const item of list.declarations) {
      this.declareAll(item.name, kind, item, scope);
      if (item.initializer !== undefined) this.walk(item.initializer, scope);
    }
  }

  /** Parameters live in a scope of their own around the body's, as in JavaScript. */
  private function(node: ts.SignatureDeclaration, scope: Scope): void {
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) this.declare(node.name, "function", node, scope);
    const name = node.name;
    if (name !== undefined && ts.isComputedPropertyName(name)) this.walk(name, scope);
    if (ts.canHaveDecorators(node)) for (const item of ts.getDecorators(node) ?? []) this.walk(item, scope);
    this.within(node, scope, true, (inner) => {
      if (ts.isFunctionExpression(node) && node.name !== undefined) this.declare(node.name, "function", node, inner);
      for (const item of node.parameters) {
        if (ts.canHaveDecorators(item)) for (const each of ts.getDecorators(item) ?? []) this.walk(each, scope);
        this.declareAll(item.name, "parameter", item, inner);
        if (item.initializer !== undefined) this.walk(item.initializer, inner);
      }
      if (body === undefined) return;
      if (ts.isBlock(body)) this.within(body, inner, true, (inside) => this.parts(body, inside));
      else this.walk(body, inner);
    });
  }

  private class(node: ts.ClassLikeDeclaration, scope: Scope): void {
    if (ts.isClassDeclaration(node) && node.name !== undefined) this.declare(node.name, "class", node, scope);
    for (const item of ts.getDecorators(node) ?? []) this.walk(item, scope);
    this.within(node, scope, false, (inner) => {
      if (ts.isClassExpression(node) && node.name !== undefined) this.declare(node.name, "class", node, inner);
      for (const clause of node.heritageClauses ?? [])
        if (clause.token === ts.SyntaxKind.ExtendsKeyword)
          for (const item of clause.types) this.walk(item.expression, inner);
      for (const item of node.members) {
        if (ts.isPropertyDeclaration(item)) {
          for (const each of ts.getDecorators(item) ?? []) this.walk(each, inner);
          this.nameAndValue(item, inner);
        } else if (ts.isClassStaticBlockDeclaration(item))
          this.within(item.body, inner, true, (inside) => this.parts(item.body, inside));
        else this.walk(item, inner);
      }
    });
  }

  private markWritten(target: ts.Node): void {
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
