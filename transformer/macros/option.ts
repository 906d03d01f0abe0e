// Options written in place, checked as the runtime checks them when the program starts (runtime/otp/option.ts): which there are, and what they may be.
//
//   { stategy: "one_for_one" }      `stategy` is no option of `supervisor`. Did you mean `strategy`?
//   { shutdown: "kill" }            `shutdown` can't be "kill". Did you mean "brutal_kill"?

import type { Expansion } from "../2-expand/expansion.js";
import { distance } from "../ast/look.js";
import { ts } from "../ts.js";
import { fieldName, fieldValue, type Known, knownObject, knownOf } from "./known.js";

/** What an option may be. */
export interface OptionKind {
  /** For people: `"one_for_one" or "one_for_all"`. */
  readonly expected: string;
  /** Asked of what is surely known, and never of `undefined`, which leaves an option out. */
  allows(known: Known): boolean;
  /** The value that was probably meant. */
  near?(known: Known): string | undefined;
}

export interface OptionTable {
  /** Whose options they are: "`supervisor`". */
  readonly what: string;
  readonly options: Readonly<Record<string, OptionKind>>;
  readonly required?: readonly string[];
  /** Other words for the options, such as OTP's. */
  readonly meant?: Readonly<Record<string, string>>;
}

const isText = (known: Known): boolean =>
  known.kind === "primitive" && typeof known.value === "string" && known.value !== "";
const numberOf = (known: Known): number =>
  known.kind === "primitive" && typeof known.value === "number" ? known.value : Number.NaN;

/** One of `words`; `meant` has what people write for them. */
export function oneOf(words: readonly string[], meant: Readonly<Record<string, string>> = {}): OptionKind {
  return {
    expected: words.map((word) => `"${word}"`).join(" or "),
    allows: (known) => known.kind === "primitive" && words.includes(known.value as string),
    near: (known) => {
      const near = known.kind === "primitive" ? nearest(String(known.value), words, meant) : undefined;
      return near && `"${near}"`;
    },
  };
}

export const fromZero: OptionKind = { expected: "a number from 0 up", allows: (known) => numberOf(known) >= 0 };
export const overZero: OptionKind = { expected: "a number over 0", allows: (known) => numberOf(known) > 0 };
export const wholeFromOne: OptionKind = {
  expected: "a whole number from 1 up",
  allows: (known) => Number.isInteger(numberOf(known)) && numberOf(known) >= 1,
};
export const text: OptionKind = { expected: "a string that is not empty", allows: isText };
export const flag: OptionKind = {
  expected: "true or false",
  allows: (known) => known.kind === "primitive" && typeof known.value === "boolean",
};
export const fn: OptionKind = { expected: "a function", allows: (known) => known.kind === "function" };
/** A name for a process. */
export const name: OptionKind = {
  expected: "a string that is not empty, via(registry, key) or global(text)",
  allows: (known) => isText(known) || known.kind === "object",
};

/** One of two kinds. */
export const either = (one: OptionKind, other: OptionKind): OptionKind => ({
  expected: `${one.expected} or ${other.expected}`,
  allows: (known) => one.allows(known) || other.allows(known),
  near: (known) => one.near?.(known) ?? other.near?.(known),
});

/** Reports what is wrong with the options of a call. What can't be seen in the source is left to the runtime. */
export function checkOptions(
  call: ts.CallExpression,
  options: ts.Expression | undefined,
  table: OptionTable,
  x: Expansion,
): void {
  const object = knownObject(options, x);
  if (object === undefined || options === undefined) return checkNoObject(call, options, table, x);
  let hides = false;
  const given = new Set<string>();
  for (const property of object.properties) {
    const key = fieldName(property);
    if (key === undefined) hides = true;
    else if (!Object.hasOwn(table.options, key)) reportUnknown(property.name as ts.Node, key, table, x);
    else {
      const isUndefined = !checkValue(property, key, table.options[key] as OptionKind, x);
      if (!isUndefined) given.add(key);
    }
  }
  for (const option of table.required ?? []) {
    if (!hides && !given.has(option)) reportMissing(options, option, table, x);
  }
}

function checkNoObject(
  call: ts.CallExpression,
  options: ts.Expression | undefined,
  table: OptionTable,
  x: Expansion,
): void {
  const known: Known | undefined = options === undefined ? absent : knownOf(options, x);
  if (known === undefined) return;
  const [required] = table.required ?? [];
  const isAbsent = known.kind === "primitive" && known.value === undefined;
  if (!isAbsent) x.report("options_not_object", options ?? call, { what: table.what, got: shown(known) });
  else if (required !== undefined) reportMissing(options ?? call, required, table, x);
}

const absent: Known = { kind: "primitive", value: undefined };

function reportMissing(place: ts.Node, option: string, { what, options }: OptionTable, x: Expansion): void {
  x.report("missing_option", place, { what, option, expected: (options[option] as OptionKind).expected });
}

function reportUnknown(place: ts.Node, option: string, table: OptionTable, x: Expansion): void {
  const known = Object.keys(table.options);
  const near = nearest(option, known, table.meant ?? {});
  const { what } = table;
  if (near === undefined) x.report("unknown_option", place, { option, what, known: known.join(", ") });
  else x.report("misspelt_option", place, { option, what, near });
}

/** False where the value is `undefined`, which is no value. */
function checkValue(property: ts.ObjectLiteralElementLike, option: string, kind: OptionKind, x: Expansion): boolean {
  const value = fieldValue(property);
  const known: Known | undefined = value === undefined ? methodKind(property) : knownOf(value, x);
  if (known === undefined) return true;
  if (known.kind === "primitive" && known.value === undefined) return false;
  if (kind.allows(known)) return true;
  const near = kind.near?.(known);
  const place = value ?? property;
  const got = shown(known);
  if (near === undefined) x.report("bad_option", place, { option, got, expected: kind.expected });
  else x.report("misspelt_option_value", place, { option, got, near, expected: kind.expected });
  return true;
}

const methodKind = (property: ts.ObjectLiteralElementLike): Known | undefined =>
  ts.isMethodDeclaration(property) ? { kind: "function" } : undefined;

const shown = (known: Known): string => {
  if (known.kind !== "primitive") return `a ${known.kind}`.replace("a object", "an object");
  return typeof known.value === "string" ? `"${known.value}"` : String(known.value);
};

/** `maxRestarts`, `max_restarts` and `MAX-RESTARTS` are one word. */
const letters = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The word that was probably meant by another: the same in another spelling, its beginning, a known other word for it, or a few letters away. */
function nearest(word: string, words: readonly string[], meant: Readonly<Record<string, string>>): string | undefined {
  const plain = letters(word);
  const same = words.find((other) => letters(other) === plain);
  if (same !== undefined) return same;
  const begun = words.find((other) => plain.length > 2 && letters(other).startsWith(plain));
  if (begun !== undefined) return begun;
  const other = Object.keys(meant).find((key) => letters(key) === plain);
  if (other !== undefined) return meant[other];
  const edits = words
    .map((near) => ({ near, edits: distance(plain, letters(near)) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = edits;
  return best !== undefined && best.edits <= Math.floor(Math.max(plain.length, 3) / 3) ? best.near : undefined;
}
