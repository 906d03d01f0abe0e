import { bindQuoted, defmacro, type Expr, quote } from "tincture/macro";

const code = () => 1;
export const one = defmacro(() => quote(code));
export const two = defmacro(() =>
  quote(function two() {
    return 2;
  }),
);
export const three = defmacro((n: Expr<number>) => bindQuoted({ n }, (values) => values.n));
