import { self } from "tincture";
import * as rt from "tincture/abi";
export const Factory = rt.genserver("Factory", {
    init(base) {
        return { base, made: 0 };
    },
    handlers: {
        make: rt.call((state, step) => {
            state.made++;
            return rt.genserver(undefined, {
                init(n) {
                    return { n, calls: state.made };
                },
                handlers: {
                    next: rt.call((state_1) => {
                        state_1.calls++;
                        return (state_1.n += step + state.base);
                    })
                }
            });
        }),
        watch: rt.call((state) => {
            const me = self();
            rt.spawn(() => {
                state.made = state.made + 1;
            });
            return rt.run(() => [me, state.made, state.base]);
        })
    }
});
