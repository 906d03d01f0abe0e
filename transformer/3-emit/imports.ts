// Phase 3, emit: the imports of the output.
//
//   import { call, self, type Pid } from "tincture";   ->   import { self } from "tincture"; import * as rt from "tincture/abi";
//
// Macro names go, since nothing is left that uses them; the runtime's import comes, under a name that is free. TypeScript itself drops no name of an
// import that was changed (microsoft/TypeScript#40603), so types and unused names are dropped here, by the same rule as TypeScript's.

import { isLeftToBuild, packageName } from "../1-find/exports.js";
import type { Found } from "../1-find/find.js";
import type { Binding } from "../1-find/scope.js";
import { abiModule } from "../abi.js";
import * as build from "../ast/build.js";
import { isDirective, isType, openingLength } from "../ast/look.js";
import { ts } from "../ts.js";

/** Internal, the same since 4.x: tells whether TypeScript would keep an import. */
interface EmitResolver {
  isReferencedAliasDeclaration(node: ts.Node): boolean;
}

/** Does TypeScript keep this imported name in the output? */
export type IsKept = (name: ts.Node) => boolean;

export function keptByTypeScript(context: ts.TransformationContext): IsKept {
  const { verbatimModuleSyntax } = context.getCompilerOptions();
  const isType = (name: ts.Node): boolean => ts.isImportSpecifier(name) && name.isTypeOnly;
  if (verbatimModuleSyntax === true) return (name) => !isType(name);
  const resolver = (context as unknown as { getEmitResolver(): EmitResolver }).getEmitResolver();
  return (name) => !isType(name) && resolver.isReferencedAliasDeclaration(name);
}

interface ImportsOptions {
  /** Imports of which a use stands in the statements. */
  readonly used: ReadonlySet<Binding>;
  readonly runtime: ts.Identifier | undefined;
  readonly commonJs: boolean;
  /** Left out where TypeScript can't be asked yet. */
  readonly isKept?: IsKept;
  /** Names that only macros used. */
  readonly dropped: ReadonlySet<Binding>;
  /** The output is source: what only its types use is used, and these types of the package are needed beside. */
  readonly types?: ReadonlySet<string>;
}

/** The statements of a file with its imports put right; undefined where TypeScript has to be asked, and can't be. */
export function withImports(
  statements: readonly ts.Statement[],
  found: Found,
  options: ImportsOptions & { readonly isKept: IsKept },
): ts.Statement[];
export function withImports(
  statements: readonly ts.Statement[],
  found: Found,
  options: ImportsOptions,
): ts.Statement[] | undefined;
export function withImports(
  statements: readonly ts.Statement[],
  found: Found,
  options: ImportsOptions,
): ts.Statement[] | undefined {
  const { used, dropped } = options;
  const inTypes = options.types === undefined ? new Set<string>() : namesInTypes(statements);
  const isGone = (name: ts.Identifier): boolean => {
    const binding = found.scopes.bindingOf(name);
    if (binding === undefined || used.has(binding) || inTypes.has(binding.name)) return false;
    return found.names.isImported(binding) || dropped.has(binding);
  };
  let isOpen = false;
  /** Does the name stay? What the output uses of tincture does; of other names only TypeScript knows: it writes the values of a const enum in its place. */
  const stays = (name: ts.Identifier, item: ts.Node): boolean => {
    if (isGone(name)) return false;
    const binding = found.scopes.bindingOf(name);
    if (binding !== undefined && used.has(binding) && found.names.isImported(binding)) return true;
    isOpen ||= options.isKept === undefined;
    return options.isKept?.(item) ?? true;
  };
  /** Nothing of it was there for the program itself. */
  const isForMacros = (name: ts.Identifier): boolean => {
    const binding = found.scopes.bindingOf(name);
    return binding !== undefined && (dropped.has(binding) || isLeftToBuild(found.names.importOf(binding)));
  };
  const injected = options.runtime === undefined ? [] : [importRuntime(options.runtime, options.commonJs)];
  const types =
    options.types !== undefined && options.types.size > 0 ? [build.importTypes([...options.types], packageName)] : [];
  const result: ts.Statement[] = [];
  for (const statement of statements) {
    if (!isImport(statement)) {
      result.push(statement);
      continue;
    }
    const kept = withoutMacros(statement, found, { isGone, stays, isForMacros });
    const isOurs = kept !== statement;
    // The runtime's import takes the place of the first import of macros, with its comments when nothing of it is left.
    if (isOurs && injected.length > 0 && isLeading(statements, statement)) {
      const [runtime] = injected.splice(0) as [ts.Statement];
      result.push(...types, ...(kept === undefined ? [build.at(runtime, statement)] : [kept, runtime]));
    } else if (kept !== undefined) result.push(kept);
    // The comments at the top of a file are the file's.
    else if (statement === statements.find((item) => !isDirective(item))) result.push(build.onlyComments(statement));
  }
  if (injected.length > 0) result.splice(openingLength(result), 0, ...types, ...injected);
  return isOpen ? undefined : result;
}

