import { defmacro, type Expr, quote, unquote } from "tincture/macro";

export const stop = defmacro(() =>
  quote(() => {
    break;
  }),
);
export const skipAll = defmacro((items: Expr<number[]>) =>
  quote(() => {
    outer: for (const item of unquote(items)) unquote(items).forEach(() => {
      if (item > 1) continue outer;
    });
  }),
);
export const sound = defmacro((items: Expr<number[]>) =>
  quote(() => {
    outer: for (const item of unquote(items)) {
      switch (item) {
        case 1:
          break;
        default:
          continue outer;
      }
      break;
    }
  }),
);
