import { self, send } from "tincture";
import * as rt from "tincture/abi";
const trim = (text) => text.trim();
const longer = (text, by) => text + by;
// A pipe of the macro in a chain, a chain in a pipe, sends and waiting code.
export const a = longer(longer(trim(" a "), "b"), "c");
export const b = rt.run(function* () {
    let tmp;
    const me = self();
    send(me, longer("hello", "!"));
    return longer((tmp = rt.receive((text) => longer(text, "?"))) === rt.parked ? yield : tmp, ".");
});
