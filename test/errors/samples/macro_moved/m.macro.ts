import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const lazy = defmacro(<T>(value: Expr<T>) => quote(() => () => unquote(value)));
export const method = defmacro(<T>(value: Expr<T>) =>
  quote(() => ({
    get() {
      return unquote(value);
    },
  })),
);
/** A function that is called where it stands can wait and yield itself. */
export const first = defmacro(<T>(value: Expr<T | undefined>, other: Expr<T>): Expr<T> =>
  quote(() => {
    const known = unquote(value);
    if (known !== undefined) return known;
    return unquote(other);
  }),
);
