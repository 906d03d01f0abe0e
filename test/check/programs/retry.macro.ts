// Macros for the programs beside: a block that is tried again, and a server that counts.
import { call, cast, genserver, sleep } from "tincture";
import { defmacro, type Expr, quote, unquote } from "tincture/macro";

/** Tries `body` up to `times` times, with a pause between. */
export const retry = defmacro(<T>(times: Expr<number>, body: Expr<() => Promise<T>>) =>
  quote(async () => {
    let last: unknown;
    for (let n = 1; n <= unquote(times); n++) {
      try {
        return await unquote(body)();
      } catch (error) {
        last = error;
        await sleep(10 * n);
      }
    }
    throw new Error("gave up", { cause: last });
  }),
);

/** A server that counts in steps. */
export const counter = defmacro((name: Expr<string>, step: Expr<number>) =>
  quote(() =>
    genserver(
      () => {
        let n = 0;
        return {
          add: cast(() => {
            n += unquote(step);
          }),
          total: call(() => n),
        };
      },
      { name: unquote(name) },
    ),
  ),
);

export const unless = defmacro((test: Expr<boolean>, body: Expr<() => void>) =>
  quote(() => {
    if (!unquote(test)) unquote(body)();
  }),
);
