import { skip } from "tincture";
import * as rt from "tincture/abi";
rt.run(function* () {
    let tmp;
    const first = (tmp = rt.receive()) === rt.parked ? yield : tmp;
    const second = (tmp = rt.receive((m) => {
        switch (m.tag) {
            case "a": return m.n > 1 ? m.n : skip;
            default: return rt.skip;
        }
    })) === rt.parked ? yield : tmp;
    // The last clause doesn't run on into the new default; `break` takes the message.
    if (rt.receive((m) => {
        switch (m.tag) {
            case "b": break;
            case "a":
                console.log(m.n);
                break;
            default: return rt.skip;
        }
    }) === rt.parked)
        yield;
    // Not the last statement, or with a default of its own: left alone.
    if (rt.receive((m) => {
        switch (m.tag) {
            case "a": return 1;
        }
        return 2;
    }) === rt.parked)
        yield;
    if (rt.receive((m) => {
        switch (m.tag) {
            case "a": return 1;
            default: return 2;
        }
    }) === rt.parked)
        yield;
    if (rt.receive(handlers, rt.after(5, () => "late")) === rt.parked)
        yield;
    const timeout = rt.after(0, () => undefined);
    const later = rt.receiveLater(handlers, timeout);
    return [first, second, (tmp = rt.wait(later)) === rt.parked ? yield : tmp];
});
