import { reply } from "tincture";
import * as rt from "tincture/abi";
export const Door = rt.genserver("Door", {
    init(name) {
        return { name, waiting: [] };
    },
    handlers: {
        look: rt.call((state) => state.name), // nothing to check
        anything: rt.call((state, value, more) => [value, more]),
        knock: rt.callLater((state, from, who) => void state.waiting.push(from), () => [rt.string]),
        wait: rt.callLater((state, from) => void state.waiting.push(from)),
        pass: rt.cast((state, caller) => reply(caller, state.name), () => [rt.builtIn("From")]),
        setUp: rt.afterInit(() => {
        }),
        tidy: rt.terminate((state, reason) => console.log(reason)),
        other: rt.info((state, message) => console.log(message.tag), () => [rt.union(rt.object({ tag: rt.literal("open") }), rt.object({ tag: rt.literal("close"), reason: rt.string }), rt.object({ tag: rt.literal("EXIT"), pid: rt.builtIn("Pid") }))])
    },
    accepts: () => [rt.string]
});
