import { readFileSync } from "node:fs";
import { defmacro, escape, type Expr, quote, unquote } from "tincture/macro";
import { helper } from "./helper.js";
import { shout } from "./shout.js";
import { both } from "./both.js";

/** Used by the program. */
export const prefix = both("> ");
/** Used in a quote. */
function mark(text: string): string {
  return prefix + text;
}
// Used by macros only.
const parse = (text: string) => helper(JSON.parse(text));
function wrap(code: Expr<string>): Expr<string> {
  return quote(() => shout(unquote(code)));
}

/** The version of the package. */
export const version = defmacro(() => escape(parse(readFileSync("package.json", "utf8")).version as string));
export const say = defmacro((text: Expr<string>) => {
  const inner = wrap(text);
  return quote(() => mark(unquote(inner)) + both(""));
});
const hidden = defmacro(() => quote(() => 1));
export const twice = defmacro(() => quote(() => hidden() + hidden()));
