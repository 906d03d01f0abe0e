// The state of a genserver as its functions see it: a parameter, and in source for people a type with a name.
//
//   interface RoomState { readonly room: string; users: number; }        (state: RoomState, user: string) => ...
//
// Emitted code has no types: there a parameter is the name alone.
import type { Expansion } from "../../2-expand/expansion.js";
import type { Typing } from "../../2-expand/typing.js";
import * as build from "../../ast/build.js";
import type { FunctionValue } from "../../ast/look.js";
import { ts } from "../../ts.js";
import type { Block, Helper } from "./block.js";

const isClass = ({ code }: Helper): boolean => ts.isClassLike(code);

export class State {
  private readonly typing: Typing | undefined;
  /** What the type is called; undefined where there are no types. */
  private readonly typeName: string | undefined;
  /** Fields that are given their value after the object is made. */
  private readonly late = new Set<ts.Identifier>();

  constructor(
    readonly name: ts.Identifier,
    block: Block,
    server: string | undefined,
    x: Expansion,
  ) {
    this.typing = x.options.typing;
    if (this.typing === undefined) return;
    const isEmpty = block.parameters.length + block.variables.length + block.helpers.filter(isClass).length === 0;
    const capital = (server ?? "").replace(/^\w/, (letter) => letter.toUpperCase()).replace(/\W/g, "");
    this.typeName = isEmpty ? "object" : x.typeName(`${capital}State`);
  }

  /** `state`, as the first parameter of a function; a function that has no use for it says so. */
  parameter(isUsed = true): ts.ParameterDeclaration {
    const isPlain = isUsed || this.typing === undefined;
    return build.parameter(isPlain ? this.name : build.id(`_${this.name.text}`), this.type());
  }

  type(): ts.TypeNode | undefined {
    return this.typeName === undefined ? undefined : build.typeText(this.typeName);
  }

  argumentTypes(fn: FunctionValue): ts.TypeNode | undefined {
    return this.typing?.ofParameters(fn);
  }

  /** What stands in the object until the field is assigned. */
  later(name: ts.Identifier, x: Expansion): ts.Expression {
    this.late.add(name);
    const fits = x.options.typing?.admitsUndefined(name) ?? true;
    return fits ? build.nothing() : build.notYet();
  }

  /** The type's declaration, and those of the block, which it may need. */
  declarations({ fn, parameters, variables, types }: Block, hidden: readonly Helper[], x: Expansion): ts.Statement[] {
    const { typing, typeName } = this;
    if (typing === undefined || typeName === undefined) return [];
    const fields = [...parameters, ...variables].map((name) => ({
      name: name.text,
      type: typing.ofName(name),
      isConstant: !this.late.has(name) && x.scopes.bindingOf(name)?.written === false,
    }));
    const classes = hidden.map(({ binding }) => ({
      name: binding.name,
      type: build.typeText("any"),
      isConstant: false,
      isOptional: true,
    }));
    // A server is one value for all that call it, so a type parameter of its block stands for the widest type it may be.
    const widest = (fn.typeParameters ?? []).map(({ name, constraint }) =>
      build.typeAlias(name.text, constraint ?? build.typeText("unknown")),
    );
    const all = [...fields, ...classes];
    return [...widest, ...types, ...(all.length === 0 ? [] : [build.interfaceOf(typeName, all)])];
  }
}
