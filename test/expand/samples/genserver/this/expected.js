import { sleep } from "tincture";
import * as rt from "tincture/abi";
export class House {
    name = "house";
    door() {
        return rt.genserver(undefined, {
            init: function* (open) {
                const state = { open, label: undefined };
                if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                    yield;
                state.label = this.name;
                return state;
            }.bind(this),
            handlers: {
                plain: rt.call((state) => this.name + state.label + state.open),
                slow: rt.call(function* () {
                    if (rt.waitCall(undefined, sleep, 1) === rt.parked)
                        yield;
                    return this.name;
                }.bind(this))
            }
        });
    }
}
