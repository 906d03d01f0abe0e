// The TypeScript that compiles the user's program, handed in by the host (ts-patch's `extras.ts`, or whatever a bundler found).
// Two copies of TypeScript must never be mixed (generated names and caches belong to one of them), so nothing here loads it by itself:
// a host calls `useTypeScript` before anything else, and every file takes `ts` from here, as a value and as a namespace of types.
import type TypeScript from "typescript";

export let ts: typeof TypeScript;

export type TypeScriptApi = typeof TypeScript;

const read = new WeakMap<TypeScriptApi, TypeScriptApi>();

/** Everything compiled from now on is compiled with `instance`. */
export function useTypeScript(instance: TypeScriptApi): void {
  let known = read.get(instance);
  if (known === undefined) {
    known = readOnce(instance);
    read.set(instance, known).set(known, known);
  }
  if (ts === known) return;
  ts = known;
  for (const fill of tables) fill();
}

/** TypeScript's exports are getters, and to ask one costs as much as most of what they give: whatever is asked for is kept. */
function readOnce(instance: TypeScriptApi): TypeScriptApi {
  const get = (from: object, name: string | symbol, reader: object): unknown => {
    const value = Reflect.get(from, name);
    Object.defineProperty(reader, name, { value });
    return value;
  };
  return Object.create(new Proxy(instance, { get }));
}

/**
 * A table by the kind of a node (`table[node.kind]`), filled anew for every TypeScript in use, as each has its own numbers. Walks go by such a table: to ask `isThis(node) || isThat(node) ...` of every
 * node took half of the time inside the plugin (`npm run footprint`), since most of a build's files are compiled before V8 has optimised anything.
 */
export function byKind<T>(make: () => Iterable<readonly [ts.SyntaxKind, T]>): readonly (T | undefined)[] {
  const table: (T | undefined)[] = [];
  const fill = (): void => {
    table.length = 0;
    for (const [kind, value] of make()) table[kind] = value;
  };
  tables.push(fill);
  if (ts !== undefined) fill();
  return table;
}

/** Fills each table anew. */
const tables: (() => void)[] = [];

/** All kinds from `first` to `last`. */
export const kinds = (first: ts.SyntaxKind, last: ts.SyntaxKind): ts.SyntaxKind[] =>
  Array.from({ length: last - first + 1 }, (_, i) => (first + i) as ts.SyntaxKind);

