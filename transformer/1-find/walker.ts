// What a kind of node means for scopes: what it declares, where a scope begins, which names in it are no uses. The binder (bind.ts) walks by this table; of a
// kind that isn't in it only the children matter.
import { isAmbient, isAssignment, namesOf } from "../ast/look.js";
import { byKind, kinds, ts } from "../ts.js";
import type { Binder } from "./bind.js";

type Walker = (binder: Binder, node: never) => void;

const skip: Walker = () => {};

/** What is to be done about a kind of node beyond walking its children. */
export const walkers = byKind<Walker>(() => {
  const kind = ts.SyntaxKind;
  const entries: (readonly [ts.SyntaxKind, Walker])[] = [];
  const on = <N extends ts.Node>(these: readonly ts.SyntaxKind[], walker: (binder: Binder, node: N) => void): void => {
    for (const each of these) entries.push([each, walker as unknown as Walker]);
  };
  // Keywords, literals and types hold no names of values; neither do the names in what follows.
  on(kinds(kind.FirstToken, kind.LastToken), skip);
  on(kinds(kind.FirstTypeNode, kind.LastTypeNode), skip);
  on([kind.TypeParameter, kind.InterfaceDeclaration, kind.TypeAliasDeclaration, kind.NamespaceExportDeclaration], skip);
  on([kind.BreakStatement, kind.ContinueStatement, kind.MetaProperty, kind.JsxNamespacedName], skip);

  on<ts.Identifier>([kind.Identifier], (binder, node) => binder.use(node));
  on<ts.PropertyAccessExpression>([kind.PropertyAccessExpression], (binder, node) => binder.walk(node.expression));
  on<ts.BinaryExpression>([kind.BinaryExpression], (binder, node) => {
    if (isAssignment(node)) binder.markWritten(node.left);
    binder.parts(node);
  });
  on<ts.PrefixUnaryExpression>(
    [kind.PrefixUnaryExpression, kind.PostfixUnaryExpression],
    (binder, { operator, operand }) => {
      if (operator === kind.PlusPlusToken || operator === kind.MinusMinusToken) binder.markWritten(operand);
      binder.walk(operand);
    },
  );
  on<ts.SignatureDeclaration>(
    [
      ...[kind.FunctionDeclaration, kind.FunctionExpression, kind.ArrowFunction, kind.MethodDeclaration],
      ...[kind.Constructor, kind.GetAccessor, kind.SetAccessor, kind.IndexSignature],
    ],
    (binder, node) => binder.function(node),
  );
  on<ts.ClassLikeDeclaration>([kind.ClassDeclaration, kind.ClassExpression], (binder, node) => binder.class(node));
  on<ts.VariableDeclarationList>([kind.VariableDeclarationList], (binder, node) => binder.variables(node));
  on([kind.Block, kind.CaseBlock, kind.ForStatement], (binder, node) => binder.inner(node));
  on<ts.ForOfStatement | ts.ForInStatement>([kind.ForInStatement, kind.ForOfStatement], (binder, node) => {
    if (!ts.isVariableDeclarationList(node.initializer)) binder.markWritten(node.initializer);
    binder.inner(node);
  });
  on<ts.CatchClause>([kind.CatchClause], (binder, node) => {
    const outer = binder.enter(node, false);
    const caught = node.variableDeclaration;
    if (caught !== undefined) {
      for (const name of namesOf(caught.name)) binder.declare(name, "let", node);
      binder.parts(caught);
    }
    binder.walk(node.block);
    binder.scope = outer;
  });
  on<{ name: ts.Node; initializer?: ts.Expression } & ts.Node>(
    [kind.PropertyAssignment, kind.EnumMember],
    (binder, node) => binder.nameAndValue(node),
  );
  on<ts.BindingElement>([kind.BindingElement], (binder, { propertyName, name, initializer }) => {
    if (propertyName !== undefined && ts.isComputedPropertyName(propertyName)) binder.walk(propertyName);
    if (!ts.isIdentifier(name)) binder.parts(name);
    if (initializer !== undefined) binder.walk(initializer);
  });
  on<ts.LabeledStatement>([kind.LabeledStatement], (binder, node) => binder.walk(node.statement));
  on<ts.JsxAttribute>([kind.JsxAttribute], (binder, { initializer }) => {
    if (initializer !== undefined) binder.walk(initializer);
  });
  on<ts.JsxSelfClosingElement>(
    [kind.JsxOpeningElement, kind.JsxSelfClosingElement],
    (binder, { tagName, attributes }) => {
      if (isComponent(tagName)) binder.walk(tagName);
      binder.walk(attributes);
    },
  );
  on<ts.JsxClosingElement>([kind.JsxClosingElement], (binder, { tagName }) => {
    if (isComponent(tagName)) binder.walk(tagName);
  });

  on<ts.ImportDeclaration>([kind.ImportDeclaration], (binder, { importClause: clause }) => {
    if (clause === undefined || clause.phaseModifier === kind.TypeKeyword) return;
    if (clause.name !== undefined) binder.declare(clause.name, "import", clause);
    const names = clause.namedBindings;
    if (names !== undefined && ts.isNamespaceImport(names)) binder.declare(names.name, "import", names);
    else if (names !== undefined)
      for (const item of names.elements) if (!item.isTypeOnly) binder.declare(item.name, "import", item);
  });
  on<ts.ImportEqualsDeclaration>([kind.ImportEqualsDeclaration], (binder, node) => {
    if (!node.isTypeOnly) binder.declare(node.name, "import", node);
    if (ts.isEntityName(node.moduleReference)) binder.leftmost(node.moduleReference);
  });
  on<ts.ExportDeclaration>([kind.ExportDeclaration], (binder, node) => {
    if (node.moduleSpecifier !== undefined || node.isTypeOnly) return;
    if (node.exportClause === undefined || !ts.isNamedExports(node.exportClause)) return;
    for (const item of node.exportClause.elements) {
      const name = item.propertyName ?? item.name;
      if (!item.isTypeOnly && ts.isIdentifier(name)) binder.use(name);
    }
  });
  on<ts.EnumDeclaration>([kind.EnumDeclaration], (binder, node) => {
    binder.declare(node.name, "enum", node);
    const outer = binder.enter(node, false);
    for (const item of node.members) if (ts.isIdentifier(item.name)) binder.declare(item.name, "other", item);
    for (const item of node.members) binder.walk(item);
    binder.scope = outer;
  });
  on<ts.ModuleDeclaration>([kind.ModuleDeclaration], (binder, node) => {
    if (ts.isIdentifier(node.name)) binder.declare(node.name, "namespace", node);
    if (node.body !== undefined && !isAmbient(node)) binder.inner(node.body, true);
  });
  return entries;
});

/** `<Room/>`, and not `<div/>`. */
const isComponent = (tagName: ts.Node): boolean => !ts.isIdentifier(tagName) || !/^[a-z]/.test(tagName.text);