const importRuntime = (name: ts.Identifier, commonJs: boolean): ts.Statement =>
  commonJs ? build.importEquals(name, abiModule) : build.importNamespace(name, abiModule);

const isImport = (statement: ts.Statement): statement is ts.ImportDeclaration | ts.ImportEqualsDeclaration =>
  ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);

const isLeading = (statements: readonly ts.Statement[], statement: ts.Statement): boolean =>
  statements.indexOf(statement) < openingLength(statements);

/** Names that code uses, for code of which nobody noted it; imports themselves don't count. */
export function usedBindings(statements: readonly ts.Statement[], { scopes }: Found): Set<Binding> {
  const used = new Set<Binding>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const binding = scopes.bindingOf(ts.getOriginalNode(node));
      if (binding !== undefined) used.add(binding);
    } else if (!isType(node)) ts.forEachChild(node, look);
  };
  for (const statement of statements) if (!isImport(statement)) look(statement);
  return used;
}

/** Every name that a type mentions. */
function namesInTypes(statements: readonly ts.Statement[]): Set<string> {
  const names = new Set<string>();
  const look = (node: ts.Node, inType: boolean): void => {
    const isTyped = inType || isType(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (isTyped && ts.isIdentifier(node)) for (const word of node.text.split(/\W+/)) names.add(word);
    ts.forEachChild(node, (child) => look(child, isTyped));
  };
  for (const statement of statements) look(statement, false);
  return names;
}

/** What becomes of an imported name. */
interface Fate {
  isGone(name: ts.Identifier): boolean;
  /** `item`: what the import says of it, for TypeScript to know it by. */
  stays(name: ts.Identifier, item: ts.Node): boolean;
  isForMacros(name: ts.Identifier): boolean;
}

/** An import without the macros that are gone: the statement itself when it has none, undefined when nothing is left. */
function withoutMacros(
  statement: ts.ImportDeclaration | ts.ImportEqualsDeclaration,
  found: Found,
  { isGone, stays, isForMacros }: Fate,
): ts.Statement | undefined {
  if (ts.isImportEqualsDeclaration(statement)) return isGone(statement.name) ? undefined : statement;
  if (statement.importClause === undefined) return statement;
  const clause = statement.importClause;
  const { name, namedBindings } = clause;
  const names =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((item) => item.name);
  const all = [...names, ...(name === undefined ? [] : [name])];
  if (!all.some(isGone)) return statement;
  const defaultName = name !== undefined && stays(name, clause) ? name : undefined;
  const bindings =
    namedBindings === undefined || ts.isNamespaceImport(namedBindings)
      ? namedBindings && stays(namedBindings.name, namedBindings)
        ? namedBindings
        : undefined
      : namedBindings.elements.filter((item) => stays(item.name, item));
  const isEmpty = bindings === undefined || ("length" in bindings && bindings.length === 0);
  if (defaultName !== undefined || !isEmpty)
    return build.importFewer(statement, clause, defaultName, isEmpty ? undefined : bindings);
  return found.isPackage(statement.moduleSpecifier) || all.filter(isGone).every(isForMacros)
    ? undefined
    : build.importForEffect(statement);
}
