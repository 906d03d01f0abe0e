import { defmacro, quote } from "tincture/macro";

export const broken = defmacro(() => quote(() => { console.log("a" });