/** The types of TypeScript that the transformer speaks of, under the name `ts` as everybody writes them. */
export declare namespace ts {
  export type ApplicableRefactorInfo = TypeScript.ApplicableRefactorInfo;
  export type ArrowFunction = TypeScript.ArrowFunction;
  export type AsExpression = TypeScript.AsExpression;
  export type AwaitExpression = TypeScript.AwaitExpression;
  export type BinaryExpression = TypeScript.BinaryExpression;
  export type BinaryOperator = TypeScript.BinaryOperator;
  export type BindingElement = TypeScript.BindingElement;
  export type BindingName = TypeScript.BindingName;
  export type Block = TypeScript.Block;
  export type BreakOrContinueStatement = TypeScript.BreakOrContinueStatement;
  export type BreakStatement = TypeScript.BreakStatement;
  export type Bundle = TypeScript.Bundle;
  export type CallExpression = TypeScript.CallExpression;
  export type CaseClause = TypeScript.CaseClause;
  export type CaseOrDefaultClause = TypeScript.CaseOrDefaultClause;
  export type CatchClause = TypeScript.CatchClause;
  export type ClassDeclaration = TypeScript.ClassDeclaration;
  export type ClassLikeDeclaration = TypeScript.ClassLikeDeclaration;
  export type CodeFixAction = TypeScript.CodeFixAction;
  export type CompilerHost = TypeScript.CompilerHost;
  export type CompilerOptions = TypeScript.CompilerOptions;
  export type ConciseBody = TypeScript.ConciseBody;
  export type ConditionalExpression = TypeScript.ConditionalExpression;
  export type ContinueStatement = TypeScript.ContinueStatement;
  export type CreateProgramOptions = TypeScript.CreateProgramOptions;
  export type CustomTransformers = TypeScript.CustomTransformers;
  export type Declaration = TypeScript.Declaration;
  export type Diagnostic = TypeScript.Diagnostic;
  export type DiagnosticCategory = TypeScript.DiagnosticCategory;
  export type DiagnosticMessageChain = TypeScript.DiagnosticMessageChain;
  export type DiagnosticRelatedInformation = TypeScript.DiagnosticRelatedInformation;
  export type DiagnosticWithLocation = TypeScript.DiagnosticWithLocation;
  export type DocumentRegistry = TypeScript.DocumentRegistry;
  export type ElementAccessExpression = TypeScript.ElementAccessExpression;
  export type EmitHint = TypeScript.EmitHint;
  export type EmitResult = TypeScript.EmitResult;
  export type EntityName = TypeScript.EntityName;
  export type EnumDeclaration = TypeScript.EnumDeclaration;
  export type EnumMember = TypeScript.EnumMember;
  export type ExportDeclaration = TypeScript.ExportDeclaration;
  export type Expression = TypeScript.Expression;
  export type ExpressionStatement = TypeScript.ExpressionStatement;
  export type FileTextChanges = TypeScript.FileTextChanges;
  export type ForInitializer = TypeScript.ForInitializer;
  export type ForInStatement = TypeScript.ForInStatement;
  export type FormatCodeSettings = TypeScript.FormatCodeSettings;
  export type FormatDiagnosticsHost = TypeScript.FormatDiagnosticsHost;
  export type ForOfStatement = TypeScript.ForOfStatement;
  export type ForStatement = TypeScript.ForStatement;
  export type FunctionDeclaration = TypeScript.FunctionDeclaration;
  export type FunctionExpression = TypeScript.FunctionExpression;
  export type FunctionLikeDeclaration = TypeScript.FunctionLikeDeclaration;
  export type Identifier = TypeScript.Identifier;
  export type IfStatement = TypeScript.IfStatement;
  export type ImportAttributes = TypeScript.ImportAttributes;
  export type ImportClause = TypeScript.ImportClause;
  export type ImportDeclaration = TypeScript.ImportDeclaration;
  export type ImportEqualsDeclaration = TypeScript.ImportEqualsDeclaration;
  export type ImportSpecifier = TypeScript.ImportSpecifier;
  export type IndexInfo = TypeScript.IndexInfo;
  export type IScriptSnapshot = TypeScript.IScriptSnapshot;
  export type IntersectionType = TypeScript.IntersectionType;
  export type IterationStatement = TypeScript.IterationStatement;
  export type JsxAttribute = TypeScript.JsxAttribute;
  export type JsxClosingElement = TypeScript.JsxClosingElement;
  export type JsxExpression = TypeScript.JsxExpression;
  export type JsxSelfClosingElement = TypeScript.JsxSelfClosingElement;
  export type JsxSpreadAttribute = TypeScript.JsxSpreadAttribute;
  export type LabeledStatement = TypeScript.LabeledStatement;
  export type LanguageService = TypeScript.LanguageService;
  export type MethodDeclaration = TypeScript.MethodDeclaration;
  export type ModifierLike = TypeScript.ModifierLike;
  export type ModuleBlock = TypeScript.ModuleBlock;
  export type ModuleDeclaration = TypeScript.ModuleDeclaration;
  export type ModuleKind = TypeScript.ModuleKind;
  export type NamedImports = TypeScript.NamedImports;
  export type NamespaceImport = TypeScript.NamespaceImport;
  export type NewExpression = TypeScript.NewExpression;
  export type Node = TypeScript.Node;
  export type NodeArray<T extends TypeScript.Node> = TypeScript.NodeArray<T>;
  export type NonNullExpression = TypeScript.NonNullExpression;
  export type ObjectLiteralElementLike = TypeScript.ObjectLiteralElementLike;
  export type ObjectLiteralExpression = TypeScript.ObjectLiteralExpression;
  export type ObjectType = TypeScript.ObjectType;
  export type ParameterDeclaration = TypeScript.ParameterDeclaration;
  export type ParenthesizedExpression = TypeScript.ParenthesizedExpression;
  export type ParsedCommandLine = TypeScript.ParsedCommandLine;
  export type Path = TypeScript.Path;
  export type PrefixUnaryExpression = TypeScript.PrefixUnaryExpression;
  export type Printer = TypeScript.Printer;
  export type Program = TypeScript.Program;
  export type ProjectReference = TypeScript.ProjectReference;
  export type PropertyAccessExpression = TypeScript.PropertyAccessExpression;
  export type PropertyAssignment = TypeScript.PropertyAssignment;
  export type PropertyDeclaration = TypeScript.PropertyDeclaration;
  export type PropertyName = TypeScript.PropertyName;
  export type RefactorEditInfo = TypeScript.RefactorEditInfo;
  export type ReturnStatement = TypeScript.ReturnStatement;
  export type SatisfiesExpression = TypeScript.SatisfiesExpression;
  export type ScriptKind = TypeScript.ScriptKind;
  export type ShorthandPropertyAssignment = TypeScript.ShorthandPropertyAssignment;
  export type SignatureDeclaration = TypeScript.SignatureDeclaration;
  export type SignatureHelpItem = TypeScript.SignatureHelpItem;
  export type SignatureHelpItems = TypeScript.SignatureHelpItems;
  export type SourceFile = TypeScript.SourceFile;
  export type Statement = TypeScript.Statement;
  export type StringLiteral = TypeScript.StringLiteral;
  export type StringLiteralLike = TypeScript.StringLiteralLike;
  export type SwitchStatement = TypeScript.SwitchStatement;
  export type Symbol = TypeScript.Symbol;
  export type SyntaxKind = TypeScript.SyntaxKind;
  export type SyntaxList = TypeScript.SyntaxList;
  export type System = TypeScript.System;
  export type TaggedTemplateExpression = TypeScript.TaggedTemplateExpression;
  export type TemplateLiteral = TypeScript.TemplateLiteral;
  export type TextChange = TypeScript.TextChange;
  export type TextRange = TypeScript.TextRange;
  export type TransformationContext = TypeScript.TransformationContext;
  export type Transformer<T extends TypeScript.Node> = TypeScript.Transformer<T>;
  export type TransformerFactory<T extends TypeScript.Node> = TypeScript.TransformerFactory<T>;
  export type TupleType = TypeScript.TupleType;
  export type Type = TypeScript.Type;
  export type TypeChecker = TypeScript.TypeChecker;
  export type TypeFlags = TypeScript.TypeFlags;
  export type TypeNode = TypeScript.TypeNode;
  export type TypeParameterDeclaration = TypeScript.TypeParameterDeclaration;
  export type TypeReference = TypeScript.TypeReference;
  export type UnionType = TypeScript.UnionType;
  export type UserPreferences = TypeScript.UserPreferences;
  export type VariableDeclaration = TypeScript.VariableDeclaration;
  export type VariableDeclarationList = TypeScript.VariableDeclarationList;
  export type VariableStatement = TypeScript.VariableStatement;
  export type WriteFileCallback = TypeScript.WriteFileCallback;
  export namespace server {
    export type PluginCreateInfo = TypeScript.server.PluginCreateInfo;
    export type PluginModule = TypeScript.server.PluginModule;
  }
  export type YieldExpression = TypeScript.YieldExpression;
}
