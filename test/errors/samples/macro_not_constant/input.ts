import { defmacro, quote } from "tincture/macro";

export let one = defmacro(() => quote(() => 1));
export const macros = { two: defmacro(() => quote(() => 2)) };
export default defmacro(() => quote(() => 3));
