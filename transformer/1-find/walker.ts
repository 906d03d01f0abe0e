// What a kind of node means for scopes: what it declares, where a scope begins, which names in it are no uses. The binder (bind.ts) walks by this table; of a
// kind that isn't in it only the children matter.
import { isAmbient, isAssignment, namesOf } from "../ast/look.js";
import { byKind, kinds, ts } from "../ts.js";
import type { Binder } from "./bind.js";
import type { Scope } from "./scope.js";

type Walker = (binder: Binder, node: never, scope: Scope) => void;

const skip: Walker = () => {};

/** What is to be done about a kind of node beyond walking its children. */
export const walkers = byKind<Walker>(() => {
  const kind = ts.SyntaxKind;
  const entries: (readonly [ts.SyntaxKind, Walker])[] = [];
  const on = <N extends ts.Node>(
    these: readonly ts.SyntaxKind[],
    walker: (binder: Binder, node: N, scope: Scope) => void,
  ): void => {
    for (const each of these) entries.push([each, walker as unknown as Walker]);
  };
  // Keywords, literals and types hold no names of values; neither do the names in what follows.
  on(kinds(kind.FirstToken, kind.LastToken), skip);
  on(kinds(kind.FirstTypeNode, kind.LastTypeNode), skip);
  on([kind.TypeParameter, kind.InterfaceDeclaration, kind.TypeAliasDeclaration, kind.NamespaceExportDeclaration], skip);
  on([kind.BreakStatement, kind.ContinueStatement, kind.MetaProperty, kind.JsxNamespacedName], skip);

  on<ts.Identifier>([kind.Identifier], (binder, node, scope) => binder.use(node, scope));
  on<ts.PropertyAccessExpression>([kind.PropertyAccessExpression], (binder, node, scope) =>
    binder.walk(node.expression, scope),
  );
  on<ts.BinaryExpression>([kind.BinaryExpression], (binder, node, scope) => {
    if (isAssignment(node)) binder.markWritten(node.left);
    binder.parts(node, scope);
  });
  on<ts.PrefixUnaryExpression>(
    [kind.PrefixUnaryExpression, kind.PostfixUnaryExpression],
    (binder, { operator, operand }, scope) => {
      if (operator === kind.PlusPlusToken || operator === kind.MinusMinusToken) binder.markWritten(operand);
      binder.walk(operand, scope);
    },
  );
  on<ts.SignatureDeclaration>(
    [
      ...[kind.FunctionDeclaration, kind.FunctionExpression, kind.ArrowFunction, kind.MethodDeclaration],
      ...[kind.Constructor, kind.GetAccessor, kind.SetAccessor, kind.IndexSignature],
    ],
    (binder, node, scope) => binder.function(node, scope),
  );
  on<ts.ClassLikeDeclaration>([kind.ClassDeclaration, kind.ClassExpression], (binder, node, scope) =>
    binder.class(node, scope),
  );
  on<ts.VariableDeclarationList>([kind.VariableDeclarationList], (binder, node, scope) =>
    binder.variables(node, scope),
  );
  on([kind.Block, kind.CaseBlock, kind.ForStatement], (binder, node, scope) => binder.inner(node, scope));
  on<ts.ForOfStatement | ts.ForInStatement>([kind.ForInStatement, kind.ForOfStatement], (binder, node, scope) => {
    if (!ts.isVariableDeclarationList(node.initializer)) binder.markWritten(node.initializer);
    binder.inner(node, scope);
  });
  on<ts.CatchClause>([kind.CatchClause], (binder, node, scope) =>
    binder.within(node, scope, false, (inner) => {
      for (const name of node.variableDeclaration === undefined ? [] : namesOf(node.variableDeclaration.name))
        binder.declare(name, "let", node, inner);
      binder.parts(node.variableDeclaration, inner);
      binder.walk(node.block, inner);
    }),
  );
  on<{ name: ts.Node; initializer?: ts.Expression } & ts.Node>(
    [kind.PropertyAssignment, kind.EnumMember],
    (binder, node, scope) => binder.nameAndValue(node, scope),
  );
  on<ts.BindingElement>([kind.BindingElement], (binder, { propertyName, name, initializer }, scope) => {
    if (propertyName !== undefined && ts.isComputedPropertyName(propertyName)) binder.walk(propertyName, scope);
    if (!ts.isIdentifier(name)) binder.parts(name, scope);
    if (initializer !== undefined) binder.walk(initializer, scope);
  });
  on<ts.LabeledStatement>([kind.LabeledStatement], (binder, node, scope) => binder.walk(node.statement, scope));
  on<ts.JsxAttribute>([kind.JsxAttribute], (binder, { initializer }, scope) => {
    if (initializer !== undefined) binder.walk(initializer, scope);
  });
  on<ts.JsxSelfClosingElement>(
    [kind.JsxOpeningElement, kind.JsxSelfClosingElement],
    (binder, { tagName, attributes }, scope) => {
      if (isComponent(tagName)) binder.walk(tagName, scope);
      binder.walk(attributes, scope);
    },
  );
  on<ts.JsxClosingElement>([kind.JsxClosingElement], (binder, { tagName }, scope) => {
    if (isComponent(tagName)) binder.walk(tagName, scope);
  });

  on<ts.ImportDeclaration>([kind.ImportDeclaration], (binder, { importClause: clause }, scope) => {
    if (clause === undefined || clause.phaseModifier === kind.TypeKeyword) return;
    if (clause.name !== undefined) binder.declare(clause.name, "import", clause, scope);
    const names = clause.namedBindings;
    if (names !== undefined && ts.isNamespaceImport(names)) binder.declare(names.name, "import", names, scope);
    else if (names !== undefined)
      for (const item of names.elements) if (!item.isTypeOnly) binder.declare(item.name, "import", item, scope);
  });
  on<ts.ImportEqualsDeclaration>([kind.ImportEqualsDeclaration], (binder, node, scope) => {
    if (!node.isTypeOnly) binder.declare(node.name, "import", node, scope);
    if (ts.isEntityName(node.moduleReference)) binder.leftmost(node.moduleReference, scope);
  });
  on<ts.ExportDeclaration>([kind.ExportDeclaration], (binder, node, scope) => {
    if (node.moduleSpecifier !== undefined || node.isTypeOnly) return;
    if (node.exportClause === undefined || !ts.isNamedExports(node.exportClause)) return;
    for (const item of node.exportClause.elements) {
      const name = item.propertyName ?? item.name;
      if (!item.isTypeOnly && ts.isIdentifier(name)) binder.use(name, scope);
    }
  });
  on<ts.EnumDeclaration>([kind.EnumDeclaration], (binder, node, scope) => {
    binder.declare(node.name, "enum", node, scope);
    binder.within(node, scope, false, (inner) => {
      for (const item of node.members) if (ts.isIdentifier(item.name)) binder.declare(item.name, "other", item, inner);
      for (const item of node.members) binder.walk(item, inner);
    });
  });
  on<ts.ModuleDeclaration>([kind.ModuleDeclaration], (binder, node, scope) => {
    if (ts.isIdentifier(node.name)) binder.declare(node.name, "namespace", node, scope);
    if (node.body !== undefined && !isAmbient(node))
      binder.within(node.body, scope, true, (inner) => binder.parts(node.body, inner));
  });
  return entries;
});

/** `<Room/>`, and not `<div/>`. */
const isComponent = (tagName: ts.Node): boolean => !ts.isIdentifier(tagName) || !/^[a-z]/.test(tagName.text);
