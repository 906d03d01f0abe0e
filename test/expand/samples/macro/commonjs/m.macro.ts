import { writeFileSync } from "node:fs";
import util, { inspect } from "node:util";
import { call, genserver, self } from "tincture";
import { defmacro, type Expr, quote, unquote } from "tincture/macro";
import { log } from "./log.js";

const label = (text: string): string => `[${text}]`;
export const timed = defmacro((name: Expr<string>, body: Expr<() => void>) =>
  quote(() => {
    log(label(unquote(name)));
    unquote(body)();
    writeFileSync(util.format("%s", unquote(name)), inspect(self));
    genserver(() => ({ ping: call(() => self()) }));
  }),
);
