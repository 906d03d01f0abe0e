// Free names of quotes: what they mean where the macro is written, and how the caller's file comes to them.
//
//   macros/shout.macro.ts: import { shout } from "./voice.js";      main.ts: import { shout } from "./macros/voice.js";
//   a helper that the module keeps to itself                        main.ts: import { helper } from "./macros/shout.macro.js";
//   CommonJS output                                                 main.cts: import voice_1 = require("./macros/voice.cjs"); voice_1.shout(...)
//
// A name that the caller imports already is the caller's import.
import { posix } from "node:path";
import { entryOf, homeOf, isEntry, isUserMacro, macrosOf, type Resolve } from "../1-find/exports.js";
import type { Found } from "../1-find/find.js";
import type { Binding } from "../1-find/scope.js";
import * as build from "../ast/build.js";
import { bare, openingLength } from "../ast/look.js";
import { ts } from "../ts.js";
import { privateNames } from "./definition.js";
import type { Identities, Travel } from "./identity.js";
import type { MacroSource } from "./macro_source.js";
import type { Source } from "./template.js";

interface TravelOptions {
  readonly source: MacroSource;
  readonly resolve: Resolve;
  readonly commonJs: boolean;
  readonly hidden: (name: string, module: string) => void;
}

/** What a name is in its home module. */
type Target = Omit<Travel, "is" | "name">;

export class Travels {
  private readonly known = new Map<string, Travel>();
  private readonly ownImports = new Map<string, Binding>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly found: Found,
    private readonly identities: Identities,
    private readonly options: TravelOptions,
  ) {
    for (const binding of found.scopes.scopeOf(file)?.names.values() ?? []) {
      const target = this.targetOf(binding, { file, scopes: found.scopes, names: found.names });
      if (binding.kind === "import" && target !== undefined) this.ownImports.set(target.key, binding);
    }
  }

  /** A free name of a quote, in the caller's file. */
  free = (binding: Binding, source: Source): ts.Expression => {
    const target = this.targetOf(binding, source) as Target;
    return this.nameFor(binding.name, target);
  };

  /** `rt.name` of the runtime. */
  ofRuntime(name: string): ts.Expression {
    return this.nameFor(name, this.ofTincture(`abi:${name}`));
  }

  private nameFor(name: string, target: Target): ts.Expression {
    const own = this.ownImports.get(target.key);
    const use = own && this.found.scopes.allUses.find((each) => this.found.scopes.bindingOf(each.name) === own);
    if (own !== undefined && use !== undefined) {
      const made = build.again(use.name);
      this.identities.set(made, own);
      return made;
    }
    // In CommonJS an import that was not there before is used through its module; a macro's goes away by itself.
    if (!this.options.commonJs || target.imported === "*" || isUserMacro(target.meaning))
      return this.identifier(name, target);
    return build.member(this.moduleOf(target), target.imported);
  }

  /** `shout_1` of `shout_1.shout`. */
  private moduleOf({ specifier, imported }: Target): ts.Identifier {
    const isDefault = imported === "default";
    const key = `${specifier}#${isDefault ? "*" : "="}`;
    const meaning = entryOf(specifier);
    return this.identifier(`${baseOf(specifier)}_1`, { key, specifier, imported: isDefault ? "*" : "=", meaning });
  }

  private identifier(name: string, target: Target): ts.Identifier {
    const travel: Travel = this.known.get(target.key) ?? { is: "travel", name, ...target };
    this.known.set(target.key, travel);
    const made = build.id(travel.name);
    this.identities.set(made, travel);
    return made;
  }

  /* ---- what names mean ---- */

  private ofTincture(meaning: string): Target {
    const { specifier, name } = homeOf(meaning);
    return { key: `=${meaning}`, specifier, imported: name, meaning };
  }

  private targetOf(binding: Binding, source: Source): Target | undefined {
    const { file, names } = source;
    const meaning = names.importOf(binding);
    if (typeof meaning === "string") return this.ofTincture(meaning);
    if (binding.kind !== "import") return this.ofModule(binding.name, file);
    const from = importOf(binding, file);
    if (from === undefined) return undefined;
    const isRelative = from.specifier.startsWith(".");
    if (isRelative && file !== this.file && this.options.source.packageOf(file) !== undefined)
      return this.ofModule(binding.name, file);
    const path = posix.join(posix.dirname(file.fileName), from.specifier);
    const specifier = isRelative ? relativeTo(this.file.fileName, path) : from.specifier;
    const home = isRelative ? path.replace(/\.[mc]?[jt]sx?$/, "") : from.specifier;
    return { key: `${home}#${from.imported}`, specifier, imported: from.imported, meaning };
  }

  /** A name declared at the top of a macro module. */
  private ofModule(name: string, file: ts.SourceFile): Target {
    const { exported, isPrivate } = privateNames(file).exportOf(name);
    const module = this.options.source.packageOf(file);
    if (module !== undefined && isPrivate && !macrosOf(file).has(name)) this.options.hidden(name, module);
    const home = file.fileName.replace(/\.[mc]?[jt]sx?$/, "");
    return {
      key: `${home}#${exported}`,
      specifier: this.specifierOf(file),
      imported: exported,
      meaning: macrosOf(file).get(name),
    };
  }

  isSame(a: ts.Node, b: ts.Node): boolean {
    const [left, right] = [a, b].map((node) => this.keyOf(node));
    return left !== undefined && left === right;
  }

  private keyOf(node: ts.Node): unknown {
    if (!ts.isExpression(node)) return undefined;
    const inner = bare(node);
    if (ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner)) return `${inner.kind} ${inner.text}`;
    const meaning = this.identities.meaningOf(inner);
    if (meaning !== undefined) return meaning;
    if (ts.isPropertyAccessExpression(inner)) {
      const object = this.keyOf(inner.expression);
      return typeof object === "string" ? `${object}.${inner.name.text}` : undefined;
    }
    const identity = ts.isIdentifier(inner) ? this.identities.of(inner) : undefined;
    if (identity === undefined) return undefined;
    if (identity.is === "travel") return identity.key;
    if (identity.is === "global") return `global ${identity.name}`;
    if (identity.is !== undefined || identity.kind !== "import") return identity;
    const { scopes, names } = this.found;
    return this.targetOf(identity, { file: this.file, scopes, names })?.key;
  }

  /* ---- specifiers ---- */

  /** How the caller's file imports a module: as it does already, else by its path, in the manner of its other imports. */
  specifierOf(module: ts.SourceFile): string {
    const known = this.options.source.packageOf(module);
    if (known !== undefined) return known;
    const specifiers = this.file.statements.flatMap((statement) =>
      ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)
        ? [statement.moduleSpecifier]
        : [],
    );
    const direct = specifiers.find((each) => !isEntry(each.text) && this.options.resolve(each, this.file) === module);
    if (direct !== undefined) return direct.text;
    const path = relativeTo(this.file.fileName, module.fileName);
    const isBare = specifiers.some(({ text }) => text.startsWith(".") && !/\.[mc]?[jt]sx?$/.test(text));
    return isBare ? path.replace(/\.[mc]?tsx?$/, "") : path.replace(/\.([mc]?)tsx?$/, ".$1js");
  }

  /** How the caller's file imports a type of a macro module; undefined where the module is tincture's own, or a package's that keeps the type to itself. */
  homeOfType(exported: string, module: ts.SourceFile): string | undefined {
    const { source } = this.options;
    const isOurs = [...macrosOf(module).keys()].some((name) => source.builtin(name)?.file.fileName === module.fileName);
    const isHidden = source.packageOf(module) !== undefined && !privateNames(module).exports(exported);
    return isOurs || isHidden ? undefined : this.specifierOf(module);
  }

  /** How the caller's file imports what a macro module imports; undefined where it can't: a module within a package. */
  specifierFrom(specifier: string, module: ts.SourceFile): string | undefined {
    if (!specifier.startsWith(".")) return specifier;
    if (module !== this.file && this.options.source.packageOf(module) !== undefined) return undefined;
    return relativeTo(this.file.fileName, posix.join(posix.dirname(module.fileName), specifier));
  }

  /* ---- imports ---- */

  /** The statements with imports for the names that are used, and `more`. */
  withImports(statements: readonly ts.Statement[], more: readonly ts.Statement[] = []): ts.Statement[] {
    const used = new Set<Travel>();
    const look = (node: ts.Node): void => {
      const identity = ts.isIdentifier(node) ? this.identities.of(node) : undefined;
      if (identity?.is === "travel") used.add(identity);
      ts.forEachChild(node, look);
    };
    statements.forEach(look);
    const imports: ts.Statement[] = [];
    const named = new Map<string, { local: ts.Identifier; imported: string }[]>();
    for (const travel of used) {
      const { imported, specifier } = travel;
      const local = this.identifier(travel.name, travel);
      if (imported === "=") imports.push(build.importEquals(local, specifier));
      else if (imported === "*" || imported === "default") imports.push(build.importWhole(local, imported, specifier));
      else named.set(specifier, [...(named.get(specifier) ?? []), { local, imported }]);
    }
    for (const [specifier, names] of named) imports.push(build.importNames(names, specifier));
    const start = openingLength(statements);
    return [...statements.slice(0, start), ...imports, ...more, ...statements.slice(start)];
  }
}

