import * as rt from "tincture/abi";
const next = (state) => state.n + 1;
export const Server = rt.genserver("Server", {
    init(n) {
        return { n, label: "n" };
    },
    handlers: {
        next: rt.call((state) => next(state)),
        label: rt.call((state) => state.label)
    }
}, { name: "Server" });
