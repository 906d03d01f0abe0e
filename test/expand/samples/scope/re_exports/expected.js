import "./prelude.js";
import * as rt from "tincture/abi";
import * as all from "./prelude.js";
import own from "./prelude.js";
export const a = String(1);
export const Server = rt.genserver("Server", {
    init(n) {
        return { n };
    },
    handlers: {
        get: rt.call((state) => state.n),
        more: rt.call((state) => state.n)
    }
});
rt.run(() => String(2));
// Hidden by an export of the module itself.
export const b = all.tap((x) => x);
export const c = own(3);
