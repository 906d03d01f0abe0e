import * as rt from "tincture/abi";
var Mode;
(function (Mode) {
    Mode[Mode["Open"] = 0] = "Open";
    Mode[Mode["Closed"] = 1] = "Closed";
})(Mode || (Mode = {}));
class Plain {
    item;
    constructor(item) {
        this.item = item;
    }
}
export const Store = rt.genserver("Store", {
    init(prefix) {
        const state = { prefix, mode: Mode.Open };
        rt.hidden(state, "Named", class Named {
            name;
            static made = 0;
            constructor(name) {
                this.name = name;
                state.Named.made++;
            }
            get full() {
                return state.prefix + this.name;
            }
        });
        return state;
    },
    handlers: {
        full: rt.call((state, name) => (state.mode === Mode.Open ? new state.Named(name).full : new Plain({ name }).item.name)),
        close: rt.call((state) => {
            state.mode = Mode.Closed;
            return state.Named.made;
        })
    }
});
