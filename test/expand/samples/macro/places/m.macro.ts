import { bindQuoted, defmacro, type Expr, inPlace, quote, unquote } from "tincture/macro";
import { log } from "./log.js";

export const square = defmacro((n: Expr<number>) => bindQuoted({ n }, ({ n }) => n * n));
export const unless = defmacro((test: Expr<boolean>, body: Expr<() => void>) =>
  quote(() => {
    if (!unquote(test)) unquote(body)();
  }),
);
export const timed = defmacro((body: Expr<() => void>) =>
  quote(() => {
    const start = performance.now();
    unquote(body)();
    log(performance.now() - start);
  }),
);
export const first = defmacro((a: Expr<unknown>, b: Expr<unknown>) =>
  quote(() => {
    if (unquote(a)) return "a";
    return unquote(b) ? "b" : undefined;
  }),
);
export const soon = defmacro((ms: Expr<number>) =>
  inPlace(quote(async () => new Promise((done) => setTimeout(done, unquote(ms))))),
);
