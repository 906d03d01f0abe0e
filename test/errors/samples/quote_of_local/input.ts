import { defmacro, type Expr, quote } from "tincture/macro";

export const square = defmacro((n: Expr<number>) => {
  const factor = 2;
  // @ts-expect-error a piece of code is no number
  return quote(() => n * n * factor);
});
