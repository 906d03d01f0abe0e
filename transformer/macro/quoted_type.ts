// Types that a quote names, where its code is kept as source: one of the macro's file is imported, a type parameter of the macro is what it stands for in this call.
//
//   const shapes: Map<string, Shape> = ...   ->   import type { Shape } from "./shape.js";       in a file with a Shape of its own: import("./shape.js").Shape
//   const seen: T[] = []                     ->   const seen: number[] = []
//
// What can't be named in the caller's file is `any`.
import * as build from "../ast/build.js";
import { copiedAway } from "../ast/copy.js";
import { bare, declaredNames } from "../ast/look.js";
import { hasWord } from "../ast/word.js";
import { ts } from "../ts.js";
import { privateNames } from "./definition.js";
import type { Template } from "./template.js";
import type { Travels } from "./travel.js";

/** What the type parameters of a macro stand for in a call of it. */
export type TypeArguments = (call: ts.CallExpression) => readonly ts.TypeNode[] | undefined;

export class QuotedTypes {
  /** Name -> the module that it is imported from. */
  private readonly imports = new Map<string, string>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly travels: Travels,
    private readonly argumentsOf: TypeArguments,
  ) {}

  /** The type for the caller's file. `call`: of the macro, where the user wrote it. */
  of(type: ts.Node, template: Template, call: ts.Node | undefined): ts.Node {
    const own = declaredIn(template.code);
    const isOfMacro = (name: string): boolean => !own.has(name) && originOf(name, template.source.file) !== undefined;
    return copiedAway(type, (part) => {
      if (ts.isTypeQueryNode(part)) return isOfMacro(namesOf(part.exprName)[0] as string) ? build.anyType() : undefined;
      if (!ts.isTypeReferenceNode(part)) return undefined;
      const [first = "", ...rest] = namesOf(part.typeName);
      if (own.has(first)) return undefined;
      const parameter = parameterOf(first, template.code);
      if (parameter !== undefined) {
        const user = call !== undefined && ts.isCallExpression(call) ? call : undefined;
        return (parameter < 0 ? undefined : user && this.argumentsOf(user)?.[parameter]) ?? build.anyType();
      }
      const origin = originOf(first, template.source.file);
      if (origin === undefined) return undefined;
      const name = this.nameOf(origin, rest, template.source.file);
      if (name === undefined) return build.anyType();
      const types = part.typeArguments?.map((each) => this.of(each, template, call) as ts.TypeNode);
      return build.namedType(name, types);
    });
  }

  /** `import type { Shape } from "./shape.js";` */
  get statements(): ts.Statement[] {
    const modules = new Set(this.imports.values());
    return [...modules].map((module) => {
      const names = [...this.imports].filter(([, other]) => other === module).map(([name]) => name);
      return build.importTypes(names, module);
    });
  }

  /** How the caller's file calls a type. */
  private nameOf({ module, name }: TypeOrigin, rest: readonly string[], file: ts.SourceFile): string | undefined {
    const specifier =
      module === undefined ? this.travels.homeOfType(name, file) : this.travels.specifierFrom(module, file);
    if (specifier === undefined) return undefined;
    const path = name === "*" ? rest : [name, ...rest];
    if (path.length === 0) return undefined;
    const known = this.imports.get(name);
    const isFree = known === specifier || (known === undefined && !hasWord(this.file.text, name));
    if (name === "*" || name === "default" || !isFree) return `import(${JSON.stringify(specifier)}).${path.join(".")}`;
    this.imports.set(name, specifier);
    return path.join(".");
  }
}

/** A type of a file's top: of a module that it imports, or its own. */
interface TypeOrigin {
  readonly module: string | undefined;
  /** Its name there; "*" for the whole module. */
  readonly name: string;
}

function originOf(name: string, file: ts.SourceFile): TypeOrigin | undefined {
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const { importClause: clause } = statement;
      const module = statement.moduleSpecifier.text;
      if (clause?.name?.text === name) return { module, name: "default" };
      const names = clause?.namedBindings;
      if (names !== undefined && ts.isNamespaceImport(names) && names.name.text === name) return { module, name: "*" };
      const item =
        names !== undefined && ts.isNamedImports(names)
          ? names.elements.find((each) => each.name.text === name)
          : undefined;
      if (item !== undefined) return { module, name: (item.propertyName ?? item.name).text };
    } else if (declaresType(statement) && declaredNames(statement).some(({ text }) => text === name))
      return { module: undefined, name: privateNames(file).exportOf(name).exported };
  }
  return undefined;
}

const declaresType = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  ts.isClassDeclaration(statement) ||
  ts.isEnumDeclaration(statement) ||
  ts.isModuleDeclaration(statement);

/** Types of the module's own that its quotes name and that it keeps to itself: name -> the name to export it by. */
export function privateTypes({ code, source: { file, names } }: Template): Map<string, string> {
  const own = declaredIn(code);
  const found = new Map<string, string>();
  const look = (node: ts.Node): void => {
    // A hole and its types are not in the code.
    if (names.callOf(node)?.startsWith("macro:") === true) return;
    const [name] = ts.isTypeReferenceNode(node) ? namesOf(node.typeName) : [];
    const origin = name === undefined || own.has(name) ? undefined : originOf(name, file);
    if (name !== undefined && origin !== undefined && origin.module === undefined) {
      const { exported, isPrivate } = privateNames(file).exportOf(name);
      if (isPrivate) found.set(name, exported);
    }
    ts.forEachChild(node, look);
  };
  look(code.body);
  return found;
}

const own = new WeakMap<ts.Node, ReadonlySet<string>>();

/** The types that a piece of code declares itself, type parameters among them. */
function declaredIn(code: ts.Node): ReadonlySet<string> {
  const known = own.get(code);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(node)) names.add(node.name.text);
    else if (ts.isStatement(node) && declaresType(node)) for (const { text } of declaredNames(node)) names.add(text);
    ts.forEachChild(node, look);
  };
  look(code);
  own.set(code, names);
  return names;
}

/** The place of a type parameter of the macro around a quote; -1 for one of another function. */
function parameterOf(name: string, code: ts.Node): number | undefined {
  for (let at = code.parent; at !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const place = at.typeParameters?.findIndex((each) => each.name.text === name) ?? -1;
    if (place === -1) continue;
    let outer: ts.Node = at.parent;
    while (ts.isExpression(outer) && bare(outer) === at) outer = outer.parent;
    // export const name = defmacro(...)
    const home = outer.parent?.parent?.parent?.parent;
    return ts.isCallExpression(outer) && home !== undefined && ts.isSourceFile(home) ? place : -1;
  }
  return undefined;
}

/** `a.b.c` as ["a", "b", "c"] */
const namesOf = (name: ts.EntityName): string[] =>
  ts.isIdentifier(name) ? [name.text] : [...namesOf(name.left), name.right.text];
