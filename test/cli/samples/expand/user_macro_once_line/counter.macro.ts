import { call, genserver, type Call, type Client, type Server } from "tincture";
import { defmacro, type Expr, quote, unquote } from "tincture/macro";

type Counter = Server<[], { next: Call<[], number> }> & Client<{ next: Call<[], number> }>;

export const counter = defmacro((step: Expr<number>): Expr<Counter> =>
  quote(() =>
    genserver(
      () => {
        let n = 0;
        return { next: call(() => (n = add(n, unquote(step)))) };
      },
      { name: "counter" },
    ),
  ),
);
export const add = defmacro((a: Expr<number>, b: Expr<number>) => quote(() => unquote(a) + unquote(b)));
