// Descriptions as code, and into the handlers, servers and allowed functions that they belong to.
//
//   const UserType = rt.type(() => rt.object({ name: rt.string, friends: rt.array(UserType) }));
//   ... join: rt.call((state, user) => state.users.push(user), () => [UserType]) ...
//
// Flow: what `expand` noted is given its validators only when the file is emitted: an editor, and a build that only checks, never ask for the types.
import type { Accepting, Taker } from "../2-expand/expansion.js";
import type { AbiName } from "../abi.js";
import * as build from "../ast/build.js";
import { openingLength } from "../ast/look.js";
import { ts } from "../ts.js";
import { Describer } from "./describe.js";
import type { Description, LiteralValue, NamedType } from "./description.js";

/**
 * Gives validators to what takes them, in place: it is ours, and to make all anew that stands around it took a tenth of the time inside the plugin. What comes
 * back are the statements with the constants of types behind the imports. `nameRuntime`: asked once there is a validator to write.
 */
export function withValidators(
  statements: readonly ts.Statement[],
  accepting: ReadonlyMap<Taker, Accepting>,
  nameRuntime: () => ts.Identifier,
  checker: ts.TypeChecker,
): readonly ts.Statement[] {
  const describer = new Describer(checker);
  const described = new Map<Taker, readonly Description[]>();
  for (const [taker, { fn, skipped }] of accepting) {
    const written = declarationOf(fn, checker);
    const parameters = written && describer.parameters(written, skipped);
    if (parameters !== undefined) described.set(taker, parameters);
  }
  if (described.size === 0) return statements;
  const writer = new Writer(nameRuntime());
  for (const [taker, parameters] of described) {
    const accepts = build.arrow([], build.array(parameters.map((parameter) => writer.write(parameter))));
    if (ts.isCallExpression(taker)) build.giveArgument(taker, accepts);
    else build.giveProperty(taker, build.property("accepts", accepts));
  }
  const { constants } = writer;
  return constants.length === 0 ? statements : statements.toSpliced(openingLength(statements), 0, ...constants);
}

/** Where the parameters of a function are declared. Undefined for code that a macro made, which has no types, and for overloads. */
function declarationOf(fn: ts.Node, checker: ts.TypeChecker): ts.SignatureDeclaration | undefined {
  const written = ts.getParseTreeNode(fn) as ts.Expression | undefined;
  if (written === undefined || ts.isFunctionLike(written)) return written;
  const [signature, ...more] = checker.getTypeAtLocation(written).getCallSignatures();
  const declaration = more.length === 0 ? signature?.declaration : undefined;
  return declaration === undefined || ts.isJSDocSignature(declaration) ? undefined : declaration;
}

class Writer {
  /** Of types that are spoken of in several places. */
  readonly constants: ts.Statement[] = [];
  private readonly names = new Map<NamedType, ts.Identifier>();
  private readonly members = new Map<AbiName, ts.Expression>();

  constructor(private readonly runtime: ts.Identifier) {}

  write(description: Description): ts.Expression {
    switch (description.kind) {
      case "plain":
        return this.member(description.name);
      case "literal":
        return this.call("literal", description.values.map(literal));
      case "builtIn":
        return this.call("builtIn", [build.str(description.name)]);
      case "of":
        return this.call(
          description.name,
          description.parts.map((part) => this.write(part)),
        );
      case "tuple":
        return this.call("tuple", [build.array(description.items.map((item) => this.write(item)))]);
      case "object": {
        const fields = description.fields.map(([name, field]) =>
          build.property(build.propertyName(name), this.write(field)),
        );
        const index = description.index === undefined ? [] : [this.write(description.index)];
        return this.call("object", [build.object(fields), ...index, ...(description.isNumeric ? [build.yes()] : [])]);
      }
      case "named":
        return this.named(description.type);
    }
  }

  /** Where it is spoken of once, it stands there. */
  private named(type: NamedType): ts.Expression {
    if (type.description === undefined) return this.member("unknown");
    if (type.uses < 2 && !type.isRecursive) return this.write(type.description);
    const known = this.names.get(type);
    if (known !== undefined) return known;
    const name = build.freeName(`${type.name()}Type`);
    this.names.set(type, name);
    const value = this.write(type.description);
    this.constants.push(build.constant(name, this.call("type", [build.arrow([], value)])));
    return name;
  }

  /** `rt.string`: one node for all of a file, since most of a description is made of a few of these. */
  private member(name: AbiName): ts.Expression {
    const known = this.members.get(name);
    if (known !== undefined) return known;
    const made = build.member(this.runtime, name);
    this.members.set(name, made);
    return made;
  }

  private call(name: AbiName, args: readonly ts.Expression[]): ts.Expression {
    return build.call(this.member(name), args);
  }
}

function literal(value: LiteralValue): ts.Expression {
  switch (typeof value) {
    case "string":
      return build.str(value);
    case "number":
      return build.num(value);
    case "bigint":
      return build.bigint(value);
    case "boolean":
      return value ? build.yes() : build.no();
    default:
      return value === null ? build.nullLiteral() : build.nothing();
  }
}
