/**
 * Options of what users define, checked when it is defined: which there are, and what they may be. The plugin says the same at compile time where it sees them.
 */
import { failure, reasonText } from "../core/error.js";
import { isAnyName } from "../core/name.js";

/** Says what is wrong with a value; undefined when nothing is. */
type Check = (value: unknown) => string | undefined;

/** One of these words. */
export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : words.map((word) => `"${word}"`).join(" or ");

/** A number from `least` up. */
export const from =
  (least: number): Check =>
  (value) =>
    typeof value === "number" && value >= least ? undefined : `a number from ${least} up`;

/** A whole number from `least` up. */
export const wholeFrom =
  (least: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `a whole number from ${least} up`;

/** A number of `unit` over 0. */
export const over0 =
  (unit: string): Check =>
  (value) =>
    typeof value === "number" && value > 0 ? undefined : `a number of ${unit} over 0`;

/** What a process can be registered under. */
export const aName: Check = (value) =>
  isAnyName(value) ? undefined : "a string that is not empty, via(registry, key) or global(text)";

export const aText: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "a string that is not empty";

export const aFlag: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");

export const aFunction: Check = (value) => (typeof value === "function" ? undefined : "a function");

export type Checks = Readonly<Record<string, Check>>;

/**
 * Checks the options of `what`. Shape: `checks` has a check for every option there is; one that is undefined may be left out, unless it is in `required`.
 * Errors: `bad_options` for what are no options at all, `unknown_option`, `bad_option`.
 */
export function checkOptions(what: string, options: object, checks: Checks, required: readonly string[] = []): void {
  if (typeof options !== "object" || options === null) throw failure("bad_options", { what, got: reasonText(options) });
  for (const option of Object.keys(options)) {
    if (!Object.hasOwn(checks, option))
      throw failure("unknown_option", { what, option, known: Object.keys(checks).join(", ") });
  }
  for (const [option, check] of Object.entries(checks)) {
    const value = (options as Record<string, unknown>)[option];
    if (value === undefined && !required.includes(option)) continue;
    const expected = check(value);
    if (expected !== undefined) throw failure("bad_option", { option, expected, got: shown(value) });
  }
}

const shown = (value: unknown): string => (typeof value === "number" ? String(value) : reasonText(value));
