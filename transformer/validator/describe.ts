// Types as descriptions of the values that they admit and that can come from another node.
//
// What can't come from there (functions, symbols, private parts of a class) is `never`, and so is an object that needs such a thing; what a type leaves open is
// `unknown`. A type in itself is a reference to itself. Types that grow without end, and such as are larger than a message will ever be, end in `unknown`.
import { ts } from "../ts.js";
import { type Description, is, type LiteralValue, type NamedType, never, of, plain, unknown } from "./description.js";
import { libraryTypes, packageTypes } from "./known_type.js";

/** Internal, as is what follows, and the same in 5.9 and 6.0. */
interface CheckerInternals {
  isArrayType(type: ts.Type): boolean;
  isTupleType(type: ts.Type): boolean;
}

/** Of the types `true` and `false`. Printing a type to read its name is dear. */
interface BooleanInternals {
  readonly intrinsicName: string;
}

/** Types in each other, generic types in themselves with ever other arguments, and types in all, that are described for one file. */
const DEEPEST = 50;
const MOST_IN_THEMSELVES = 3;
const MOST = 2000;

export class Describer {
  private readonly named = new Map<ts.Type, NamedType>();
  private readonly checker: ts.TypeChecker & CheckerInternals;
  /** What is being described, from the outside in. */
  private readonly around: ts.Type[] = [];

  constructor(checker: ts.TypeChecker) {
    this.checker = checker as ts.TypeChecker & CheckerInternals;
  }

  /** The arguments of a handler, without the first `skipped` of its parameters; undefined where they may be anything. */
  parameters(fn: ts.SignatureDeclaration, skipped: number): readonly Description[] | undefined {
    const declared = fn.parameters.filter(({ name }) => !ts.isIdentifier(name) || name.text !== "this").slice(skipped);
    const items = declared.flatMap((parameter) => this.parameter(parameter));
    while (items.length > 0 && isOpen(items.at(-1) as Description)) items.pop();
    return items.length === 0 ? undefined : items;
  }

  private parameter(parameter: ts.ParameterDeclaration): readonly Description[] {
    const type = this.checker.getTypeAtLocation(parameter);
    if (parameter.dotDotDotToken !== undefined) return this.list(type);
    const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
    return [isOptional ? this.optional(type) : this.type(type)];
  }

  /** What stands in a list of this type: the parameters of `...args: T`. */
  private list(type: ts.Type): readonly Description[] {
    const description = this.type(type);
    if (description.kind === "tuple") return description.items;
    if (description.kind === "of" && description.name === "array") return [of("rest", ...description.parts)];
    return [];
  }

  private optional(type: ts.Type): Description {
    const members = type.isUnion() ? type.types.filter((member) => (member.flags & ts.TypeFlags.Undefined) === 0) : [];
    const isWhole = !type.isUnion() || members.length === type.types.length;
    return of("optional", isWhole ? this.type(type) : this.union(members));
  }

