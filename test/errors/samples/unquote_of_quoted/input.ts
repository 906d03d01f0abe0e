import { defmacro, escape, type Expr, quote, unquote } from "tincture/macro";

export const twice = defmacro((n: Expr<number>) =>
  quote(() => {
    const value = unquote(n);
    return unquote(escape(value * 2));
  }),
);
