import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const unless = defmacro((test: Expr<boolean>, body: Expr<() => void>) =>
  quote(() => {
    if (!unquote(test)) unquote(body)();
  }),
);
