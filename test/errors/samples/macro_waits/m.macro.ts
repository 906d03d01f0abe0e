import { defmacro, type Expr, inPlace, quote, unquote } from "tincture/macro";

export const pause = defmacro((ms: Expr<number>) =>
  inPlace(
    quote(async () => {
      await new Promise((done) => setTimeout(done, unquote(ms)));
    }),
  ),
);
