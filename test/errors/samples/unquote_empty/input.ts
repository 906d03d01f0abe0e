import { defmacro, quote, unquote } from "tincture/macro";

// @ts-expect-error the code is missing
export const nothing = defmacro(() => quote(() => unquote()));
