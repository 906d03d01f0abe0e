import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const forever: (n: number) => number = defmacro((n: Expr<number>) => quote(() => again(unquote(n)) + 1));
export const again = defmacro((n: Expr<number>) => quote((): number => forever(unquote(n))));
