import * as t from "tincture";
import { self, send } from "tincture";
import * as rt from "tincture/abi";
export function place(cook, by) {
    // A literal that nobody else gets is not copied as a whole; what it holds is.
    rt.sendFresh(cook, { tag: "order", id: 1, by });
    rt.sendFresh(cook, { tag: "order", id: 2, by: { name: "Ada" } });
    // Everything else stays the call it is: the value is used, or something comes in by another way.
    const kept = send(cook, { tag: "order", id: 3, by });
    const key = "id";
    send(cook, { ...kept, id: 4 });
    send(cook, { tag: "order", [key]: 5, by });
    send(cook, kept);
    [by].forEach(one => send(cook, { tag: "order", id: 6, by: one }));
    send(self(), { __proto__: null });
    return kept;
}
/** `send` as a value is the function. */
export const post = [send, t.send];
export const Cook = rt.genserver("Cook", {
    init() {
        return {};
    },
    handlers: {
        // What a cast gives is for nobody; what a call gives is the reply.
        cook: rt.cast((state, who) => rt.sendFresh(who, { tag: "order", id: 7, by: { name: "Bo" } })),
        ask: rt.call((state, who) => send(who, { tag: "order", id: 8, by: { name: "Bo" } }))
    }
});
export const cooks = [rt.spawn(() => rt.sendFresh("cook", { tag: "order" })), rt.run(() => send("cook", { tag: "order" }))];
