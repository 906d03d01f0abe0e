import { defmacro, quote } from "tincture/macro";

export const one = defmacro(() => quote(() => 1));