/** What an imported name is in the module it comes from. */
function importOf(binding: Binding, _file: ts.SourceFile): { specifier: string; imported: string } | undefined {
  const { declaration } = binding;
  let statement: ts.Node | undefined;
  for (const each of _file.statements) {
    if (each === declaration) statement = each;
    else if (ts.isImportDeclaration(each) && holds(each, declaration)) statement = each;
  }
  if (statement === undefined) return undefined;
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference } = statement;
    const module = ts.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
    return module !== undefined && ts.isStringLiteral(module) ? { specifier: module.text, imported: "=" } : undefined;
  }
  const specifier = ((statement as ts.ImportDeclaration).moduleSpecifier as ts.StringLiteral).text;
  if (ts.isImportClause(declaration)) return { specifier, imported: "default" };
  if (ts.isImportSpecifier(declaration))
    return { specifier, imported: (declaration.propertyName ?? declaration.name).text };
  return { specifier, imported: "*" };
}

function holds({ importClause: clause }: ts.ImportDeclaration, declaration: ts.Node): boolean {
  const names = clause?.namedBindings;
  if (clause === declaration || names === declaration) return true;
  return names !== undefined && ts.isNamedImports(names) && names.elements.some((item) => item === declaration);
}

function relativeTo(from: string, target: string): string {
  const path = posix.relative(posix.dirname(from), target);
  return path.startsWith(".") ? path : `./${path}`;
}

/** "./shout.js" -> "shout" */
const baseOf = (specifier: string): string =>
  (specifier.split("/").at(-1) ?? "").replace(/\.[mc]?[jt]sx?$/, "").replace(/[^\w$]+/g, "_") || "module";