  type(type: ts.Type): Description {
    const { flags } = type;
    const { TypeFlags } = ts;
    if ((flags & TypeFlags.EnumLike) !== 0 && type.isUnion() && isOfFlags(type)) return plain("number");
    if ((flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) return unknown;
    if ((flags & TypeFlags.Boolean) !== 0) return plain("boolean");
    const value = this.literal(type);
    if (value !== undefined) return value;
    if ((flags & TypeFlags.StringLike) !== 0) return plain("string");
    if ((flags & TypeFlags.NumberLike) !== 0) return plain("number");
    if ((flags & TypeFlags.BigIntLike) !== 0) return plain("bigint");
    if ((flags & (TypeFlags.Never | TypeFlags.ESSymbolLike)) !== 0) return never;
    if ((flags & TypeFlags.NonPrimitive) !== 0) return plain("anyObject");
    if (type.isUnion()) return this.sharing(type, () => this.union(type.types));
    if (type.isIntersection()) return this.intersection(type);
    if ((flags & TypeFlags.Object) !== 0) return this.object(type);
    // A type parameter, or what depends on one: a server is one for all that call it.
    const constraint = this.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? unknown : this.type(constraint);
  }

  /** A type of one value. */
  private literal(type: ts.Type): Description | undefined {
    const { TypeFlags } = ts;
    if ((type.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0) return literal(undefined);
    if ((type.flags & TypeFlags.Null) !== 0) return literal(null);
    if (type.isStringLiteral() || type.isNumberLiteral()) return literal(type.value);
    if ((type.flags & TypeFlags.BigIntLiteral) !== 0) {
      const { negative, base10Value } = (type as ts.Type & { value: { negative: boolean; base10Value: string } }).value;
      return literal(BigInt(`${negative ? "-" : ""}${base10Value}`));
    }
    if ((type.flags & TypeFlags.BooleanLiteral) !== 0)
      return literal((type as ts.Type & BooleanInternals).intrinsicName === "true");
    return undefined;
  }

  private union(types: readonly ts.Type[]): Description {
    const values: LiteralValue[] = [];
    const members: Description[] = [];
    for (const type of types) {
      const description = this.type(type);
      if (is(description, "unknown")) return unknown;
      if (description.kind === "literal") values.push(...description.values);
      else if (!is(description, "never") && !members.some((member) => isSame(member, description)))
        members.push(description);
    }
    const isBoolean = values.includes(true) && values.includes(false);
    if (isBoolean) members.push(plain("boolean"));
    const rest = isBoolean ? values.filter((value) => typeof value !== "boolean") : values;
    if (rest.length > 0) members.push({ kind: "literal", values: rest });
    if (members.length === 0) return never;
    return members.length === 1 ? (members[0] as Description) : of("union", ...members);
  }

  /** `string & { brand: "Id" }` is a string: what is added to it is there for the type checker alone. */
  private intersection(type: ts.IntersectionType): Description {
    const { Object: ofObjects, TypeParameter, NonPrimitive } = ts.TypeFlags;
    const simple = type.types.find((part) => (part.flags & (ofObjects | TypeParameter | NonPrimitive)) === 0);
    if (simple !== undefined) return this.type(simple);
    const known = type.types.find((part) => this.known(part) !== undefined);
    return known === undefined ? this.sharing(type, () => this.fields(type)) : this.type(known);
  }

  private object(type: ts.Type): Description {
    return this.known(type) ?? this.sharing(type, () => this.fields(type));
  }

  /** Lists, and what the language and the package themselves have. */
  private known(type: ts.Type): Description | undefined {
    const { checker } = this;
    if (checker.isTupleType(type)) return this.tuple(type as ts.TypeReference);
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return this.sharing(type, () => of("array", item === undefined ? unknown : this.type(item)));
    }
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return never;
    const symbol = type.getSymbol();
    if (symbol === undefined) return undefined;
    const parts = (): readonly Description[] =>
      checker.getTypeArguments(type as ts.TypeReference).map((part) => this.type(part));
    const make = packageTypes(symbol) ?? libraryTypes(symbol);
    return make === undefined ? undefined : this.sharing(type, () => make(parts));
  }

  private tuple(type: ts.TypeReference): Description {
    return this.sharing(type, () => {
      const { elementFlags } = type.target as ts.TupleType;
      const items = this.checker.getTypeArguments(type).flatMap((part, i): readonly Description[] => {
        const flag = elementFlags[i] ?? ts.ElementFlags.Required;
        if ((flag & ts.ElementFlags.Variadic) !== 0) return this.list(part);
        if ((flag & ts.ElementFlags.Rest) !== 0) return [of("rest", this.type(part))];
        return [(flag & ts.ElementFlags.Optional) !== 0 ? this.optional(part) : this.type(part)];
      });
      return { kind: "tuple", items };
    });
  }

  private fields(type: ts.Type): Description {
    const properties = this.checker.getPropertiesOfType(type);
    for (const property of properties) if (this.isNever(property)) return never;
    const fields: (readonly [string, Description])[] = [];
    for (const property of properties) {
      if (isOptional(property) && isHidden(property)) continue;
      const of = this.checker.getTypeOfSymbol(property);
      const description = isOptional(property) ? this.optional(of) : this.type(of);
      if (is(description, "never") || property.name === "__proto__") return never;
      if (!isOpen(description)) fields.push([property.name, description]);
    }
    const infos = this.checker.getIndexInfosOfType(type);
    const ofNumbers = infos.find(({ keyType }) => (keyType.flags & ts.TypeFlags.Number) !== 0);
    const info = infos.find(({ keyType }) => (keyType.flags & ts.TypeFlags.String) !== 0) ?? ofNumbers;
    const index = info && this.type(info.type);
    if (properties.length === 0 && infos.length === 0) return plain("defined");
    const isLoose = index === undefined || is(index, "unknown");
    return { kind: "object", fields, index: isLoose ? undefined : index, isNumeric: !isLoose && info === ofNumbers };
  }

  /** Can't this property come from another node? Asked first of all properties: it is cheap, and most classes end here. */
  private isNever(property: ts.Symbol): boolean {
    if (isOptional(property)) return false;
    if (isHidden(property)) return true;
    if ((property.flags & ts.SymbolFlags.Method) !== 0) return true;
    return this.checker.getTypeOfSymbol(property).getCallSignatures().length > 0;
  }

  /** `interface Box<T> { inner: Box<T[]> }` */
  private isEndless(type: ts.Type): boolean {
    if (this.around.length < MOST_IN_THEMSELVES) return false;
    const symbol = isList(type, this.checker) ? undefined : (type.aliasSymbol ?? type.getSymbol());
    if (symbol === undefined || symbol.name.startsWith("__")) return false;
    const same = this.around.filter((each) => (each.aliasSymbol ?? each.getSymbol()) === symbol);
    return same.length >= MOST_IN_THEMSELVES;
  }

  /** Describes a type once; a type that is met while it is described is one that speaks of itself. */
  private sharing(type: ts.Type, make: () => Description): Description {
    const known = this.named.get(type);
    if (known !== undefined) {
      const { description } = known;
      if (description !== undefined && !isWorthAName(description)) return description;
      known.uses++;
      known.isRecursive ||= description === undefined;
      return { kind: "named", type: known };
    }
    if (this.around.length >= DEEPEST || this.named.size >= MOST || this.isEndless(type)) return unknown;
    const entry: NamedType = { name: () => nameOf(type), description: undefined, uses: 1, isRecursive: false };
    this.named.set(type, entry);
    this.around.push(type);
    const description = make();
    this.around.pop();
    entry.description = description;
    return isWorthAName(description) || entry.isRecursive ? { kind: "named", type: entry } : description;
  }
}

const literal = (value: LiteralValue): Description => ({ kind: "literal", values: [value] });

/** Objects, and what has one in it. */
function isWorthAName(description: Description): boolean {
  switch (description.kind) {
    case "object":
      return description.fields.length > 0 || description.index !== undefined;
    case "of":
      return description.parts.some(isWorthAName);
    case "tuple":
      return description.items.some(isWorthAName);
    default:
      return description.kind === "named";
  }
}

const isList = (type: ts.Type, checker: CheckerInternals): boolean =>
  checker.isArrayType(type) || checker.isTupleType(type);

/** Whatever may be there, or nothing. */
const isOpen = (description: Description): boolean =>
  is(description, "unknown") ||
  (description.kind === "of" && isLeftOut(description) && description.parts.every(isOpen));
const isLeftOut = ({ name }: { readonly name: string }): boolean => name === "optional" || name === "rest";

const isSame = (one: Description, other: Description): boolean =>
  (one.kind === "plain" && is(other, one.name)) ||
  (one.kind === "builtIn" && other.kind === "builtIn" && one.name === other.name) ||
  (one.kind === "named" && other.kind === "named" && one.type === other.type);

const isOptional = (property: ts.Symbol): boolean => (property.flags & ts.SymbolFlags.Optional) !== 0;

/** A property whose key is a symbol, or a private one. */
const isHidden = ({ escapedName, declarations = [] }: ts.Symbol): boolean =>
  /^__[@#]/.test(escapedName as string) ||
  declarations.some(
    (declaration) =>
      (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
  );

/** An enum that says by `<<` or `|` that its members may be put together: any number is one of its values. */
function isOfFlags(type: ts.Type): boolean {
  const declaration = type.getSymbol()?.declarations?.find(ts.isEnumDeclaration);
  const combines = (node: ts.Node): boolean =>
    (ts.isBinaryExpression(node) &&
      [ts.SyntaxKind.LessThanLessThanToken, ts.SyntaxKind.BarToken].includes(node.operatorToken.kind)) ||
    (ts.forEachChild(node, (child) => combines(child) || undefined) ?? false);
  return declaration?.members.some(({ initializer }) => initializer !== undefined && combines(initializer)) ?? false;
}

/** What the type is called, if it is; a generic one by its own name. */
function nameOf(type: ts.Type): string {
  const name = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "";
  return /^[A-Za-z_$][\w$]*$/.test(name) && !name.startsWith("__") ? name : "Value";
}
