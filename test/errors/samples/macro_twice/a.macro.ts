import { defmacro, quote } from "tincture/macro";

export const greet = defmacro(() => quote(() => "a"));
