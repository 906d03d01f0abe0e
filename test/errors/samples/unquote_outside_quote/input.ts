import { defmacro, type Expr, quote, theirs, unquote } from "tincture/macro";

export const twice = defmacro((n: Expr<number>) => {
  const value = unquote(n);
  return quote(() => unquote(n) + theirs().offset + value);
});
export const count = theirs().count;
