// What source for people needs beyond what emitted code needs: types. Emitted code has none, so there is none of this in a build.
//
// Shape: an answer is a type as text could say it at that place. `source/typing.ts` answers with a checker.
import type { FunctionCode, FunctionValue } from "../ast/look.js";
import type { ts } from "../ts.js";

export interface Typing {
  /** Types of tincture that the answers speak of, and that the file does not import. */
  readonly imports: ReadonlySet<string>;
  /** The type of a name where it is declared: as written, or as inferred. */
  ofName(name: ts.Identifier): ts.TypeNode;
  /** May the name be undefined? */
  admitsUndefined(name: ts.Identifier): boolean;
  ofParameter(parameter: ts.ParameterDeclaration): ts.TypeNode;
  /** The types of all parameters, as a tuple. */
  ofParameters(fn: FunctionValue): ts.TypeNode;
  /** Is the value of an expression a promise? */
  isPromise(expression: ts.Expression): boolean;
  /** What a function gives; an async one, what it resolves to. */
  ofResult(fn: FunctionCode): ts.TypeNode;
  /** The type of `this` in an arrow function; undefined where none needs to be said. */
  ofThis(fn: FunctionCode): ts.TypeNode | undefined;
  /** The type arguments of a call of a generic function, as inferred; undefined for any other call. */
  typeArguments(call: ts.CallExpression): readonly ts.TypeNode[] | undefined;
}
