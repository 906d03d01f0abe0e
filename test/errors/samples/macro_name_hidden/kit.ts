import { defmacro, type Expr, quote, unquote } from "tincture/macro";

const decorate = (text: string): string => `*${text}*`;
export const greet = defmacro((name: Expr<string>) => quote(() => decorate(unquote(name))));
