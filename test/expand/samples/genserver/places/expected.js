import * as rt from "tincture/abi";
const server = (step) => {
    const next = (state) => state.n + step;
    return rt.genserver(undefined, {
        init(n) {
            return { n };
        },
        handlers: {
            next: rt.call((state) => (state.n = next(state)))
        }
    });
};
export class Servers {
    static Counter = (() => {
        const next = (state) => state.n + 1;
        return rt.genserver("Counter", {
            init(n) {
                return { n };
            },
            handlers: {
                next: rt.call((state) => next(state))
            }
        });
    })();
}
export const table = {
    Counter: rt.genserver("Counter", {
        init(n) {
            return { n };
        },
        handlers: {
            get: rt.call((state) => state.n)
        }
    }),
    other: [rt.genserver(undefined, {
            init() {
                return {};
            },
            handlers: {
                get: rt.call(() => 1)
            }
        })],
};
for (const step of [1, 2]) {
    const next = (state) => state.n + step;
    console.log(rt.genserver(undefined, {
        init(n) {
            return { n };
        },
        handlers: {
            next: rt.call((state) => next(state))
        }
    }, { name: `counter${step}` }));
}
export const Patient = rt.genserver("Patient", {
    init() {
        return {};
    },
    handlers: {
        get: rt.call(() => 1)
    }
}).with({ timeout: 50 });
const next_1 = (state) => state.n + 1;
export default rt.genserver(undefined, {
    init(n) {
        return { n };
    },
    handlers: {
        next: rt.call((state) => next_1(state))
    }
}, { name: "Default" });
export { server };
