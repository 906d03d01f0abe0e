import { defmacro, type Expr, quote, unquoteSplicing } from "tincture/macro";

export const sum = defmacro((...all: Expr<number>[]) => quote(() => [...unquoteSplicing(all)].length));
