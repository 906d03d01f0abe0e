import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const unless = defmacro((test: Expr<boolean>, body: Expr<() => void>) =>
  quote(() => {
    if (!unquote(test)) unquote(body)();
  }),
);

export const sumOf = defmacro((times: Expr<number>, value: Expr<number>) =>
  quote(() => {
    let sum = 0;
    for (let i = 0; i < unquote(times); i++) sum += unquote(value);
    return sum;
  }),
);

export const never = defmacro((body: Expr<() => void>) => quote(() => unless(true, unquote(body))));
