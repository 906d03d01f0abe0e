// What a type admits, as the output says it. Shape: a tree of calls of the runtime's validators.
//
//   { id: string; tags?: string[] }   ->   rt.object({ id: rt.string, tags: rt.optional(rt.array(rt.string)) })
import type { AbiName } from "../abi.js";

export type LiteralValue = string | number | bigint | boolean | null | undefined;

export type Description =
  /** `rt.string` */
  | { readonly kind: "plain"; readonly name: AbiName }
  /** `rt.literal("a", 1)` */
  | { readonly kind: "literal"; readonly values: readonly LiteralValue[] }
  /** `rt.builtIn("Date")` */
  | { readonly kind: "builtIn"; readonly name: string }
  /** `rt.map(key, value)` */
  | { readonly kind: "of"; readonly name: AbiName; readonly parts: readonly Description[] }
  /** `rt.tuple([a, b])` */
  | { readonly kind: "tuple"; readonly items: readonly Description[] }
  /** `rt.object({ a: rt.string }, index)` */
  | {
      readonly kind: "object";
      readonly fields: readonly (readonly [string, Description])[];
      readonly index: Description | undefined;
      /** The index speaks of keys that are numbers alone. */
      readonly isNumeric: boolean;
    }
  | { readonly kind: "named"; readonly type: NamedType };

/** A type that may be spoken of in several places: it becomes a constant where it is, or where it speaks of itself. */
export interface NamedType {
  /** Asked only of one that becomes a constant. */
  readonly name: () => string;
  description: Description | undefined;
  uses: number;
  isRecursive: boolean;
}

export const plain = (name: AbiName): Description => ({ kind: "plain", name });
export const of = (name: AbiName, ...parts: readonly Description[]): Description => ({ kind: "of", name, parts });
export const unknown: Description = plain("unknown");
export const never: Description = plain("never");

export const is = (description: Description, name: AbiName): boolean =>
  description.kind === "plain" && description.name === name;
