import * as rt from "tincture/abi";
import { both } from "./both.js";
/** Used by the program. */
export const prefix = both("> ");
/** Used in a quote. */
function mark(text) {
    return prefix + text;
}
/** The version of the package. */
export const version = rt.macro("version");
export const say = rt.macro("say");
const hidden = rt.macro("hidden");
export const twice = rt.macro("twice");
export { mark };
export { hidden };
