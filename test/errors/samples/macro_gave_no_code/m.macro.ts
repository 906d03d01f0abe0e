import { defmacro, type Expr, quote, unquote } from "tincture/macro";

// @ts-expect-error the `return` is missing
export const forgot = defmacro((n: Expr<number>) => {
  quote(() => unquote(n) * 2);
});
// @ts-expect-error a value is no code
export const five = defmacro(() => 5);
// @ts-expect-error what is known of code is no code
export const shape = defmacro((n: Expr<number>) => n.shape);
export const first = defmacro((body: Expr<() => void>) =>
  body.shape.kind === "function" ? body.shape.statements?.[0] : undefined,
);
// @ts-expect-error a macro has no time to wait
export const later = defmacro(async (n: Expr<number>) => n);
