import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const twice = defmacro((n: Expr<number>) => quote(() => unquote(n) * 2));
console.log(twice(4));
